package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChatException;

/** Gets a ticket from a company's central server, which manages the access token itself. */
final class ServerIssuer implements Issuer {

    private final TicketServer server;
    private final CallGate gate;

    ServerIssuer(TicketServer server, CallGate gate) {
        this.server = server;
        this.gate = gate;
    }

    @Override
    public IssuedCredential ticket() throws WeChatException {
        return gate.ticket(server::jsapiTicket);
    }
}
