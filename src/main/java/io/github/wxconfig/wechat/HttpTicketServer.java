package io.github.wxconfig.wechat;

import java.time.Duration;

/**
 * A ticket server over HTTP: answers GET with {@code {"ticket":"…","expires_in":3600}}, where {@code jsapi_ticket} will
 * do for {@code ticket}, and {@code expires_in} is how many seconds the ticket still has.
 *
 * <p>It may also answer {@code {"errcode":…,"errmsg":…}} like WeChat. Immutable, safe for any number of threads; calls
 * end as {@link HttpWeChat}'s do.
 */
public final class HttpTicketServer implements TicketServer {

    private static final RemoteService PEER = new RemoteService("The ticket server", "wxconfig.ticketUrl", "wxconfig.ticketUrl", "wxconfig.ticketToken");

    private final WebAddress address;
    private final String bearerToken;
    private final Timeouts timeouts;

    /**
     * @param url the whole address, query included; it may hold a key, so it is never shown
     * @param bearerToken for {@code Authorization: Bearer …}, or {@code null} or empty
     * @param connectTimeout how long connecting may take; positive
     * @param readTimeout how long the first byte may be waited for; positive
     * @throws IllegalArgumentException if the address is not one of HTTP, the token cannot stand in a header, or a
     *     time-out is not positive
     */
    public HttpTicketServer(String url, String bearerToken, Duration connectTimeout, Duration readTimeout) {
        this.address = WebAddress.of(url, PEER.option);
        this.bearerToken = bearerToken == null || bearerToken.isEmpty() ? null : bearerToken;
        this.timeouts = new Timeouts(connectTimeout, readTimeout);
        if (this.bearerToken != null && !this.bearerToken.matches("[!-~]+")) {
            throw new IllegalArgumentException("wxconfig.ticketToken has characters that cannot stand in a header");
        }
    }

    @Override
    public IssuedCredential jsapiTicket() throws WeChatException {
        String body = new HttpCall(PEER, address, timeouts).bearer(bearerToken).answer();
        return new Reply(PEER, body).grant(errcode -> ErrorCode.TICKET_SERVER, null, "ticket", "jsapi_ticket");
    }

    /** Without the path and query, which may hold a key. */
    @Override
    public String toString() {
        return "HttpTicketServer[" + address + "]";
    }
}
