package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WeCom's rules, as its documentation and its users tell them, and what its client would say. */
@Timeout(30)
class WeComTest {

    private static final String PAGE = "https://shop.example.com/?a=1";

    private final WeChatSimulator simulator =
            WeChatSimulator.start(0, Clock.fixed(Instant.parse("2026-03-01T03:00:00Z"), ZoneOffset.UTC));
    private final Browser browser = new Browser(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void givesATokenWithAnErrcodeAndTheSameOneAgain() {
        Map<String, Object> first = token("ww1", "s");
        assertEquals("[errcode, errmsg, access_token, expires_in]", first.keySet().toString());
        simulator.advance(Duration.ofMinutes(30));
        assertEquals(first.get("access_token"), token("ww1", "s").get("access_token"));
        assertNotEquals(first.get("access_token"), token("ww1", "another app's").get("access_token"));
        assertNotEquals(first.get("access_token"), token("ww2", "s").get("access_token"));
    }

    @Test
    void givesTheCorpsTicketToAllAppsAndEachAppItsOwn() {
        Object one = token("ww1", "one").get("access_token");
        Object two = token("ww1", "two").get("access_token");
        assertEquals(corpTicket(one).get("ticket"), corpTicket(two).get("ticket"));
        assertNotEquals(corpTicket(one).get("ticket"), corpTicket(token("ww2", "one").get("access_token")).get("ticket"));
        Map<String, Object> agent = agentTicket(one);
        assertEquals("[errcode, errmsg, ticket, expires_in]", agent.keySet().toString());
        assertEquals(agent, agentTicket(one));
        assertNotEquals(agent.get("ticket"), agentTicket(two).get("ticket"));
        assertTrue(agent.get("ticket").toString().matches(".*\\+.*/==") && agent.get("ticket").toString().length() <= 512);
    }

    @ParameterizedTest
    @CsvSource({
        "/cgi-bin/gettoken, 41002", "/cgi-bin/gettoken?corpid=ww1, 41004", "/cgi-bin/gettoken?corpid=ww9&corpsecret=s1, 40013",
        "/cgi-bin/gettoken?corpid=ww1&corpsecret=wrong, 40001", "/cgi-bin/gettoken?corpid=ww1&corpsecret=s2, 40091",
        "/cgi-bin/get_jsapi_ticket, 41001", "/cgi-bin/get_jsapi_ticket?access_token=x, 40014",
        "/cgi-bin/ticket/get?access_token=x, 40058", "/cgi-bin/ticket/get?access_token=x&type=agent_config, 40014"})
    void refusesByWeComsNumbers(String path, long errcode) {
        simulator.corp("ww1", "s1", "1").corp("ww2", "s2", "2");
        assertEquals(errcode, Browser.json(browser.get(path).body()).get("errcode"));
    }

    @Test
    void refusesATokenThatIsOver() {
        Object token = token("ww1", "s").get("access_token");
        simulator.revokeTokens();
        assertEquals(40014L, corpTicket(token).get("errcode"));
        Object next = token("ww1", "s").get("access_token");
        simulator.advance(Duration.ofHours(2));
        assertEquals(42001L, corpTicket(next).get("errcode"));
    }

    @Test
    void countsItsQuotasByTheHour() {
        Object token = token("ww1", "s").get("access_token");
        for (int i = 0; i < 100; i++) {
            assertEquals(0L, agentTicket(token).get("errcode"));
        }
        assertEquals(45009L, agentTicket(token).get("errcode"));
        assertEquals(0L, corpTicket(token).get("errcode"));
        assertEquals(0L, agentTicket(token("ww1", "another app's").get("access_token")).get("errcode"));
        simulator.advance(Duration.ofHours(1));
        assertEquals(0L, agentTicket(token).get("errcode"));
        simulator.quota("get_jsapi_ticket", 1);
        assertEquals(45009L, corpTicket(token).get("errcode"));
    }

    @Test
    void putsAHintAndTheAddressBehindEveryErrmsg() {
        String errmsg = (String) corpTicket("x").get("errmsg");
        assertTrue(errmsg.matches("invalid access_token, hint: \\[\\d{21}], from ip: 203\\.0\\.113\\.7, more info at"
                + " https://open\\.work\\.weixin\\.qq\\.com/devtool/query\\?e=40014"), errmsg);
        simulator.failNext("gettoken", 60020).rid(false).failNext("ticket/get", 60020);
        assertTrue(token("ww1", "s").get("errmsg").toString().startsWith("not allow to access from your ip"));
        assertEquals("not allow to access from your ip", agentTicket("x").get("errmsg"));
        for (int errcode : CorpErrors.known()) {
            assertNotEquals("error", CorpErrors.text(errcode));
        }
    }

    @Test
    void warnsOfAnOldTlsIfTold() {
        assertFalse(token("ww1", "s").containsKey("warning_msg"));
        Knob.named("tlsWarning").turn(simulator, "true");
        assertTrue(token("ww1", "s").get("warning_msg").toString().contains("TLS v1.2"));
        assertTrue(corpTicket("x").containsKey("warning_msg"));
    }

    @Test
    void takesAppsAsAKnob() {
        Knob.named("corp").turn(simulator, "ww1:s1:1000002");
        Knob.named("corp").turn(simulator, "ww1:s2");
        assertEquals(0L, token("ww1", "s1").get("errcode"));
        assertEquals(0L, token("ww1", "s2").get("errcode"));
        assertEquals(40001L, token("ww1", "s3").get("errcode"));
        assertEquals("[ww1]", Browser.json(browser.get("/status").body()).get("corpids").toString().replace("\"", ""));
        String page = browser.get("/").body();
        assertTrue(page.contains("corpids [ww1]") && page.contains("corpsecret=***") && !page.contains("corpsecret=s"), page);
    }

    @Test
    void acceptsEachTicketWhereItBelongs() {
        simulator.corp("ww1", "s", "1000002");
        Object token = token("ww1", "s").get("access_token");
        String corp = (String) corpTicket(token).get("ticket");
        String agent = (String) agentTicket(token).get("ticket");
        assertEquals("preVerifyJSAPI:ok (signed for [" + PAGE + "] with the latest ticket of the corp)",
                simulator.verify(PAGE + "#x", "ww1", 17, "n", sign(corp, PAGE)).toString());
        assertEquals("agentConfig:ok (signed for [" + PAGE + "] with the latest ticket of the app [1000002])",
                simulator.verifyAgent(PAGE, "ww1", "1000002", 17, "n", sign(agent, PAGE)).toString());
        assertTrue(simulator.issued().contains(corp) && simulator.issued().contains(agent));
    }

    @Test
    void tellsTicketsThatWereSwapped() {
        simulator.corp("ww1", "s1", "1").corp("ww1", "s2", "2").corp("ww2", "s3", "3");
        Object token = token("ww1", "s1").get("access_token");
        String corp = (String) corpTicket(token).get("ticket");
        String agent = (String) agentTicket(token).get("ticket");
        String otherApp = (String) agentTicket(token("ww1", "s2").get("access_token")).get("ticket");
        String otherCorp = (String) corpTicket(token("ww2", "s3").get("access_token")).get("ticket");
        String official = browser.ticketOf("wx1");
        assertEquals("preVerifyJSAPI:fail_invalid signature (40093: it was signed with a ticket of the app [1] of the corp [ww1]"
                + " (ticket/get?type=agent_config), but wx.config says appId [ww1])", verify("ww1", agent));
        assertEquals("agentConfig:fail_ticket no available (42012: agentConfig of the app [1] was signed with a ticket"
                + " of the corp [ww1] (get_jsapi_ticket))", verifyAgent("1", corp));
        assertEquals("agentConfig:fail_ticket no available (42012: agentConfig of the app [1] was signed with a ticket"
                + " of the app [2] of the corp [ww1] (ticket/get?type=agent_config))", verifyAgent("1", otherApp));
        assertTrue(verify("ww1", otherCorp).contains("40093: it was signed with a ticket of the corp [ww2]"),
                verify("ww1", otherCorp));
        assertTrue(verify("ww1", official)
                .contains("it was signed with a ticket of appid [wx1], but wx.config says appId [ww1]"));
        assertTrue(verify("wx1", corp).contains("40093: it was signed with a ticket of the corp [ww1]"), verify("wx1", corp));
        assertTrue(verifyAgent("1", official)
                .contains("it was signed with a ticket of appid [wx1], but agentConfig says corpid [ww1]"));
    }

    @Test
    void saysWhatElseIsWrongWithAnAgentConfig() {
        simulator.corp("ww1", "s", "1000002");
        assertEquals("agentConfig:fail_invalid corpId", simulator.verifyAgent(PAGE, "ww9", "1", 17, "n", "s").errMsg());
        String agent = (String) agentTicket(token("ww1", "s").get("access_token")).get("ticket");
        assertEquals("agentConfig:fail_invalid agentid", simulator.verifyAgent(PAGE, "ww1", "7", 17, "n", "s").errMsg());
        assertEquals("the query is missing: it was signed for [https://shop.example.com/], but the page is at [" + PAGE + "]",
                simulator.verifyAgent(PAGE, "ww1", "1000002", 17, "n", sign(agent, "https://shop.example.com/")).detail());
        simulator.domains("example.org");
        assertEquals("agentConfig:fail_not match any reliable domain",
                simulator.verifyAgent(PAGE, "ww1", "1000002", 17, "n", sign(agent, PAGE)).errMsg());
        simulator.domains().oldTicketLife(Duration.ZERO).rotateTicket().advance(Duration.ofSeconds(3));
        assertEquals("it was signed with a ticket that expired 3 s ago",
                simulator.verifyAgent(PAGE, "ww1", "1000002", 17, "n", sign(agent, PAGE)).detail());
    }

    @Test
    void answersAnAgentConfigOverHttp() {
        String agent = (String) agentTicket(token("ww1", "s").get("access_token")).get("ticket");
        Map<String, Object> json =
                Browser.json(browser.post("/verify", Json.write(Json.object("url", PAGE, "corpid", "ww1", "agentid", "5",
                "timestamp", "17", "nonceStr", "n", "signature", sign(agent, PAGE)))).body());
        assertEquals("agentConfig:ok", json.get("err_msg"));
        Map<String, Object> bare = Browser.json(browser.post("/verify", "{\"agentid\":\"5\",\"url\":\"" + PAGE + "\"}").body());
        assertEquals("agentConfig has no corpid", bare.get("detail"));
        assertTrue(browser.get("/").body().contains(">agentConfig: ok<"));
    }

    private String verify(String appId, String ticket) {
        return simulator.verify(PAGE, appId, 17, "n", sign(ticket, PAGE)).toString();
    }

    private String verifyAgent(String agentid, String ticket) {
        return simulator.verifyAgent(PAGE, "ww1", agentid, 17, "n", sign(ticket, PAGE)).toString();
    }

    private Map<String, Object> token(String corpid, String secret) {
        return Browser.json(browser.get("/cgi-bin/gettoken?corpid=" + corpid + "&corpsecret="
                + secret.replace(" ", "%20").replace("'", "%27")).body());
    }

    private Map<String, Object> corpTicket(Object token) {
        return Browser.json(browser.get("/cgi-bin/get_jsapi_ticket?access_token=" + token).body());
    }

    private Map<String, Object> agentTicket(Object token) {
        return Browser.json(browser.get("/cgi-bin/ticket/get?type=agent_config&access_token=" + token).body());
    }

    private static String sign(String ticket, String url) {
        try {
            String string1 = "jsapi_ticket=" + ticket + "&noncestr=n&timestamp=17&url=" + url;
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(string1.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
