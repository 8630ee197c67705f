package io.github.wxconfig.credential;

import io.github.wxconfig.wechat.Grant;
import io.github.wxconfig.wechat.WeChatException;

/** Where tickets are issued: WeChat, by way of an access token, or a company's central ticket server. */
interface Issuer {

    /** The calls over the network that a ticket may take. */
    enum Call { TOKEN, TICKET }

    /** Is told before each call. */
    interface Meter {

        /** @throws java.util.concurrent.CancellationException if no call shall be made any more */
        void before(Call call);
    }

    /** Blocks for as long as its time-outs allow. */
    Grant ticket(Meter meter) throws WeChatException;

    /** Ends a call that is under way, as well as it can. From any thread. */
    default void abort() {
    }
}
