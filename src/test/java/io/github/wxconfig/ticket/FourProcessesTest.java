package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.wxconfig.Credential;
import io.github.wxconfig.store.RedisServer;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Four nodes as four Java processes, one real Redis, and a WeChat whose tickets live six seconds. */
@Timeout(120)
class FourProcessesTest {

    private static final int NODES = 4;
    private static final int PERIODS = 3;

    private final AtomicInteger tokenCalls = new AtomicInteger();
    private final List<Long> callNanos = new CopyOnWriteArrayList<>();

    @Test
    void shareOneRefreshOverThreePeriods() throws Exception {
        HttpServer weChat = weChat();
        List<Process> nodes = new ArrayList<>();
        try (RedisServer redis = new RedisServer()) {
            for (int i = 0; i < NODES; i++) {
                nodes.add(Fork.java(OneNode.class, redis.url(), "" + weChat.getAddress().getPort()));
            }
            int first = 0;
            for (Process node : nodes) {
                first = Math.max(first, nextTicket(node)); // by now all have started
            }
            int last = first + PERIODS;
            for (Process node : nodes) {
                awaitTickets(node, last);
            }
            assertOneCallAPeriod(last);
            System.out.println(NODES + " processes over " + PERIODS + " periods: " + (last - first) + " calls for a ticket, "
                    + tokenCalls + " for a token since the start");
            assertEquals(1, tokenCalls.get());
        } finally {
            for (Process node : nodes) {
                Fork.kill(node);
            }
            weChat.stop(0);
        }
    }

    /** The number of a ticket is that of the call that brought it. */
    private void assertOneCallAPeriod(int last) {
        for (int call = 1; call < last; call++) {
            long millis = (callNanos.get(call) - callNanos.get(call - 1)) / 1_000_000;
            assertTrue(millis >= 6000 * 0.58, "milliseconds between two calls: " + millis);
        }
    }

    /** Every node follows, one ticket after the other. */
    private static void awaitTickets(Process node, int last) throws IOException {
        int ticket = nextTicket(node);
        while (ticket < last) {
            int next = nextTicket(node);
            assertTrue(next > ticket, next + " after " + ticket);
            ticket = next;
        }
    }

    private static int nextTicket(Process node) throws IOException {
        String line = Fork.nextLine(node);
        assertNotNull(line, "The node has ended");
        return Integer.parseInt(line);
    }

    private HttpServer weChat() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean token = exchange.getRequestURI().getPath().equals("/token");
            byte[] answer = ("" + (token ? tokenCalls.incrementAndGet() : ticket())).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private synchronized int ticket() {
        callNanos.add(System.nanoTime());
        return callNanos.size();
    }

    /** Prints each ticket that it gets. */
    static final class OneNode {

        public static void main(String[] args) {
            WeChat weChat = new WeChat() {
                @Override
                public IssuedCredential accessToken() throws WeChatException {
                    return new IssuedCredential(ask("/token"), Duration.ofHours(2));
                }

                @Override
                public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
                    return new IssuedCredential(ask("/ticket"), Duration.ofSeconds(6));
                }

                private String ask(String path) throws WeChatException {
                    URI uri = URI.create("http://127.0.0.1:" + args[1] + path);
                    try (InputStream in = uri.toURL().openStream()) {
                        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                    } catch (IOException e) {
                        throw new WeChatException(Kind.TRANSIENT, WeChatException.NO_ERRCODE, Duration.ZERO, "No answer");
                    }
                }
            };
            Fork.endWithParent();
            try (TicketKeeper keeper = TicketKeeper.ofWeChat(new Account("wxFour", "secret"), () -> weChat,
                    new Keepers(StoreFactory.named(args[0], Path.of("unused")), "", () -> { }))) {
                keeper.start();
                String last = null;
                while (!Thread.interrupted()) {
                    Credential ticket = keeper.current();
                    if (ticket != null && !ticket.value().equals(last)) {
                        last = ticket.value();
                        System.out.println(last);
                    }
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }
    }
}
