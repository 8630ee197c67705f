/**
 * What did the operator say?
 *
 * <p>In come sources of names and texts: system properties, the environment, init-params, context-params, Spring's properties;
 * out come validated, typed values, and a sentence with the remedy for each value that is invalid.
 *
 * <p>May use {@code text}; knows no servlets and nothing of WeChat.
 */
package io.github.wxconfig.settings;
