package io.github.wxconfig.wechat;

/**
 * The two calls that lead to a {@code jsapi_ticket}. They block for as long as the time-outs allow; they are made from
 * the background thread only.
 */
public interface WeChat {

    /**
     * Gets an {@code access_token}: by {@code /cgi-bin/stable_token} or {@code /cgi-bin/token}, as configured.
     *
     * @throws WeChatException if WeChat refuses, answers what cannot be understood, or cannot be reached
     */
    IssuedCredential accessToken() throws WeChatException;

    /**
     * Gets the {@code jsapi_ticket}: {@code /cgi-bin/ticket/getticket?type=jsapi}.
     *
     * @throws WeChatException likewise
     */
    IssuedCredential jsapiTicket(String accessToken) throws WeChatException;

    /**
     * Whether the secret is another one than when a token was last asked for, so that a refusal may be a matter of the past.
     * Said once for each new secret.
     */
    default boolean isRenewed() {
        return false;
    }
}
