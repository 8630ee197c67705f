package io.github.wxconfig.wechat;

/** Calls a company's own server that issues the {@code jsapi_ticket}, so that no other program needs to call WeChat. */
public interface TicketServer {

    /**
     * Requests the ticket. Blocks up to the time-outs; called by the background thread only.
     *
     * @throws WeChatException if the server returns an errcode, cannot be understood or cannot be reached
     */
    IssuedCredential jsapiTicket() throws WeChatException;
}
