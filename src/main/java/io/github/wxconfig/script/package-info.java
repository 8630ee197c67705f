/**
 * What is inserted into a page, and how is it signed?
 *
 * <p>Knows {@code url}, {@code text}, and of {@code wechat} the signer and JSON.
 */
package io.github.wxconfig.script;
