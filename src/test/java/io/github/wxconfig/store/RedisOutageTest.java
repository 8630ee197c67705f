package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.ticket.Account;
import io.github.wxconfig.ticket.Keepers;
import io.github.wxconfig.ticket.TicketKeeper;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** A real redis-server that dies or freezes while a keeper, in real time, is in the middle of a refresh. */
@Timeout(120)
class RedisOutageTest {

    private final Account account = new Account("wxRedis", "secret");
    private final LogCapture log = new LogCapture("io.github.wxconfig");
    private final StoppingWeChat weChat = new StoppingWeChat();
    private RedisServer server;

    /** Tickets that live six seconds; each call for one stops until the test has come by. */
    private static final class StoppingWeChat implements WeChat {

        final CyclicBarrier asked = new CyclicBarrier(2);
        final CyclicBarrier answer = new CyclicBarrier(2);
        final AtomicInteger tickets = new AtomicInteger();

        @Override
        public IssuedCredential accessToken() {
            return new IssuedCredential("token", Duration.ofHours(2));
        }

        @Override
        public IssuedCredential jsapiTicket(String accessToken) {
            await(asked);
            await(answer);
            return new IssuedCredential("ticket-" + tickets.incrementAndGet(), Duration.ofSeconds(6));
        }

        static void await(CyclicBarrier barrier) {
            try {
                barrier.await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void betweenQuestionAndAnswer(Runnable event) {
            await(asked);
            event.run();
            await(answer);
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        server = new RedisServer();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        log.close();
    }

    private TicketKeeper started() {
        TicketKeeper keeper = TicketKeeper.ofWeChat(account, () -> weChat, new Keepers(StoreFactory.named(server.url(),
                Path.of("unused")), "", () -> { }));
        keeper.start();
        return keeper;
    }

    private static void awaitTicket(TicketKeeper keeper, String value) {
        while (keeper.current() == null || !keeper.current().value().equals(value)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void killedInMidRefreshEveryNodeGoesOnAlone() throws Exception {
        try (TicketKeeper keeper = started()) {
            weChat.betweenQuestionAndAnswer(() -> { });
            awaitTicket(keeper, "ticket-1");
            weChat.betweenQuestionAndAnswer(server::kill);
            awaitTicket(keeper, "ticket-2");
            weChat.betweenQuestionAndAnswer(() -> { });
            awaitTicket(keeper, "ticket-3");
            assertTrue(keeper.status().isStoreDown() || !log.lines().isEmpty());
            server.start();
            while (true) { // refreshes go on until the store is tried again and gets what it missed
                weChat.betweenQuestionAndAnswer(() -> { });
                try (Jedis client = server.client()) {
                    if (client.exists(account.ticketKey())) {
                        break;
                    }
                }
            }
            weChat.betweenQuestionAndAnswer(() -> { });
        }
        assertEquals(1,
                log.lines().stream().filter(l -> l.startsWith("WARNING The credential store [redis 127.0.0.1:" + server.port
                + "/3] fails: [Redis could not be reached: [127.0.0.1:" + server.port + "] refused the connection (")
                        && l.contains("java.net.ConnectException: Connection refused")).count(), log.lines()::toString);
        assertEquals(1, log.lines().stream().filter(l -> l.contains("works again")).count(), log.lines()::toString);
    }

    @Test
    void pausedInMidRefreshNoPageWaitsAndTheTicketIsRenewed() {
        try (TicketKeeper keeper = started()) {
            weChat.betweenQuestionAndAnswer(() -> { });
            awaitTicket(keeper, "ticket-1");
            weChat.betweenQuestionAndAnswer(server::pause);
            long slowest = 0;
            for (Credential ticket = null; ticket == null || !ticket.value().equals("ticket-2");) {
                long start = System.nanoTime();
                ticket = keeper.current();
                slowest = Math.max(slowest, System.nanoTime() - start);
            }
            assertTrue(slowest < TimeUnit.MILLISECONDS.toNanos(RedisStore.TIMEOUT_MILLIS), "nanoseconds: " + slowest);
            System.out.println("Slowest look at the ticket while Redis was paused: " + slowest / 1000 + " us");
            weChat.betweenQuestionAndAnswer(() -> { });
            awaitTicket(keeper, "ticket-3");
            server.resume();
        }
    }
}
