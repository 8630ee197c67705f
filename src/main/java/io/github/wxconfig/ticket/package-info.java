/**
 * When is a ticket fetched, and what happens if that fails?
 *
 * <p>Knows {@code store}, {@code wechat} and {@code text}.
 */
package io.github.wxconfig.ticket;
