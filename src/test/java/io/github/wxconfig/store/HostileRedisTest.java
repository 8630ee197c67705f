package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Drip;
import io.github.wxconfig.ticket.FakeTimeSource;
import io.github.wxconfig.ticket.Fork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

/** Whatever answers at the address of Redis, it costs neither the JVM nor a thread nor a connection, and the message says why. */
@Timeout(60)
class HostileRedisTest {

    private static final int TIMEOUT_MILLIS = 1000;
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final FakeTimeSource clock = new FakeTimeSource();
    private Impostor impostor;

    @AfterEach
    void stop() throws IOException {
        if (impostor != null) {
            impostor.server.close();
        }
    }

    static Stream<Arguments> answers() {
        String notRedis = "is it Redis?";
        return Stream.of(
                Arguments.of("$2147483647\r\n", "a value of [2147483647] bytes"),
                Arguments.of("$500000000\r\nxxxx", "a value of [500000000] bytes"),
                Arguments.of("$32769\r\nxxxx", "a value of [32769] bytes"),
                Arguments.of("$99999999999999999999\r\n", notRedis),
                Arguments.of("$-2\r\n", notRedis),
                Arguments.of("$+1\r\n", notRedis),
                Arguments.of("$\r\n", notRedis),
                Arguments.of("$1e9\r\n", notRedis),
                Arguments.of(":one\r\n", notRedis),
                Arguments.of("*2147483647\r\n", notRedis),
                Arguments.of("*1\r\n".repeat(100_000), notRedis),
                Arguments.of(">2\r\n+invalidate\r\n", notRedis),
                Arguments.of("%1000000000\r\n", notRedis),
                Arguments.of("~1\r\n", notRedis),
                Arguments.of("_\r\n", notRedis),
                Arguments.of("=15\r\ntxt:Some string\r\n", notRedis),
                Arguments.of("!21\r\nSYNTAX invalid syntax\r\n", notRedis),
                Arguments.of("+" + "x".repeat(100_000), notRedis),
                Arguments.of("-" + "x\n".repeat(100_000), notRedis),
                Arguments.of("HTTP/1.1 400 Bad Request\r\n\r\n", notRedis),
                Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", notRedis),
                Arguments.of("\u0015\u0003\u0003\u0000\u0002\u0002\u0028", notRedis),
                Arguments.of("-MOVED 1234 127.0.0.1:6381\r\n", "reports an error: MOVED: it is part of a Redis Cluster"),
                Arguments.of("-MOVED\r\n", "reports an error: MOVED: it is part of a Redis Cluster"),
                Arguments.of("-ASK hunter2\r\n", "reports an error: ASK: it is part of a Redis Cluster"),
                Arguments.of("-CLUSTERDOWN Hash slot not served\r\n",
                        "reports an error: CLUSTERDOWN: it is part of a Redis Cluster"),
                Arguments.of("-LOADING Redis is loading the dataset in memory\r\n",
                        "reports an error: LOADING: it is still loading"),
                Arguments.of("-NOAUTH Authentication required.\r\n", "reports an error: NOAUTH: it requires a password. Check"),
                Arguments.of("-WRONGTYPE Operation against a key\r\n",
                        "reports an error: WRONGTYPE: another program has stored a value of another type"),
                Arguments.of("-ERR unknown command 'AUTH', with args beginning with: 'hunter2'\r\n",
                        "reports an error: ERR: see its log"),
                Arguments.of("-ERR invalid password\r\n", "reports an error: ERR: the user or password is wrong"),
                Arguments.of("-ERR max number of clients reached\r\n", "reports an error: ERR: it has too many clients"),
                Arguments.of("-hunter2\r\n", "reports an error; see its log"),
                Arguments.of("-\r\n", "reports an error; see its log"),
                Arguments.of("", "closed the connection"),
                Arguments.of("$5\r\nhun", "closed the connection"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void failsCleanlyAndTriesAnew(String answer, String message) throws Exception {
        impostor = new Impostor(answer, 0);
        try (RedisStore store = store()) {
            for (int i = 0; i < 2; i++) {
                IOException e = assertThrows(IOException.class, () -> store.get("key"));
                assertTrue(e.getMessage().startsWith("Redis ") && e.getMessage().contains(message), e::getMessage);
                assertFalse(e.getMessage().contains("hunter2"), e::getMessage);
                assertTrue(e.getMessage().contains("wxconfig.store"), e::getMessage);
                assertNull(e.getCause());
                assertTrue(impostor.nextIsCut(), "The connection is closed");
                assertNoThreadIsLeft();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void soDoesAKeeper(String answer, String message) throws Exception {
        impostor = new Impostor(answer, 0);
        assertThrows(IOException.class, () -> store().acquire("key", "me", Duration.ofSeconds(30)));
        assertThrows(IOException.class,
                () -> store().put("key", CredentialStoreContract.credential("value", clock.instant(), 7200)));
        assertNoThreadIsLeft();
    }

    @Test
    void aDripOfBytesEndsAtTheDeadline() throws Exception {
        impostor = new Impostor("+" + "x".repeat(4000), 20);
        try (RedisStore store = store()) {
            IOException e = assertThrows(IOException.class, () -> store.get("key"));
            assertEquals("Redis did not finish its reply within [2000ms]. Check the server, the network and wxconfig.store",
                    e.getMessage());
            assertTrue(impostor.nextIsCut());
            assertNoThreadIsLeft();
        }
    }

    @Test
    void aDripInTheHandshakeOfTlsToo() throws Exception {
        impostor = new Impostor("\u0016\u0003\u0003\u003f\u00ff" + "x".repeat(4000), 20);
        try (RedisStore store = new RedisStore(new RedisUrl("rediss://127.0.0.1:" + impostor.port()), clock, TIMEOUT_MILLIS,
                DEADLINE)) {
            IOException e = assertThrows(IOException.class, () -> store.get("key"));
            assertTrue(e.getMessage().contains("did not finish its reply within [2000ms]"), e::getMessage);
            assertTrue(impostor.nextIsCut());
            assertNoThreadIsLeft();
        }
    }

    /** Some servers end the JVM when the memory runs out, whoever needs it. */
    @Test
    void aHugeValueAtOurKeyDoesNotEndTheJvmAndIsOverwritten() throws Exception {
        try (RedisServer redis = new RedisServer()) {
            try (Jedis client = redis.client()) {
                client.setrange("key", 299_999_999, "x");
            }
            Process jvm = Fork.java(List.of("-XX:+ExitOnOutOfMemoryError"), Reader.class, redis.url());
            try {
                assertEquals("Redis has a value of [300000000] bytes at the filter's key, which is too long for a credential"
                        + " and was not read: "
                        + "another program writes to keys that begin with [wxconfig:]. Check the server, the network and"
                        + " wxconfig.store", Fork.nextLine(jvm));
                assertEquals("value", Fork.nextLine(jvm));
            } finally {
                Fork.kill(jvm);
            }
        }
    }

    /** Reads, writes and reads again. */
    static final class Reader {

        public static void main(String[] args) throws Exception {
            try (RedisStore store = new RedisStore(new RedisUrl(args[0]), Clock.systemUTC())) {
                try {
                    System.out.println(store.get("key"));
                } catch (IOException e) {
                    System.out.println(e.getMessage());
                }
                store.put("key", CredentialStoreContract.credential("value", Clock.systemUTC().instant(), 7200));
                System.out.println(store.get("key").value());
            }
        }
    }

    private RedisStore store() {
        return new RedisStore(new RedisUrl("redis://127.0.0.1:" + impostor.port()), clock, TIMEOUT_MILLIS, DEADLINE);
    }

    private static void assertNoThreadIsLeft() {
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("wxconfig-redis")));
    }

    /**
     * Answers everybody the same, whatever they say, and then waits, or closes the connection after an answer without line end.
     */
    private static final class Impostor {

        final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final LinkedBlockingQueue<Boolean> cut = new LinkedBlockingQueue<>();

        Impostor(String answer, int gapMillis) throws IOException {
            Thread thread = new Thread(() -> serve(answer.getBytes(StandardCharsets.ISO_8859_1), gapMillis), "impostor");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        /** Whether the next connection was given up by the other side. */
        boolean nextIsCut() throws InterruptedException {
            return Boolean.TRUE.equals(cut.poll(10, TimeUnit.SECONDS));
        }

        private void serve(byte[] answer, int gapMillis) {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(20_000);
                    socket.getInputStream().read(new byte[1000]);
                    Drip.send(answer, gapMillis, socket);
                    if (answer.length < 9 && (answer.length == 0 || answer[answer.length - 1] != '\n')) {
                        cut.add(true);
                        continue;
                    }
                    while (socket.getInputStream().read() >= 0) {
                        // until it is closed
                    }
                    cut.add(true);
                } catch (IOException e) {
                    cut.add(!(e instanceof java.net.SocketTimeoutException));
                }
            }
        }

    }
}
