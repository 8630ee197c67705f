package io.github.wxconfig.wechat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Calls a ticket server over HTTP. The server answers GET with {@code {"ticket":"…","expires_in":3600}}, or with
 * {@code jsapi_ticket} instead of {@code ticket}; {@code expires_in} is the rest of the ticket's life in seconds. It may also
 * answer {@code {"errcode":…,"errmsg":…}} like WeChat.
 *
 * <p>Immutable and thread-safe; every call ends within the same limits as those of {@link HttpWeChat}.
 */
public final class HttpTicketServer implements TicketServer {

    private static final RemoteService SERVICE =
            new RemoteService("The ticket server", "wxconfig.ticketUrl", "wxconfig.ticketUrl", "wxconfig.ticketToken");

    private final WebAddress address;
    private final @Nullable String bearerToken;
    private final Timeouts timeouts;

    /**
     * @param url the whole address including the query; it may contain a key, so it is never shown
     * @param bearerToken the token for {@code Authorization: Bearer …} in visible ASCII, or {@code null}
     * @param connectTimeout the time limit for connecting; positive
     * @param readTimeout the time limit for the first byte; positive
     * @throws IllegalArgumentException if {@code url} is not an http or https address
     */
    public HttpTicketServer(String url, @Nullable String bearerToken, Duration connectTimeout, Duration readTimeout) {
        this.address = WebAddress.of(url, SERVICE.option);
        this.bearerToken = bearerToken;
        this.timeouts = new Timeouts(connectTimeout, readTimeout);
    }

    @Override
    public IssuedCredential jsapiTicket() throws WeChatException {
        String body = new HttpCall(SERVICE, address, timeouts).bearer(bearerToken).answer();
        return new Reply(SERVICE, body).credential(errcode -> ErrorCode.TICKET_SERVER, null, "ticket", "jsapi_ticket");
    }

    /** Returns the address without path and query, which may contain a key. */
    @Override
    public String toString() {
        return "HttpTicketServer[" + address + "]";
    }
}
