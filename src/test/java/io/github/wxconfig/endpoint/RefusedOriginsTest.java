package io.github.wxconfig.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import io.github.wxconfig.page.RequestStub;
import io.github.wxconfig.url.PageUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusedOriginsTest {

    private static final PageUrl OURS = PageUrl.parse("https://www.example.com/a?b=c");

    private final LogCapture log = new LogCapture(RefusedOrigins.class.getName());
    private Instant now = Instant.ofEpochSecond(1_700_000_000L);
    private final RefusedOrigins refusals = new RefusedOrigins(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }, "");

    @AfterEach
    void stopListening() {
        log.close();
    }

    private static HttpServletRequest from(String site) {
        RequestStub request = RequestStub.get("/wxconfig/signature", null);
        return (site == null ? request : request.header("Sec-Fetch-Site", site)).request();
    }

    private void refuse(PageUrl url, String site, int times) {
        for (int i = 0; i < times; i++) {
            refusals.refused(url, from(site), "why, and the remedy");
        }
    }

    private static PageUrl madeUp(int number) {
        return PageUrl.parse("https://" + number + ".evil.example/");
    }

    @Test
    void namesAnOriginOnceWithTheRemedyWhenItIsRefusedAgainAndAgain() {
        refuse(OURS, "same-origin", 2);
        assertEquals(0, log.records.size(), "it may have been a mistake");
        refuse(OURS, "same-origin", 1000);
        assertEquals(1, log.records.size());
        String line = log.lines().get(0);
        assertTrue(line.startsWith("WARNING ") && line.contains("[https://www.example.com]"), line);
        assertTrue(line.contains("why, and the remedy"), line);
    }

    @Test
    void namesItAlsoWhereTheBrowserSaysNothing() {
        refuse(OURS, null, 20);
        assertEquals(1, log.records.size());
    }

    @Test
    void saysNothingOfWhatABrowserAsksForOtherPages() {
        for (String site : new String[] {"cross-site", "same-site", "none", ""}) {
            refuse(OURS, site, 100);
        }
        assertEquals(0, log.records.size());
    }

    @Test
    void namesNothingThatIsTooLongToBeAHost() {
        refuse(PageUrl.parse("https://" + "x".repeat(300) + "/"), "same-origin", 3);
        assertEquals(0, log.records.size());
    }

    @Test
    void strangersDoNotUseUpTheLinesForPagesOfTheSite() {
        for (int i = 0; i < 10_000; i++) {
            refuse(madeUp(i), null, 50);
        }
        assertEquals(1, log.records.size());
        refuse(OURS, "same-origin", 3);
        assertTrue(log.lines().get(1).contains("[https://www.example.com]"), log.lines()::toString);
    }

    @Test
    void whoLiesAboutItsBrowserDelaysTheLineButDoesNotPreventIt() {
        for (int i = 0; i < 1000; i++) {
            refuse(madeUp(i), "same-origin", 3);
        }
        refuse(OURS, "same-origin", 3);
        assertEquals(5, log.records.size());
        now = now.plus(Duration.ofHours(1));
        refuse(OURS, "same-origin", 1);
        assertTrue(log.lines().get(5).contains("[https://www.example.com]"), log.lines()::toString);
    }

    @Test
    void aFloodOfOriginsThatComeOnceHidesNoneThatComesOften() {
        for (int i = 0; i < 100; i++) {
            refuse(madeUp(i), "same-origin", 1);
            if (i % 10 == 0) {
                refuse(OURS, "same-origin", 1);
            }
        }
        assertEquals(1, log.records.size(), log.lines()::toString);
        assertTrue(log.lines().get(0).contains("[https://www.example.com]"), log.lines()::toString);
    }

    @Test
    void thereIsAtMostOneLineAnHourInTheLongRun() {
        for (int hour = 0; hour < 1000; hour++) {
            for (int i = 0; i < 100; i++) {
                refuse(madeUp(hour * 100 + i), "same-origin", 3);
            }
            now = now.plus(Duration.ofHours(1));
        }
        assertEquals(5 + 999, log.records.size());
    }
}
