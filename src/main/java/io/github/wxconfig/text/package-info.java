/**
 * What of a text may be shown in a log line or on a page?
 *
 * <p>Knows the JDK alone.
 */
package io.github.wxconfig.text;
