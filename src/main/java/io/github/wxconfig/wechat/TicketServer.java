package io.github.wxconfig.wechat;

/**
 * A server of the company's own that hands out the {@code jsapi_ticket}, so that nobody else needs to ask WeChat.
 */
public interface TicketServer {

    /**
     * Gets the ticket. Blocks for as long as the time-outs allow; called from the background thread only.
     *
     * @throws WeChatException if the server refuses, answers what cannot be understood, or cannot be reached
     */
    IssuedCredential jsapiTicket() throws WeChatException;
}
