package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChatException;

/** Gets a ticket from a company's central server, which looks after the access token itself. */
final class ServerIssuer implements Issuer {

    private final TicketServer server;

    ServerIssuer(TicketServer server) {
        this.server = server;
    }

    @Override
    public IssuedCredential ticket(Caller caller) throws WeChatException {
        return caller.call(Wanted.TICKET, server::jsapiTicket);
    }
}
