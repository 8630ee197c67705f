package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException;

/** Gets a ticket from where tickets are issued: from WeChat with an access token, or from a central ticket server. */
interface Issuer {

    /** Creates an issuer that makes all its calls through {@code gate}. */
    interface Factory {
        Issuer create(ResilientStore store, CallGate gate);
    }

    /**
     * Requests a ticket.
     *
     * @throws java.util.concurrent.CancellationException if the keeper has been stopped
     */
    IssuedCredential ticket() throws WeChatException;

    /** Whether the secret has changed since the last attempt, so that the next attempt need not wait. */
    default boolean isSecretChanged() {
        return false;
    }
}
