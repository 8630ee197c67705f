/**
 * What does the filter answer itself? Signatures for pages that ask, and the status page.
 *
 * <p>Knows {@code script}, {@code url}, {@code text}, and of {@code wechat} JSON.
 */
package io.github.wxconfig.endpoint;
