/**
 * What do WeChat and WeCom say?
 *
 * <p>In come the id, the secret and the address of the API, or the address of a ticket server; out come credentials,
 * exceptions that tell the operator what to do, and signatures. All calls are HTTP, limited in time and size.
 *
 * <p>May use {@code network}, {@code libraries} and {@code text}; knows no servlets, no options and no store.
 */
package io.github.wxconfig.wechat;
