/**
 * Where is a credential kept: in memory, in a file by Ehcache, or in Redis?
 *
 * <p>Knows {@code network}, {@code text} and {@code libraries}, and of {@code wechat} how long a credential can live.
 */
package io.github.wxconfig.store;
