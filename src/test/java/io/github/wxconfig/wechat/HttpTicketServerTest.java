package io.github.wxconfig.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.Fault;
import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTicketServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final WeChatSimulator simulator = WeChatSimulator.start().account("wx1", "secret");

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void getsATicketThatSigns() throws Exception {
        String ticket = server(null).jsapiTicket().value();
        String signature = new Signer(ticket).sign("nonce", 1700000000, "http://localhost/");
        assertTrue(simulator.verify("http://localhost/", "wx1", 1700000000, "nonce", signature).ok());
    }

    @Test
    void showsItsTokenToTheServer() throws Exception {
        simulator.ticketToken("t0ken");
        assertFalse(server("t0ken").jsapiTicket().value().isEmpty());
        WeChatException e = assertThrows(WeChatException.class, () -> server(null).jsapiTicket());
        assertEquals(Kind.OPERATOR, e.kind());
        assertTrue(e.getMessage().contains("HTTP status [401]"), e.getMessage());
        assertTrue(e.getMessage().endsWith("Check wxconfig.ticketToken."), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"ticket\":\"T\",\"expires_in\":60}",
        "{\"jsapi_ticket\":\"T\",\"expires_in\":\"60\",\"errcode\":0}"})
    void takesBothNames(String body) throws Exception {
        simulator.fail("ticket", Fault.body(body));
        IssuedCredential issued = server(null).jsapiTicket();
        assertEquals("T", issued.value());
        assertEquals(Duration.ofSeconds(60), issued.expiresIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"ticket\":\"T\"}",
        "{\"ticket\":\"\",\"expires_in\":60}",
        "{\"data\":{\"ticket\":\"T\",\"expires_in\":60}}",
        "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}",
        "T"})
    void asksAgainLaterWhatCouldNotBeUnderstood(String body) {
        simulator.fail("ticket", Fault.body(body));
        WeChatException e = assertThrows(WeChatException.class, () -> server(null).jsapiTicket());
        assertEquals(Kind.TRANSIENT, e.kind());
        assertTrue(e.getMessage().startsWith("The ticket server "), e.getMessage());
        assertTrue(e.getMessage().contains("[wxconfig.ticketUrl]"), e.getMessage());
    }

    private HttpTicketServer server(String token) {
        return new HttpTicketServer(simulator.baseUrl() + "/ticket", token, TIMEOUT, TIMEOUT);
    }
}
