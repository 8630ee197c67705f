package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.SharedStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A corp's ticket and that of its app, on the moved clock: two tickets, one access token. */
class CorpTest {

    private static final int DAYS = 50;
    private static final Account ACCOUNT = new Account("ww1", "corp", "secret");

    private final FakeTimeSource time = new FakeTimeSource();
    private final LogCapture log = new LogCapture("io.github.wxconfig");
    private final FakeWeCom weCom = new FakeWeCom(time);

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    /** The token and the corp's ticket as an Official Account has them; the app's ticket beside. */
    private static final class FakeWeCom extends FakeWeChat {

        int agentTicketCalls;

        FakeWeCom(TimeSource time) {
            super(time, false);
        }

        WeChat agent() {
            return new WeChat() {
                @Override
                public IssuedCredential accessToken() throws WeChatException {
                    return FakeWeCom.this.accessToken();
                }

                @Override
                public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
                    int before = ticketCalls;
                    agentTicketCalls++;
                    try {
                        IssuedCredential ticket = FakeWeCom.this.jsapiTicket(accessToken);
                        return new IssuedCredential("AGENT-" + ticket.value(), ticket.expiresIn());
                    } finally {
                        ticketCalls = before;
                    }
                }
            };
        }

        @Override
        int calls() {
            return super.calls() + agentTicketCalls;
        }
    }

    /** One server with both keepers, as a {@code TicketKeeper} steps them. */
    private static final class Both {

        final AccountRefresher refresher;
        private final FakeTimeSource time;
        private long waitUntil;

        Both(FakeTimeSource time, FakeWeCom weCom, CredentialStore store, boolean hasAgent, long seed) {
            this.time = time;
            SplittableRandom random = new SplittableRandom(seed);
            ResilientStore resilient = new ResilientStore(new StoreFactory("test", () -> store), time, random::nextDouble, "");
            Account agent = ACCOUNT.agent("1000002");
            refresher = new AccountRefresher(
                    new Refresher(ACCOUNT, resilient, (s, gate) -> new WeChatIssuer(weCom, s, gate, ACCOUNT.tokenKey(), time),
                            () -> false,
                            time, random::nextDouble),
                    !hasAgent ? null : new Refresher(agent, resilient,
                            (s, gate) -> new WeChatIssuer(weCom.agent(), s, gate, agent.tokenKey(), time), () -> false, time,
                            random::nextDouble));
            waitUntil = time.nanos();
        }

        long stepIfDue() {
            if (time.nanos() - waitUntil >= 0) {
                waitUntil = time.nanos() + refresher.step();
            }
            return waitUntil;
        }

        String corp() {
            return refresher.main.current() == null ? null : refresher.main.current().value();
        }

        String agent() {
            return refresher.currentOfAgent() == null ? null : refresher.currentOfAgent().value();
        }
    }

    private void run(Duration duration, Both... nodes) {
        long end = time.nanos() + duration.toNanos();
        while (true) {
            long next = end;
            for (Both node : nodes) {
                next = Math.min(next, node.stepIfDue());
            }
            if (time.nanos() == end) {
                return;
            }
            time.advanceNanos(next - time.nanos());
        }
    }

    @Test
    void twoTicketsCostOneToken() {
        Both node = new Both(time, weCom, new MemoryStore(time), true, 1);
        run(Duration.ofSeconds(1), node);
        assertNotNull(node.corp());
        assertEquals("AGENT-" + node.corp(), node.agent());
        assertEquals(1, weCom.tokenCalls);
        assertEquals(1, weCom.ticketCalls);
        assertEquals(1, weCom.agentTicketCalls);
    }

    /** Whatever their order: WeCom counts what is asked while a valid token is there. */
    @Test
    void noTokenIsRequestedWhileOneIsAlive() {
        SharedStore store = new SharedStore(time);
        Both[] nodes = IntStream.range(0, 5).mapToObj(n -> new Both(time, weCom, store, true, n)).toArray(Both[]::new);
        for (int minute = 0; minute < 24 * 60; minute++) {
            int tokens = weCom.tokenCalls;
            run(Duration.ofMinutes(1), nodes);
            assertTrue(weCom.tokenCalls <= tokens + 1, "in minute " + minute);
            for (Both node : nodes) {
                assertNotNull(node.corp());
                assertTrue(node.agent().startsWith("AGENT-"));
            }
        }
        System.out.println("A day of five nodes with one store, corp and agent: " + weCom.tokenCalls + " token, "
                + weCom.ticketCalls + " corp ticket, " + weCom.agentTicketCalls + " agent ticket calls");
        assertTrue(weCom.tokenCalls <= 13 && weCom.calls() <= 65, "calls: " + weCom.calls());
        assertNotEquals(0, weCom.agentTicketCalls);
    }

    /** A store that cannot be reached is no reason for a second token. */
    @Test
    void theTokenIsSharedWhileTheStoreIsDown() {
        SharedStore store = new SharedStore(time);
        store.down = true;
        Both node = new Both(time, weCom, store, true, 1);
        run(Duration.ofMinutes(1), node);
        assertNotNull(node.agent());
        assertEquals(1, weCom.tokenCalls);
    }

    @Test
    void aWrongSecretIsTriedAndLoggedOnce() {
        weCom.down = FakeWeChat.failure(Kind.OPERATOR, 40001, Duration.ofHours(1));
        Both node = new Both(time, weCom, new MemoryStore(time), true, 1);
        run(Duration.ofMinutes(50), node);
        assertEquals(1, weCom.calls());
        assertEquals(1, log.lines().size(), log.lines()::toString);
        weCom.down = null;
        run(Duration.ofHours(1), node);
        assertNotNull(node.corp());
        assertNotNull(node.agent());
    }

    /** The corp's pages are signed though the app's ticket is refused; the log names the app. */
    @Test
    void anAppThatIsRefusedHarmsNotTheCorp() {
        weCom.ticketFailures.add(FakeWeChat.failure(Kind.TRANSIENT, -1));
        Both node = new Both(time, weCom, new MemoryStore(time), true, 1);
        node.refresher.main.step();
        weCom.ticketFailures.clear();
        assertNull(node.corp());
        run(Duration.ofSeconds(10), node);
        assertNotNull(node.corp());
        assertNotNull(node.agent());
        Both other = new Both(time, weCom, new MemoryStore(time), true, 2);
        other.refresher.main.step();
        weCom.ticketFailures.add(FakeWeChat.failure(Kind.OPERATOR, 48002, Duration.ofHours(1)));
        other.refresher.agent.step();
        run(Duration.ofHours(3), other);
        assertNotNull(other.corp());
        assertTrue(log.lines().stream().anyMatch(line -> line.contains("there is no ticket for [ww1, agent 1000002]")),
                log.lines()::toString);
    }

    @Test
    void aDayCostsAtMost40CallsForACorpAndAtMost65WithItsApp() {
        for (boolean hasAgent : new boolean[] {false, true}) {
            long[] calls = LongStream.range(0, DAYS).map(day -> {
                FakeTimeSource moved = new FakeTimeSource();
                FakeWeCom other = new FakeWeCom(moved);
                other.phase = Duration.ofSeconds(day * 7200 / DAYS);
                Both node = new Both(moved, other, new MemoryStore(moved), hasAgent, day);
                for (long end = moved.nanos() + Duration.ofHours(24).toNanos(); moved.nanos() < end;) {
                    moved.advanceNanos(Math.min(node.stepIfDue(), end) - moved.nanos());
                }
                return other.calls();
            }).toArray();
            System.out.println("A day of a corp" + (hasAgent ? " with an app: " : ": ") + LongStream.of(calls).min().getAsLong()
                    + " to "
                    + LongStream.of(calls).max().getAsLong() + " calls over " + DAYS + " days, "
                    + LongStream.of(calls).average().getAsDouble() + " on average");
            assertTrue(LongStream.of(calls).max().getAsLong() <= (hasAgent ? 65 : 40));
        }
    }
}
