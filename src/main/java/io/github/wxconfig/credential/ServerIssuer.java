package io.github.wxconfig.credential;

import io.github.wxconfig.wechat.Grant;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChatException;

/** Gets a ticket from a company's central server, which looks after the access token itself. */
final class ServerIssuer implements Issuer {

    private final TicketServer server;

    ServerIssuer(TicketServer server) {
        this.server = server;
    }

    @Override
    public Grant ticket(Caller caller) throws WeChatException {
        return caller.call(Wanted.TICKET, server::jsapiTicket);
    }
}
