package io.github.wxconfig.wechat;

/**
 * Makes the two calls that lead to a {@code jsapi_ticket}, to WeChat or to WeCom. They block up to the time-outs; only the
 * background thread makes them.
 */
public interface WeChat {

    /**
     * Requests an {@code access_token}: by {@code /cgi-bin/stable_token}, {@code /cgi-bin/token} or {@code /cgi-bin/gettoken},
     * as configured.
     *
     * @throws WeChatException if WeChat returns an errcode, cannot be understood or cannot be reached
     */
    IssuedCredential accessToken() throws WeChatException;

    /**
     * Requests the ticket: {@code /cgi-bin/ticket/getticket?type=jsapi}; of a corp {@code /cgi-bin/get_jsapi_ticket}, of one of
     * its apps {@code /cgi-bin/ticket/get?type=agent_config}.
     *
     * @throws WeChatException if WeChat returns an errcode, cannot be understood or cannot be reached
     */
    IssuedCredential jsapiTicket(String accessToken) throws WeChatException;

    /**
     * Whether the secret has changed since a token was last requested, so that the next request may succeed. Returns
     * {@code true} once for each new secret.
     */
    default boolean isSecretChanged() {
        return false;
    }
}
