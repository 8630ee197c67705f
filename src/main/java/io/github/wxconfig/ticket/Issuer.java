package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException;

/** Where tickets are issued: WeChat, by way of an access token, or a company's central ticket server. */
interface Issuer {

    /** What a call over the network asks for. */
    enum Wanted { TOKEN, TICKET }

    /** A call over the network. */
    interface Call {
        IssuedCredential make() throws WeChatException;
    }

    /** Makes the calls. */
    interface Caller {

        /** @throws java.util.concurrent.CancellationException if no call shall be made any more */
        IssuedCredential call(Wanted wanted, Call call) throws WeChatException;
    }

    /** Gets a ticket, with every call over the network made through {@code caller}. */
    IssuedCredential ticket(Caller caller) throws WeChatException;

    /** Whether something has changed since the last attempt, so that the next one need not wait. */
    default boolean isRenewed() {
        return false;
    }
}
