package io.github.wxconfig.credential;

import io.github.wxconfig.wechat.Grant;
import io.github.wxconfig.wechat.WeChatException;

/** Where tickets are issued: WeChat, by way of an access token, or a company's central ticket server. */
interface Issuer {

    /** What a call over the network asks for. */
    enum Wanted { TOKEN, TICKET }

    /** A call over the network. */
    interface Call {
        Grant make() throws WeChatException;
    }

    /** Makes the calls. */
    interface Caller {

        /** @throws java.util.concurrent.CancellationException if no call shall be made any more */
        Grant call(Wanted wanted, Call call) throws WeChatException;
    }

    /** Gets a ticket, with every call over the network made through {@code caller}. */
    Grant ticket(Caller caller) throws WeChatException;

    /** Whether something has changed since the last attempt, so that the next one need not wait. */
    default boolean isRenewed() {
        return false;
    }
}
