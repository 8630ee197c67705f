package io.github.wxconfig.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.simulator.Fault;
import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpWeComTest {

    private static final String CORPID = "ww0123456789abcdef";
    private static final String SECRET = "0123456789_abcdefghijklmnopqrstuvwxyz-ABCDE";
    private static final String AGENTID = "1000002";
    private static final String PAGE = "http://localhost:8080/shop/?a=1&b=%E4";
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private final WeChatSimulator simulator = WeChatSimulator.start().corp(CORPID, SECRET, AGENTID);
    private final HttpWeCom corp = HttpWeCom.corp(simulator.baseUrl(), CORPID, SECRET, PATIENT, PATIENT);
    private final HttpWeCom agent = HttpWeCom.agent(simulator.baseUrl() + "/", CORPID, SECRET, PATIENT, PATIENT);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void getsTicketsThatSignWhereTheyBelong() throws Exception {
        String token = corp.accessToken().value();
        assertEquals(token, agent.accessToken().value());
        IssuedCredential ofCorp = corp.jsapiTicket(token);
        IssuedCredential ofAgent = agent.jsapiTicket(token);
        assertEquals(Duration.ofSeconds(7200), ofCorp.expiresIn());
        assertNotEquals(ofCorp.value(), ofAgent.value());
        assertTrue(ofAgent.value().contains("+") && ofAgent.value().endsWith("/=="), ofAgent.value());
        assertTrue(simulator.verify(PAGE, CORPID, 17, "n", new Signer(ofCorp.value()).sign("n", 17, PAGE)).ok());
        assertTrue(simulator.verifyAgent(PAGE, CORPID, AGENTID, 17, "n", new Signer(ofAgent.value()).sign("n", 17, PAGE)).ok());
    }

    @Test
    void asksAsWeComWantsIt() {
        assertThrows(WeChatException.class, () -> corp.jsapiTicket("a token/+="));
        assertThrows(WeChatException.class, () -> agent.jsapiTicket("a token/+="));
        assertEquals("/cgi-bin/get_jsapi_ticket access_token=a+token%2F%2B%3D", request(0));
        assertEquals("/cgi-bin/ticket/get access_token=a+token%2F%2B%3D&type=agent_config", request(1));
    }

    private String request(int number) {
        return simulator.requests().get(number).path() + " " + simulator.requests().get(number).query();
    }

    @Test
    void asksWithASecretThatNeedsEscaping() throws Exception {
        String odd = "a&b=c d\"e\\f+%2B";
        simulator.corp("ww2", odd, "");
        assertFalse(HttpWeCom.corp(simulator.baseUrl(), "ww2", odd, PATIENT, PATIENT).accessToken().value().isEmpty());
    }

    @Test
    void takesTheLongestTokensAndTickets() throws Exception {
        simulator.longTokens(true).contentType("text/plain");
        String token = corp.accessToken().value();
        assertEquals(512, token.length());
        simulator.fail("ticket/get",
                Fault.body("{\"errcode\":0,\"errmsg\":\"ok\",\"ticket\":\"" + "+/=x".repeat(128) + "\",\"expires_in\":7200}"));
        assertEquals("+/=x".repeat(128), agent.jsapiTicket(token).value());
    }

    /** A private deployment, or a gateway, may have a path in front. */
    @Test
    void callsBelowThePathOfAPrivateDeployment() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] body =
                    "{\"errcode\":0,\"errmsg\":\"\",\"access_token\":\"T\",\"ticket\":\"t\",\"expires_in\":7200}".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/wecom/private/";
            HttpWeCom.corp(base, CORPID, SECRET, PATIENT, PATIENT)
                    .jsapiTicket(HttpWeCom.agent(base, CORPID, SECRET, PATIENT, PATIENT)
                    .accessToken().value());
        } finally {
            server.stop(0);
        }
        assertEquals(List.of("/wecom/private/cgi-bin/gettoken", "/wecom/private/cgi-bin/get_jsapi_ticket"), asked);
    }

    @ParameterizedTest
    @EnumSource(names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void tellsEveryErrcodeByItsMeaningAndAdvice(CorpErrorCode code) {
        simulator.fail("get_jsapi_ticket", code.number());
        WeChatException e = assertThrows(WeChatException.class, () -> corp.jsapiTicket("T"));
        assertEquals(code.number(), e.errcode());
        assertEquals(code.kind(), e.kind());
        assertEquals(code.coolDown(), e.coolDown());
        assertTrue(e.getMessage()
                .startsWith("WeCom refused [/cgi-bin/get_jsapi_ticket] with errcode [" + code.number() + "]: " + code.meaning()),
                e.getMessage());
        assertTrue(e.getMessage().contains(code.advice()), e.getMessage());
        assertFalse(e.getMessage().contains("hint") || e.getMessage().contains("more info"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void namesACoolDownForWhatDoesNotPassByItself(CorpErrorCode code) {
        assertEquals(code.kind() == Kind.TRANSIENT || code.kind() == Kind.TOKEN, code.coolDown().isZero());
    }

    /** 40001 is a bad token for an Official Account, and a bad secret here. */
    @Test
    void neverTakesAWrongSecretForABadToken() {
        simulator.failNext("get_jsapi_ticket", 40001).failNext("gettoken", 40014);
        for (WeChatException e : List.of(assertThrows(WeChatException.class, () -> corp.jsapiTicket("T")),
                assertThrows(WeChatException.class, corp::accessToken),
                assertThrows(WeChatException.class,
                        HttpWeCom.corp(simulator.baseUrl(), CORPID, "wrong", PATIENT, PATIENT)::accessToken))) {
            assertEquals(Kind.OPERATOR, e.kind());
            assertTrue(e.getMessage().contains("Check wxconfig.corpsecret"), e.getMessage());
        }
    }

    @Test
    void tellsAWrongCorpidAndASecretOfAnotherCorp() {
        simulator.corp("ww2", "of two", "");
        assertEquals(40013, errcode(HttpWeCom.corp(simulator.baseUrl(), "ww9", SECRET, PATIENT, PATIENT)));
        assertEquals(40091, errcode(HttpWeCom.corp(simulator.baseUrl(), CORPID, "of two", PATIENT, PATIENT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not allow to access from your ip, hint: [1655882753557010848204971], from ip: 1.2.3.4, more info at"
                + " https://open.work.weixin.qq.com/devtool/query?e=60020|1.2.3.4|not allow to access from your ip",
        "not allow to access from your ip, hint: [16558827535], from ip: 2001:db8::17, more info at https://x|2001:db8::17|not"
        + " allow to access"
                + " from your ip",
        "nothing|| nothing"})
    void namesTheAddressThatIsNotTrusted(String errmsg, String ip, String quoted) {
        simulator.failNext("gettoken", Fault.errcode(60020, errmsg));
        String message = assertThrows(WeChatException.class, corp::accessToken).getMessage();
        assertTrue(message.contains("this server's IP address is not a trusted one" + (ip == null ? ". " : ": [" + ip + "]. ")),
                message);
        assertTrue(message.contains("\u4f01\u4e1a\u53ef\u4fe1IP") && message.endsWith(" It said [" + quoted + "]."), message);
    }

    @Test
    void quotesNothingSecret() throws Exception {
        String token = corp.accessToken().value();
        String ticket = agent.jsapiTicket(token).value();
        simulator.fail("gettoken", Fault.errcode(40001, "secret " + SECRET))
                .fail("ticket/get", Fault.errcode(40014, "token " + token + " " + ticket));
        assertTrue(assertThrows(WeChatException.class, corp::accessToken).getMessage().endsWith(" It said [secret ***]."));
        String message = assertThrows(WeChatException.class, () -> agent.jsapiTicket(token)).getMessage();
        assertTrue(message.endsWith(" It said [token *** ***]."), message);
        assertEquals("HttpWeCom[" + simulator.baseUrl() + ", " + CORPID + ", corp]", corp.toString());
    }

    @Test
    void tellsOfAnOldTlsOnce() throws Exception {
        AtomicBoolean warned = new AtomicBoolean();
        simulator.tlsWarning(true);
        try (LogCapture log = new LogCapture("io.github.wxconfig")) {
            for (boolean isAgent : new boolean[] {false, true}) {
                HttpWeCom weCom = new HttpWeCom(simulator.baseUrl(), CORPID, SECRET, isAgent, new Timeouts(PATIENT, PATIENT),
                        warned);
                weCom.jsapiTicket(weCom.accessToken().value());
                assertThrows(WeChatException.class, () -> weCom.jsapiTicket("T"));
            }
            assertEquals(1, log.lines().size(), log.lines()::toString);
            assertTrue(log.lines().get(0).contains("Let calls to [" + simulator.baseUrl() + "] use TLS 1.2 or later"),
                    log.lines()::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "html|an HTML page instead of JSON", "empty|nothing instead of JSON",
        "truncated|a broken or truncated object instead of JSON", "huge|more than [65536] bytes",
        "closed|closed the connection during the call", "status:502|HTTP status [502]",
        "redirect:https://example.com/|a redirect; redirects are not followed",
        "body:{\"errcode\":0,\"errmsg\":\"ok\"}|without [access_token]",
        "body:{\"errcode\":0,\"access_token\":\"\",\"expires_in\":7200}|an invalid [access_token]",
        "body:{\"errcode\":0,\"access_token\":\"T\"}|without a positive [expires_in]"})
    void refusesWhatIsNoAnswer(String fault, String reason) {
        simulator.fail("gettoken", Fault.parse(fault));
        WeChatException e = assertThrows(WeChatException.class, corp::accessToken);
        assertTrue(e.getMessage().startsWith("WeCom ") && e.getMessage().contains(reason), e.getMessage());
        assertEquals(Kind.TRANSIENT, e.kind());
        assertNull(e.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999", "2147483647", "1e999999999", "\"12345\""})
    void takesAnUnknownErrcodeForTheOperators(String errcode) {
        simulator.fail("gettoken", Fault.body("{\"errcode\":" + errcode + ",\"errmsg\":\"new\"}"));
        WeChatException e = assertThrows(WeChatException.class, corp::accessToken);
        assertEquals(Kind.OPERATOR, e.kind());
        assertTrue(e.getMessage().contains("It said [new]"), e.getMessage());
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> HttpWeCom.corp("qyapi", CORPID, SECRET, PATIENT, PATIENT))
                .getMessage().startsWith("wxconfig.corpApiBase "));
    }

    private static int errcode(WeChat weChat) {
        return assertThrows(WeChatException.class, weChat::accessToken).errcode();
    }
}
