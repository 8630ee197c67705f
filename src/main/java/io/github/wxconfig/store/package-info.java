/**
 * Where is a credential kept?
 *
 * <p>In come keys without secrets and credentials, or the value of {@code wxconfig.store}; the credentials are kept in memory,
 * in a folder by Ehcache, in Redis, or in a store of the user's own.
 *
 * <p>May use {@code network}, {@code libraries} and {@code text}; knows nothing of WeChat and no options.
 */
package io.github.wxconfig.store;
