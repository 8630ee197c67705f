package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChatException;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promises with a company's ticket server, which renews its ticket itself and says how long that one still lives. */
class CentralServerTest {

    private static final Duration RENEWAL = Duration.ofMinutes(115);

    private final FakeTimeSource time = new FakeTimeSource();
    private final MemoryStore store = new MemoryStore(time);
    private final LogCapture log = new LogCapture("io.github.wxconfig");
    private int calls;
    private boolean saysWhatIsLeft = true;
    private WeChatException down;

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    private IssuedCredential ticket() throws WeChatException {
        calls++;
        if (down != null) {
            throw down;
        }
        long age = (time.millis() - FakeTimeSource.START.toEpochMilli()) % RENEWAL.toMillis();
        return new IssuedCredential(ticketNow(), FakeWeChat.LIFE.minusMillis(saysWhatIsLeft ? age : 0));
    }

    private String ticketNow() {
        return "central-" + (time.millis() - FakeTimeSource.START.toEpochMilli()) / RENEWAL.toMillis();
    }

    private Node node(long seed) {
        return new Node(time, (s, gate) -> new ServerIssuer(this::ticket, gate), new StoreFactory("test", () -> store),
                new Account("wx1", "https://tickets/"), seed);
    }

    @Test
    void aDayCostsFewCallsAndTheTicketIsAlwaysAlive() {
        for (boolean left : new boolean[] {true, false}) {
            saysWhatIsLeft = left;
            int before = calls;
            Node node = node(1);
            for (int minute = 0; minute < 24 * 60; minute++) {
                node.run(Duration.ofMinutes(1));
                assertNotNull(node.current());
            }
            System.out.println("A day with a ticket server that says " + (left ? "what is left" : "7200") + ": "
                    + (calls - before) + " calls");
            assertTrue(calls - before <= 40, "calls: " + (calls - before));
        }
    }

    @Test
    void aTicketThatHasNearlyEndedIsNotAskedForInARush() {
        time.advance(RENEWAL.minusSeconds(10));
        Node node = node(1);
        node.run(Duration.ofMinutes(5));
        assertEquals("central-1", node.ticket());
        assertTrue(calls <= 10, "calls: " + calls);
    }

    @Test
    void aServerThatIsDownIsAskedMoreAndMoreSeldomAndTheOldTicketServes() {
        Node node = node(1);
        node.stepIfDue();
        down = FakeWeChat.failure(Kind.TRANSIENT, WeChatException.NO_ERRCODE);
        node.run(Duration.ofSeconds(7199));
        assertEquals("central-0", node.ticket());
        node.run(Duration.ofHours(6));
        assertNull(node.current());
        assertTrue(calls <= 200, "calls: " + calls);
        down = null;
        node.run(Duration.ofMinutes(6));
        assertEquals(ticketNow(), node.ticket());
    }

    @Test
    void aRestartCostsNoCall() {
        node(1).stepIfDue();
        node(2).stepIfDue();
        assertEquals(1, calls);
    }

    @Test
    @Timeout(20)
    void theKeeperTakesSuchAServer() {
        TicketServer server = () -> new IssuedCredential("central", Duration.ofHours(1));
        try (TicketKeeper keeper = TicketKeeper.ofServer(new Account("wxCentral"), () -> server,
                new Keepers(new StoreFactory("memory", () -> new MemoryStore(Clock.systemUTC())), "", () -> { }))) {
            keeper.start();
            while (keeper.current() == null) {
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals("central", keeper.current().value());
        }
    }
}
