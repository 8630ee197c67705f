package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.HttpWeChat;
import io.github.wxconfig.wechat.Signer;
import io.github.wxconfig.wechat.WeChat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promises once more, through the real client and against the simulated WeChat. */
@Timeout(120)
class SimulatorTest {

    private static final String PAGE = "http://shop.example.com/?from=timeline";

    private final FakeTimeSource time = new FakeTimeSource();
    private final LogCapture log = new LogCapture("io.github.wxconfig");

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    private static WeChat client(String base, String secret, boolean classic) {
        Duration connect = Duration.ofSeconds(3);
        Duration read = Duration.ofSeconds(5);
        return classic ? HttpWeChat.classic(base, "wx1", secret, connect, read)
                : HttpWeChat.stable(base, "wx1", secret, connect, read);
    }

    private Node node(WeChatSimulator simulator, String secret, boolean classic, long seed) {
        WeChat client = client(simulator.baseUrl(), secret, classic);
        Account account = new Account("wx1", secret);
        MemoryStore store = new MemoryStore(time);
        return new Node(time, (s, gate) -> new WeChatIssuer(client, s, gate, account.tokenKey(), time),
                new StoreFactory("test", () -> store), account, seed);
    }

    /** Nobody knows how long WeChat accepts a ticket beside the next one; somebody has seen an hour. */
    @ParameterizedTest(name = "classic {0}, started {1} s after a change of tickets")
    @CsvSource({"false, 0", "false, 1900", "false, 3700", "true, 900", "true, 2900", "true, 5000"})
    void aDayCostsAtMost40CallsAndEverySignatureIsAccepted(boolean classic, long phase) {
        try (WeChatSimulator simulator = WeChatSimulator.start(0, time).oldTicketLife(Duration.ofHours(1))) {
            time.advance(Duration.ofSeconds(phase));
            Node node = node(simulator, "secret", classic, phase);
            for (int minute = 0; minute < 24 * 60; minute++) {
                node.run(Duration.ofMinutes(1));
                assertAccepted(simulator, node.current());
            }
            assertTrue(simulator.calls() <= 40, "calls: " + simulator.calls());
            assertEquals(simulator.calls(), node.status().tokenCalls() + node.status().ticketCalls());
        }
    }

    private void assertAccepted(WeChatSimulator simulator, Credential ticket) {
        long seconds = time.millis() / 1000;
        String signature = new Signer(ticket.value()).sign("nonce", seconds, PAGE);
        assertTrue(simulator.verify(PAGE, "wx1", seconds, "nonce", signature).ok(),
                () -> "at " + time.instant() + " with " + ticket);
    }

    @Test
    void aDayWithAWrongSecretCostsAtMost30CallsAndOneLogLine() {
        try (WeChatSimulator simulator = WeChatSimulator.start(0, time).account("wx1", "secret")) {
            Node node = node(simulator, "wrong", false, 1);
            node.run(Duration.ofHours(24));
            assertNull(node.current());
            assertTrue(simulator.calls() <= 30, "calls: " + simulator.calls());
            assertEquals(1, log.lines().size(), log.lines()::toString);
            assertTrue(log.lines().get(0).contains("wxconfig.secret"), log.lines()::toString);
        }
    }

    @Test
    void tellsTheAddressThatIsMissingInTheWhiteList() {
        try (WeChatSimulator simulator = WeChatSimulator.start(0, time)) {
            simulator.fail("stable_token", 40164);
            Node node = node(simulator, "secret", false, 1);
            node.run(Duration.ofHours(1));
            assertEquals(1, log.lines().size(), log.lines()::toString);
            assertTrue(log.lines().get(0).matches(".*\\[(\\d+\\.){3}\\d+].*"), log.lines()::toString);
        }
    }

    @Test
    void revokedTokensAreRenewedWithoutAWord() {
        try (WeChatSimulator simulator = WeChatSimulator.start(0, time)) {
            Node node = node(simulator, "secret", false, 1);
            node.stepIfDue();
            simulator.revokeTokens();
            node.run(Duration.ofMinutes(90));
            assertEquals(2, simulator.calls("stable_token"));
            assertEquals(3, simulator.calls("getticket"));
            assertEquals(0, log.lines().size(), log.lines()::toString);
        }
    }

    @Test
    void aRestartAfterAKilledProcessCostsNoCall(@TempDir Path dir) throws Exception {
        try (WeChatSimulator simulator = WeChatSimulator.start()) {
            Process killed = Fork.java(OneNode.class, simulator.baseUrl(), dir.toString());
            try {
                assertEquals("has a ticket", Fork.nextLine(killed));
            } finally {
                Fork.kill(killed);
            }
            assertEquals(2, simulator.calls());
            for (int restart = 0; restart < 2; restart++) {
                try (TicketKeeper keeper = OneNode.keeper(simulator.baseUrl(), dir)) {
                    keeper.start();
                    awaitTicket(keeper);
                    assertEquals(KeeperStatus.State.SERVING, keeper.status().state());
                }
            }
            assertEquals(2, simulator.calls());
        }
    }

    private static void awaitTicket(TicketKeeper keeper) {
        while (keeper.current() == null || keeper.status().state() == KeeperStatus.State.STARTING) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void closingDoesNotWaitForASlowWeChat(@TempDir Path dir) {
        try (WeChatSimulator simulator = WeChatSimulator.start()) {
            simulator.delay("stable_token", Duration.ofSeconds(60));
            TicketKeeper keeper = OneNode.keeper(simulator.baseUrl(), dir);
            keeper.start();
            while (simulator.calls() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            long start = System.nanoTime();
            keeper.close();
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
            assertNotNull(keeper.status());
            assertEquals(0, log.lines().size(), log.lines()::toString);
        }
    }

    /** A server that gets a ticket, says so, and waits to be killed. */
    static final class OneNode {

        static TicketKeeper keeper(String base, Path dir) {
            return TicketKeeper.ofWeChat(new Account("wx1", "secret", base), () -> client(base, "secret", false),
                    new Keepers(StoreFactory.named("ehcache", dir), "", () -> { }));
        }

        public static void main(String[] args) throws Exception {
            try (TicketKeeper keeper = keeper(args[0], Path.of(args[1]))) {
                keeper.start();
                awaitTicket(keeper);
                System.out.println("has a ticket");
                System.in.read();
            }
        }
    }
}
