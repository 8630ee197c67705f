package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread around the {@link Refresher}, in real time. */
@Timeout(20)
class TicketKeeperTest {

    private final Account account = new Account("wxThread", "secret");
    private final ByHand weChat = new ByHand();
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    /** A WeChat whose call for a ticket is completed by the test. */
    private static final class ByHand implements WeChat {

        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger inFlight = new AtomicInteger();
        final AtomicInteger mostInFlight = new AtomicInteger();

        @Override
        public IssuedCredential accessToken() {
            return new IssuedCredential("token", Duration.ofHours(2));
        }

        @Override
        public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
            calls.incrementAndGet();
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            asked.countDown();
            try {
                answer.await();
                return new IssuedCredential("ticket", Duration.ofHours(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw FakeWeChat.failure(WeChatException.Kind.TRANSIENT, -1);
            } finally {
                inFlight.decrementAndGet();
            }
        }
    }

    private TicketKeeper keeper() {
        return TicketKeeper.ofWeChat(account, () -> weChat, keepers(new StoreFactory("test", () -> {
            thread.set(Thread.currentThread());
            return new MemoryStore(Clock.systemUTC());
        })));
    }

    private static Keepers keepers(StoreFactory store) {
        return new Keepers(store, "", () -> { });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitTicket(TicketKeeper keeper) {
        while (keeper.current() == null) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void neverMakesAPageWaitAndHasOneCallInFlight() {
        try (TicketKeeper keeper = keeper()) {
            keeper.start();
            keeper.start();
            awaitQuietly(weChat.asked);
            for (int page = 0; page < 100_000; page++) {
                assertNull(keeper.current());
                keeper.status();
            }
            assertEquals(1, weChat.calls.get());
            weChat.answer.countDown();
            awaitTicket(keeper);
            assertEquals("ticket", keeper.current().value());
            assertEquals(1, weChat.calls.get());
            assertEquals(1, weChat.mostInFlight.get());
        }
    }

    @Test
    void startReturnsWhileTheStoreIsStillOpening() {
        CountDownLatch opened = new CountDownLatch(1);
        weChat.answer.countDown();
        try (TicketKeeper keeper = TicketKeeper.ofWeChat(account, () -> weChat, keepers(new StoreFactory("test", () -> {
            awaitQuietly(opened);
            return new MemoryStore(Clock.systemUTC());
        })))) {
            keeper.start();
            assertNull(keeper.current());
            assertEquals(KeeperStatus.State.STARTING, keeper.status().state());
            opened.countDown();
            awaitTicket(keeper);
        }
    }

    @Test
    void worksOnOneDaemonThreadOfItsOwn() {
        weChat.answer.countDown();
        try (TicketKeeper keeper = keeper()) {
            keeper.start();
            awaitTicket(keeper);
            assertEquals("wxconfig-wxThread", thread.get().getName());
            assertTrue(thread.get().isDaemon());
            assertSame(TicketKeeper.class.getClassLoader(), thread.get().getContextClassLoader());
        }
    }

    @Test
    void closingEndsTheCallInFlightTheThreadAndTheStore() {
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        TicketKeeper keeper = TicketKeeper.ofWeChat(account, () -> weChat, keepers(new StoreFactory("test", () -> {
            thread.set(Thread.currentThread());
            return new MemoryStore(Clock.systemUTC()) {
                @Override
                public void release(String key, String owner) {
                    interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                }

                @Override
                public void close() {
                    interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                    closed.incrementAndGet();
                }
            };
        })));
        try (LogCapture log = new LogCapture("io.github.wxconfig")) {
            keeper.start();
            awaitQuietly(weChat.asked);
            keeper.close();
            assertEquals(List.of(), log.lines());
        }
        assertFalse(thread.get().isAlive());
        assertEquals(0, weChat.inFlight.get());
        assertEquals(1, closed.get());
        assertEquals(0, interrupted.get(), "an interrupt would spoil files");
        assertEquals(KeeperStatus.State.CLOSED, keeper.status().state());
        keeper.close();
        keeper.start();
        assertEquals(1, weChat.calls.get());
    }

    @Test
    void aClosedOneHandsOutNoTicket() {
        weChat.answer.countDown();
        TicketKeeper keeper = keeper();
        keeper.start();
        awaitTicket(keeper);
        keeper.close();
        assertNull(keeper.current());
        assertEquals(KeeperStatus.State.CLOSED, keeper.status().state());
    }

    @Test
    void oneThatWasNeverStartedClosesToo() {
        TicketKeeper keeper = keeper();
        keeper.close();
        keeper.start();
        keeper.close();
        assertNull(thread.get(), "and starts no more");
        assertEquals(KeeperStatus.State.CLOSED, keeper.status().state());
    }

    @Test
    void aStrangersInterruptDoesNotEndIt() {
        weChat.answer.countDown();
        try (TicketKeeper keeper = keeper()) {
            keeper.start();
            awaitTicket(keeper);
            Credential ticket = keeper.current();
            thread.get().interrupt();
            while (thread.get().isInterrupted()) {
                LockSupport.parkNanos(1_000_000);
            }
            assertNotNull(ticket);
            assertTrue(thread.get().isAlive());
        }
        assertFalse(thread.get().isAlive());
    }

    @Test
    @SuppressWarnings("try") // closed before its log is read
    void saysOnceWithoutItsMessageWhatNobodyThoughtOf() {
        weChat.answer.countDown();
        AtomicInteger failures = new AtomicInteger();
        try (LogCapture log = new LogCapture("io.github.wxconfig"); TicketKeeper keeper = unforeseen(failures)) {
            keeper.start();
            while (failures.get() < 3 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(1_000_000);
                if (thread.get() != null) {
                    keeper.begin(); // before the minute until the next step is over
                }
            }
            keeper.close();
            List<String> warnings = log.lines().stream().filter(line -> line.startsWith("WARNING")).toList();
            assertEquals(1, warnings.size(), warnings::toString);
            assertTrue(warnings.get(0).contains("[wxThread]")
                    && warnings.get(0).contains("[java.lang.IllegalStateException at "), warnings::toString);
            assertFalse(log.lines().toString().contains("secret"));
        }
    }

    /** One whose thread meets an exception where none is expected. */
    private TicketKeeper unforeseen(AtomicInteger failures) {
        return TicketKeeper.ofWeChat(account, () -> weChat, keepers(new StoreFactory("memory", () -> {
            thread.set(Thread.currentThread());
            return new MemoryStore(Clock.systemUTC());
        }) {
            @Override
            public String toString() {
                if (Thread.currentThread() == thread.get()) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("a secret");
                }
                return "memory";
            }
        }));
    }
}
