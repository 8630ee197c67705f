package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.CredentialStore;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

@Timeout(60)
class RedisStoreTest extends CredentialStoreContract {

    private static RedisServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = new RedisServer();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void empty() {
        try (Jedis client = server.client()) {
            client.flushDB();
        }
    }

    @Override
    CredentialStore open() {
        return new RedisStore(new RedisUrl(server.url()), clock);
    }

    @Test
    void redisForgetsACredentialWhenItEnds() throws Exception {
        try (CredentialStore store = open(); Jedis client = server.client()) {
            store.put("key", credential("value", clock.instant(), 7200));
            long left = client.pttl("key");
            assertTrue(left > 7_190_000 && left <= 7_200_000, "left: " + left);
        }
    }

    @Test
    void oneNodeHoldsTheLeaseAndOnlyItsOwnerEndsIt() throws Exception {
        try (CredentialStore one = open(); CredentialStore other = open()) {
            assertTrue(one.acquire("key", "one", Duration.ofSeconds(30)));
            assertFalse(other.acquire("key", "other", Duration.ofSeconds(30)));
            other.release("key", "other");
            assertFalse(other.acquire("key", "other", Duration.ofSeconds(30)));
            one.release("key", "one");
            assertTrue(other.acquire("key", "other", Duration.ofSeconds(30)));
        }
    }

    @Test
    void theLeaseOfADeadNodeEndsByItself() throws Exception {
        try (CredentialStore dead = open(); CredentialStore other = open()) {
            assertTrue(dead.acquire("key", "dead", Duration.ofMillis(200)));
            int refusals = 0;
            while (!other.acquire("key", "other", Duration.ofSeconds(30))) {
                refusals++;
            }
            assertTrue(refusals > 0);
            dead.release("key", "dead");
            assertFalse(dead.acquire("key", "dead", Duration.ofSeconds(30)));
        }
    }

    @Test
    void theOwnerProlongsItsLease() throws Exception {
        try (CredentialStore store = open(); Jedis client = server.client()) {
            store.acquire("key", "me", Duration.ofSeconds(5));
            store.acquire("key", "me", Duration.ofSeconds(30));
            assertTrue(client.pttl("key:lease") > 25_000);
        }
    }

    @Test
    void goesOnAfterTheConnectionWasCut() throws Exception {
        try (CredentialStore store = open(); Jedis client = server.client()) {
            store.put("key", credential("value", clock.instant(), 7200));
            client.clientKill(redis.clients.jedis.params.ClientKillParams.clientKillParams()
                    .type(redis.clients.jedis.args.ClientType.NORMAL));
            assertEquals("value", store.get("key").value());
        }
    }

    @Test
    void failsInBoundedTimeWhilePausedAndWorksAfterwards() throws Exception {
        try (CredentialStore store = open()) {
            store.put("key", credential("value", clock.instant(), 7200));
            server.pause();
            try {
                long start = System.nanoTime();
                IOException e = assertThrows(IOException.class, () -> store.get("key"));
                assertTrue(System.nanoTime() - start < Duration.ofMillis(3 * RedisStore.TIMEOUT_MILLIS).toNanos());
                assertTrue(e.getMessage().startsWith("Redis did not answer within [2000ms] (")
                        && e.getMessage().contains("java.net.SocketTimeoutException: Read timed out"), e::getMessage);
            } finally {
                server.resume();
            }
            assertEquals("value", store.get("key").value());
        }
    }

    @Test
    void failsWhileRedisIsDownAndWorksAfterwards() throws Exception {
        try (CredentialStore store = open()) {
            store.put("key", credential("value", clock.instant(), 7200));
            server.kill();
            assertThrows(IOException.class, () -> store.get("key"));
            assertThrows(IOException.class, () -> store.acquire("key", "me", Duration.ofSeconds(1)));
            server.start();
            assertNull(store.get("key"));
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutThePassword() throws Exception {
        try (CredentialStore store = new RedisStore(new RedisUrl("redis://me:hunter2@127.0.0.1:" + server.port), clock)) {
            IOException e = assertThrows(IOException.class, () -> store.get("key"));
            assertEquals("Redis reports an error: WRONGPASS: the user or password is wrong. Check wxconfig.store",
                    e.getMessage());
        }
    }

    @Test
    void whatIsNoCredentialIsIgnored() throws Exception {
        try (CredentialStore store = open(); Jedis client = server.client()) {
            for (String text : new String[] {"", "foreign", "1 2 3", "1 a b c", "2 1 2 c", "1 9 1 c",
                    "1 99999999999999999999 1 c", "1 1 2 "}) {
                client.set("key", text);
                assertNull(store.get("key"), text);
            }
        }
    }
}
