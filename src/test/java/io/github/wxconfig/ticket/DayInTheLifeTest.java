package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What 24 hours cost, over many days that differ in when WeChat changes its tickets and in what the dice say. */
class DayInTheLifeTest {

    private static final int DAYS = 50;

    private final LogCapture log = new LogCapture("io.github.wxconfig");

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    @Test
    void withAThousandPageViewsASecondADayCostsAtMost40Calls() {
        FakeTimeSource time = new FakeTimeSource();
        FakeWeChat weChat = new FakeWeChat(time, false);
        Node node = new Node(time, weChat, new MemoryStore(time), 1);
        node.run(Duration.ofSeconds(1));
        long end = time.nanos() + Duration.ofHours(24).toNanos();
        long pages = 0;
        while (time.nanos() < end) {
            node.stepIfDue();
            time.advanceNanos(1_000_000);
            assertNotNull(node.current());
            pages++;
        }
        assertEquals(86_400_000, pages);
        assertTrue(weChat.calls() <= 40, "calls: " + weChat.calls());
        System.out.println("A day with " + pages + " page views: " + weChat.calls() + " calls");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyOrdinaryDayCostsAtMost40Calls(boolean classic) {
        assertDays((classic ? "An ordinary day, classic" : "An ordinary day, stable"), 40, day -> {
            Day d = new Day(day, classic);
            d.node.run(Duration.ofHours(24));
            return d.weChat;
        });
    }

    @Test
    void withWeChatDownForSixHoursADayCostsAtMost200Calls() {
        assertDays("A day with WeChat down for 6 h", 200, day -> {
            Day d = new Day(day, false);
            d.node.run(Duration.ofMinutes(17 * day));
            d.weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
            d.node.run(Duration.ofHours(6));
            d.weChat.down = null;
            d.node.run(Duration.ofHours(18).minusMinutes(17 * day));
            return d.weChat;
        });
    }

    @Test
    void withAWrongSecretADayCostsAtMost30Calls() {
        assertDays("A day with a wrong secret", 30, day -> {
            Day d = new Day(day, false);
            d.weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40125, Duration.ofHours(1));
            d.node.run(Duration.ofHours(24));
            return d.weChat;
        });
    }

    /** However soon WeChat forgets a ticket that it has replaced by the next, this is how long ours is the last one. */
    @Test
    void aReplacedTicketIsNotServedForLong() {
        long longest = LongStream.range(0, DAYS).map(day -> {
            Day d = new Day(day, false);
            d.node.run(Duration.ofHours(4));
            long stale = 0;
            long worst = 0;
            for (int i = 0; i < 20 * 360; i++) {
                d.node.run(Duration.ofSeconds(10));
                stale = d.node.ticket().equals(d.weChat.ticketNow()) ? 0 : stale + 10;
                worst = Math.max(worst, stale);
            }
            return worst;
        }).max().getAsLong();
        System.out.println("A replaced ticket was served for at most " + longest + " s");
        assertTrue(longest <= 3600, "seconds: " + longest);
    }

    private static void assertDays(String what, int most, LongFunction<FakeWeChat> day) {
        long[] calls = LongStream.range(0, DAYS).map(n -> day.apply(n).calls()).toArray();
        System.out.println(what + ": " + LongStream.of(calls).min().getAsLong() + " to " + LongStream.of(calls).max().getAsLong()
                + " calls over " + DAYS + " days, " + LongStream.of(calls).average().getAsDouble() + " on average");
        for (int n = 0; n < DAYS; n++) {
            assertTrue(calls[n] <= most, "day " + n + ": " + calls[n]);
        }
    }

    private static final class Day {

        final FakeTimeSource time = new FakeTimeSource();
        final FakeWeChat weChat;
        final Node node;

        Day(long number, boolean classic) {
            weChat = new FakeWeChat(time, classic);
            weChat.phase = Duration.ofSeconds(number * 7200 / DAYS);
            node = new Node(time, weChat, new MemoryStore(time), number);
        }
    }
}
