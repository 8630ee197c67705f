package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.ticket.Fork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://} against a real redis-server with a certificate for {@code localhost}. */
@Timeout(60)
class RedisTlsTest {

    private static final String NOT_TRUSTED =
            "Redis is not trusted: the JVM must trust its certificate, and the certificate must name the host";

    @TempDir
    Path dir;

    @Test
    void trustsWhomTheJvmTrustsAndOnlyUnderTheNameOfItsCertificate() throws Exception {
        TestKeys keys = new TestKeys(dir);
        try (RedisServer redis = new RedisServer(keys.certificate, keys.key)) {
            List<String> trusting = keys.trusted();
            String login = "://:" + RedisServer.PASSWORD_IN_URL + "@";
            assertEquals("value", ask(trusting, "rediss" + login + "localhost:" + redis.port));
            assertAnswer(NOT_TRUSTED, ask(trusting, "rediss" + login + "127.0.0.1:" + redis.port),
                    "No subject alternative names matching");
            assertAnswer(NOT_TRUSTED, ask(List.of(), "rediss" + login + "localhost:" + redis.port), "PKIX path building failed");
            assertAnswer("Redis failed: [localhost:" + redis.port
                    + "] closed the connection; if the server requires TLS, write [rediss://]",
                    ask(trusting, "redis" + login + "localhost:" + redis.port), "JedisConnectionException");
        }
    }

    private static void assertAnswer(String start, String answer, String cause) {
        assertTrue(answer.startsWith(start + " (") && answer.contains(cause), answer);
        assertTrue(answer.endsWith("Check the server, the network and wxconfig.store"), answer);
    }

    private static String ask(List<String> options, String url) throws Exception {
        Process client = Fork.java(options, Client.class, url);
        try {
            return Fork.nextLine(client);
        } finally {
            Fork.kill(client);
        }
    }

    /** Prints what it wrote and read, or why it could not. A JVM of its own, because what it trusts is settled at its start. */
    static final class Client {

        public static void main(String[] args) {
            try (RedisStore store = new RedisStore(new RedisUrl(args[0]), Clock.systemUTC())) {
                store.put("key", CredentialStoreContract.credential("value", Clock.systemUTC().instant(), 7200));
                System.out.println(store.get("key").value());
            } catch (Exception e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
