/**
 * Whose page is this?
 *
 * <p>In come what the accounts claim, by host and path, and the files of a folder; out comes the account of a page.
 *
 * <p>May use {@code settings} and {@code text}; knows no tickets, no scripts and no servlets.
 */
package io.github.wxconfig.account;
