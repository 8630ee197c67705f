/**
 * Where in the bytes? Finds the insertion point of a page. Knows neither servlets nor WeChat.
 *
 * <p>{@link io.github.wxconfig.html.HtmlScanner} is the door and holds the loops over bytes, chars and strings. Each unit
 * goes to the {@code Tokenizer}, which follows the tokenizer states of the HTML standard and so never takes text,
 * comments or scripts for tags. What it meets it tells to the {@code TreeRule}, which follows tree construction just
 * far enough to say which tag is the place. {@code Attributes} answers the two questions about attributes that arise
 * on the way: is it an AMP page, and does this meta declare a charset?
 */
package io.github.wxconfig.html;
