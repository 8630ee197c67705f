/**
 * Does this response get the script, and do its headers agree with the body that leaves?
 *
 * <p>Knows {@code html}, {@code script}, {@code url} and {@code text}; not where signatures come from.
 */
package io.github.wxconfig.page;
