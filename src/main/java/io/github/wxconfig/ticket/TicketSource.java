package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;

/** Where the request thread gets its {@code jsapi_ticket}: from memory, at once. */
public interface TicketSource {

    /** The ticket to sign with now, or {@code null} if there is none that is alive. Never blocks, never throws. */
    Credential current();
}
