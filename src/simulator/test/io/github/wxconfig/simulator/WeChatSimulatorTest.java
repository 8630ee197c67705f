package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WeChat's rules, as its documentation and its users tell them. */
@Timeout(30)
class WeChatSimulatorTest {

    /** A boundary of tickets is one hour ahead. */
    private static final Instant NOON = Instant.parse("2026-03-01T03:00:00Z");

    private final WeChatSimulator simulator = WeChatSimulator.start(0, Clock.fixed(NOON, ZoneOffset.UTC));
    private final Browser browser = new Browser(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void issuesAnotherClassicTokenAtEachCallAndKeepsOnlyTheOneBeforeAlive() {
        Object first = browser.token("wx1").get("access_token");
        Object second = browser.token("wx1").get("access_token");
        assertNotEquals(first, second);
        assertEquals(0L, browser.ticket(first).get("errcode"));
        Object third = browser.token("wx1").get("access_token");
        assertEquals(40001L, browser.ticket(first).get("errcode"));
        assertEquals(0L, browser.ticket(second).get("errcode"));
        simulator.advance(Duration.ofSeconds(300));
        assertEquals(40001L, browser.ticket(second).get("errcode"));
        assertEquals(0L, browser.ticket(third).get("errcode"));
        simulator.advance(Duration.ofSeconds(6900));
        assertEquals(42001L, browser.ticket(third).get("errcode"));
    }

    @Test
    void givesATokenWithoutAnErrcode() {
        assertEquals("[access_token, expires_in]", browser.token("wx1").keySet().toString());
        assertEquals("[access_token, expires_in]", browser.stableToken("wx1", false).keySet().toString());
        assertEquals("[errcode, errmsg, ticket, expires_in]",
                browser.ticket(browser.token("wx1").get("access_token")).keySet().toString());
    }

    @Test
    void keepsTheStableTokenUntilItsLastFiveMinutes() {
        Map<String, Object> first = browser.stableToken("wx1", false);
        assertEquals(7200L, first.get("expires_in"));
        simulator.advance(Duration.ofSeconds(6899));
        Map<String, Object> later = browser.stableToken("wx1", false);
        assertEquals(first.get("access_token"), later.get("access_token"));
        assertEquals(301L, later.get("expires_in"));
        simulator.advance(Duration.ofSeconds(1));
        assertNotEquals(first.get("access_token"), browser.stableToken("wx1", false).get("access_token"));
        assertEquals(0L, browser.ticket(first.get("access_token")).get("errcode"));
    }

    @Test
    void keepsStableAndClassicTokensApart() {
        Object stable = browser.stableToken("wx1", false).get("access_token");
        for (int i = 0; i < 3; i++) {
            browser.token("wx1");
        }
        assertEquals(0L, browser.ticket(stable).get("errcode"));
        assertEquals(stable, browser.stableToken("wx1", false).get("access_token"));
    }

    @Test
    void forcesAnotherStableTokenEveryThirtySecondsAndTwentyTimesADay() {
        Object first = browser.stableToken("wx1", true).get("access_token");
        assertEquals(first, browser.stableToken("wx1", true).get("access_token"));
        Object last = first;
        for (int forced = 2; forced <= 20; forced++) {
            simulator.advance(Duration.ofSeconds(30));
            Object token = browser.stableToken("wx1", true).get("access_token");
            assertNotEquals(last, token, "forced " + forced);
            last = token;
        }
        simulator.advance(Duration.ofSeconds(30));
        assertEquals(last, browser.stableToken("wx1", true).get("access_token"));
    }

    @Test
    void givesEverybodyTheSameTicketAndAlwaysSaysTheSameLife() {
        Map<String, Object> first = browser.ticket(browser.token("wx1").get("access_token"));
        simulator.advance(Duration.ofMinutes(59));
        Map<String, Object> second = browser.ticket(browser.stableToken("wx1", false).get("access_token"));
        assertEquals(first.get("ticket"), second.get("ticket"));
        assertEquals(7200L, second.get("expires_in"));
        simulator.advance(Duration.ofMinutes(1));
        assertNotEquals(first.get("ticket"), browser.ticketOf("wx1"));
        assertNotEquals(browser.ticketOf("wx2"), browser.ticketOf("wx1"));
    }

    @Test
    void countsQuotasByTheChineseDay() {
        simulator.quota("token", 2);
        browser.token("wx1");
        browser.token("wx1");
        assertEquals(45009L, browser.token("wx1").get("errcode"));
        assertEquals("ok", simulator.requests().get(1).outcome());
        assertEquals("45009", simulator.requests().get(2).outcome());
        simulator.advance(Duration.ofHours(13)); // 00:00 in China
        assertTrue(browser.token("wx1").containsKey("access_token"));
    }

    @Test
    void refusesWrongParameters() {
        simulator.account("wx1", "s");
        assertEquals(40002L, errcode("/cgi-bin/token?appid=wx1&secret=s"));
        assertEquals(41002L, errcode("/cgi-bin/token?grant_type=client_credential"));
        assertEquals(41004L, errcode("/cgi-bin/token?grant_type=client_credential&appid=wx1"));
        assertEquals(40013L, errcode("/cgi-bin/token?grant_type=client_credential&appid=WX1&secret=s"));
        assertEquals(40125L, errcode("/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=t"));
        assertEquals(43002L, errcode("/cgi-bin/stable_token"));
        assertEquals(47001L, Browser.json(browser.post("/cgi-bin/stable_token", "a=b").body()).get("errcode"));
        assertEquals(41001L, errcode("/cgi-bin/ticket/getticket?type=jsapi"));
        assertEquals(40001L, errcode("/cgi-bin/ticket/getticket?type=jsapi&access_token=x"));
        Object token = browser.token("wx1").get("access_token");
        assertEquals(40097L, errcode("/cgi-bin/ticket/getticket?type=js&access_token=" + token));
    }

    @Test
    void putsAReferenceBehindEveryErrmsg() {
        String errmsg = (String) browser.ticket("x").get("errmsg");
        assertTrue(errmsg.matches(".* rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}"), errmsg);
        simulator.rid(false).failNext("getticket", 42001);
        assertEquals("access_token expired", browser.ticket("x").get("errmsg"));
    }

    @Test
    void failsInTheOrderedWayAsOftenAsOrdered() {
        simulator.fail("token", 50004).failNext("token", Fault.status(503), 2).failNext("token", Fault.html());
        assertEquals(503, browser.get("/cgi-bin/token").statusCode());
        assertEquals(503, browser.get("/cgi-bin/token").statusCode());
        HttpResponse<String> html = browser.get("/cgi-bin/token");
        assertEquals("text/html; charset=utf-8", html.headers().firstValue("Content-Type").get());
        assertEquals(50004L, errcode("/cgi-bin/token"));
        assertEquals(50004L, errcode("/cgi-bin/token"));
        simulator.heal("token");
        assertTrue(browser.token("wx1").containsKey("access_token"));
        assertEquals(6, simulator.calls("token"));
        assertEquals(0, simulator.reset().calls("token"));
    }

    @Test
    void canKillTokensAndRotateTickets() {
        Object token = browser.stableToken("wx1", false).get("access_token");
        Object ticket = browser.ticket(token).get("ticket");
        simulator.rotateTicket();
        assertNotEquals(ticket, browser.ticket(token).get("ticket"));
        simulator.revokeTokens();
        assertEquals(40001L, browser.ticket(token).get("errcode"));
        assertNotEquals(token, browser.stableToken("wx1", false).get("access_token"));
        assertEquals(4, simulator.issued().size());
        assertEquals(40001L, browser.ticket(token).get("errcode"), "and stays dead when there is another one");
    }

    @Test
    void letsShortLivesBeTried() {
        simulator.tokenLife(Duration.ofSeconds(60)).ticketLife(Duration.ofSeconds(60));
        Map<String, Object> first = browser.stableToken("wx1", false);
        assertEquals(60L, first.get("expires_in"));
        simulator.advance(Duration.ofSeconds(29));
        assertEquals(first.get("access_token"), browser.stableToken("wx1", false).get("access_token"));
        simulator.advance(Duration.ofSeconds(1));
        assertNotEquals(first.get("access_token"), browser.stableToken("wx1", false).get("access_token"));
    }

    @Test
    void isACentralTicketServerToo() {
        String ticket = browser.ticketOf("wx1");
        simulator.advance(Duration.ofMinutes(10));
        assertEquals("{\"ticket\":\"" + ticket + "\",\"expires_in\":3000}", browser.get("/ticket?appid=wx1").body());
        assertEquals(401, new Browser(simulator.ticketToken("t")).get("/ticket?appid=wx1").statusCode());
    }

    @Test
    void takesKnobsOverHttpAndShowsWhatHappened() {
        assertEquals(200, browser.post("/control", "failNext=getticket:slow:10ms*2&tokenLife=90s&advance=1h").statusCode());
        assertEquals(90L, browser.token("wx1").get("expires_in"));
        assertEquals(NOON.plusSeconds(3600), simulator.now());
        Map<String, Object> status = Browser.json(browser.get("/status").body());
        assertEquals("{\"/cgi-bin/ticket/getticket\":\"next [slow:10ms, slow:10ms]\"}", status.get("faults").toString());
        HttpResponse<String> wrong = browser.get("/control?fail=token:teapot");
        assertEquals(400, wrong.statusCode());
        assertTrue(wrong.body().startsWith("[fail]: [teapot] is not an errcode"), wrong.body());
        assertEquals(404, browser.get("/favicon.ico").statusCode());
    }

    @Test
    void masksSecretsInWhatItShows() {
        browser.get("/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s3cr3t");
        browser.post("/cgi-bin/stable_token",
                "{\"grant_type\":\"client_credential\",\"appid\":\"wx1\",\"secret\" : \"s3cr3t\\\"s3cr3t\"}");
        browser.ticketOf("wx1");
        String page = browser.get("/").body();
        assertTrue(page.contains("secret=***") && page.contains("access_token=***"), page);
        assertEquals(-1, page.indexOf("s3cr3t"));
        simulator.issued().forEach(value -> assertEquals(-1, page.indexOf(value)));
    }

    @Test
    void escapesWhatItShows() {
        browser.post("/verify",
                "{\"url\":\"http://h/<script>\",\"appId\":\"<b>\",\"timestamp\":1,\"nonceStr\":\"n\",\"signature\":\"s\"}");
        assertEquals(-1, browser.get("/").body().indexOf("<script>"));
        assertEquals(-1, browser.get("/").body().indexOf("<b>"));
    }

    @Test
    void saysThatAPortIsTaken() {
        assertThrows(UncheckedIOException.class, () -> WeChatSimulator.start(simulator.port()));
    }

    private Object errcode(String path) {
        return Browser.json(browser.get(path).body()).get("errcode");
    }
}
