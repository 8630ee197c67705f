/**
 * When is a ticket fetched, and what happens if that fails?
 *
 * <p>In comes an account, a factory of its client and a factory of its store; out come the ticket to sign with and the keeper's
 * status. The way of a ticket: {@link io.github.wxconfig.ticket.TicketKeeper TicketKeeper} (the thread) → {@code Refresher}
 * (when) → {@code Issuer} (from where) → {@code CallGate} (whether the call is allowed) → a client of {@code wechat}; and back
 * into {@code LiveTicket} (how old) and {@code ResilientStore} (a copy for later and for other nodes).
 *
 * <p>May use {@code store}, {@code wechat}, {@code libraries} and {@code text}; knows no servlets and no options.
 */
package io.github.wxconfig.ticket;
