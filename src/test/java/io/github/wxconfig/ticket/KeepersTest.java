package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many accounts: few threads, few calls at once, and none delays another. */
@Timeout(60)
class KeepersTest {

    private final MemoryStore store = new MemoryStore(Clock.systemUTC());
    private final Keepers keepers = new Keepers(new StoreFactory("test", () -> store), "", () -> { });
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        hanging.countDown();
        keepers.close();
        threads.forEach(thread -> assertTrue(!thread.isAlive(), thread::getName));
    }

    /** One whose WeChat answers at once. */
    private TicketKeeper answered(int number) {
        return keeper(number, false);
    }

    private TicketKeeper keeper(int number, boolean hangs) {
        return TicketKeeper.ofWeChat(new Account("wx" + number, "secret"), () -> new WeChat() {
            @Override
            public IssuedCredential accessToken() {
                return new IssuedCredential("token" + number, Duration.ofHours(2));
            }

            @Override
            public IssuedCredential jsapiTicket(String accessToken) {
                calls.incrementAndGet();
                threads.add(Thread.currentThread());
                if (hangs) {
                    awaitRelease();
                }
                return new IssuedCredential("ticket" + number, Duration.ofHours(2));
            }
        }, keepers);
    }

    private void awaitRelease() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitTicket(TicketKeeper keeper) {
        while (keeper.current() == null) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void threeThatHangDelayNoOther() {
        List<TicketKeeper> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(keeper(i, i < 3));
        }
        keepers.start(all);
        all.subList(3, 20).forEach(KeepersTest::awaitTicket);
        all.subList(0, 3).forEach(keeper -> assertNull(keeper.current()));
        assertTrue(threads.size() <= Keepers.MAX_THREADS, threads::toString);
    }

    @Test
    void aThousandAreNotAskedForAtOnce() {
        List<TicketKeeper> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(answered(i));
        }
        keepers.start(all);
        awaitTicket(all.get(999)); // a visitor does not wait for the account's turn
        assertTrue(calls.get() < 100, calls::toString);
        assertEquals(0, threads.stream().filter(thread -> !thread.getName().startsWith("wxconfig-wx0")).count());
        assertTrue(threads.size() <= Keepers.MAX_THREADS, threads::toString);
    }

    @Test
    void thoseWithATicketInTheStoreHaveItWithoutACall() {
        List<TicketKeeper> all = new ArrayList<>();
        Instant now = Instant.now();
        for (int i = 0; i < 200; i++) {
            store.put(new Account("wx" + i, "secret").ticketKey(), new Credential("stored" + i, now, now.plusSeconds(7200)));
            all.add(answered(i));
        }
        keepers.start(all);
        all.forEach(KeepersTest::awaitTicket);
        assertEquals("stored123", all.get(123).current().value());
        assertEquals(0, calls.get());
    }

    @Test
    void oneIsClosedWithoutTheOthersAndTheLastEndsTheThreads() {
        TicketKeeper first = answered(1);
        TicketKeeper second = answered(2);
        first.start();
        second.start();
        awaitTicket(first);
        awaitTicket(second);
        first.close();
        assertNull(first.current());
        assertEquals("ticket2", second.current().value());
        second.close();
        threads.forEach(thread -> assertTrue(!thread.isAlive(), thread::getName));
        TicketKeeper third = answered(3);
        third.start();
        awaitTicket(third);
    }
}
