package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every knob of docs/simulator.md turns what that says. */
@Timeout(30)
class KnobTest {

    private final WeChatSimulator simulator =
            WeChatSimulator.start(0, Clock.fixed(Instant.parse("2026-03-01T03:00:00Z"), ZoneOffset.UTC));
    private final Browser browser = new Browser(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private void turn(String knob, String value) {
        Knob.named(knob).turn(simulator, value);
    }

    @Test
    void makesTokensLongAndTypesOther() {
        assertEquals(157, browser.stableToken("wx1", false).get("access_token").toString().length());
        turn("longTokens", "true");
        assertEquals(512, browser.token("wx1").get("access_token").toString().length());
        turn("contentType", "text/plain");
        assertEquals("text/plain", browser.get("/cgi-bin/token").headers().firstValue("Content-Type").get());
    }

    @Test
    void limitsCallsAndAccounts() {
        turn("quota", "token:1");
        assertTrue(browser.token("wx1").containsKey("access_token"));
        assertEquals(45009L, browser.token("wx1").get("errcode"));
        turn("account", "wx2:s");
        assertEquals(40013L, browser.token("wx1").get("errcode"));
        assertTrue(browser.token("wx2").containsKey("access_token"));
    }

    @Test
    void outlivesTheNextTokenForTheOverlap() {
        turn("overlap", "10s");
        Object first = browser.token("wx1").get("access_token");
        browser.token("wx1");
        turn("advance", "9s");
        assertEquals(0L, browser.ticket(first).get("errcode"));
        turn("advance", "1s");
        assertEquals(40001L, browser.ticket(first).get("errcode"));
    }

    @Test
    void bindsDomainsAndReleasesThem() {
        turn("domains", "a.com, b.com");
        assertEquals("preVerifyJSAPI:fail_invalid url domain", simulator.verify("http://c.com/", "wx1", 1, "n", "s").errMsg());
        turn("domains", "*");
        assertEquals("preVerifyJSAPI:fail_invalid signature", simulator.verify("http://c.com/", "wx1", 1, "n", "s").errMsg());
    }

    @Test
    void healsOnePathOrAll() {
        turn("fail", "token:40013");
        turn("fail", "getticket:40001");
        turn("heal", "token");
        assertTrue(browser.token("wx1").containsKey("access_token"));
        turn("heal", "*");
        assertFalse(browser.ticketOf("wx1").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"fail,token", "fail,teapot:40001", "failNext,token:40001*0", "quota,token:many", "longTokens,yes",
            "tokenLife,soon", "tokenLife,500ms", "advance,1", "account,wx1"})
    void namesTheKnobWhoseValueIsWrong(String knob, String value) {
        String message = assertThrows(IllegalArgumentException.class, () -> turn(knob, value)).getMessage();
        assertTrue(message.startsWith("[" + knob + "]: "), message);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "90s,PT1M30S", "5m,PT5M", "2h,PT2H", "1d,PT24H"})
    void takesDurationsAsPeopleWriteThem(String text, Duration duration) {
        assertEquals(duration, Durations.read(text));
        assertEquals(duration, Durations.read(Durations.write(duration)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1.5s", "1w"})
    void refusesWhatIsNoDuration(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durations.read(text));
    }
}
