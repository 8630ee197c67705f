package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.EhcacheStore;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.RedisServer;
import io.github.wxconfig.store.RedisStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With every logger of the process at ALL, nothing that is written or shown holds a secret, a token or a ticket. */
class SecrecyTest {

    private static final String SECRET = "SECRET-of-the-account";
    private static final List<String> SECRETS = List.of("SECRET", RedisServer.PASSWORD, RedisServer.PASSWORD_IN_URL);

    @TempDir
    Path dir;

    private final FakeTimeSource time = new FakeTimeSource();
    private final FakeWeChat weChat = new FakeWeChat(time, false);
    private final Account account = new Account("wx1", SECRET, "stable");
    private final List<Object> shown = new ArrayList<>();

    @Test
    void holdsWithEveryStore() throws Exception {
        try (RedisServer redis = new RedisServer(); LogCapture log = new LogCapture("")) {
            live(new StoreFactory("test", () -> new MemoryStore(time)));
            live(new StoreFactory("test", () -> new EhcacheStore(dir, time)));
            live(new StoreFactory("test", () -> new RedisStore(redis.url(), time)));
            live(StoreFactory.named("redis://me:SECRET@127.0.0.1:" + redis.port + "/3", dir));
            live(new StoreFactory("talkative", TalkativeStore::new));
            assertTrue(log.records.size() > 20, "records: " + log.records.size());
            log.records.forEach(r -> shown.add(text(r)));
        }
        System.out.println("Looked for secrets in " + shown.size() + " texts");
        for (Object text : shown) {
            for (String secret : SECRETS) {
                assertFalse(text.toString().contains(secret), text::toString);
            }
        }
    }

    /** Some hours with everything that can go wrong. */
    private void live(StoreFactory store) {
        weChat.down = null;
        Node node = new Node(time, weChat, store, account, 1);
        node.run(Duration.ofHours(2));
        assertNotNull(node.current());
        show(node, store);
        weChat.killToken();
        node.run(Duration.ofHours(2));
        weChat.ticketFailures.addAll(List.of(FakeWeChat.failure(Kind.TOKEN, 40001), FakeWeChat.failure(Kind.TOKEN, 42001)));
        for (Kind kind : Kind.values()) {
            weChat.down = FakeWeChat.failure(kind, 40001 + kind.ordinal());
            node.run(Duration.ofMinutes(3));
            show(node, store);
        }
        Node broken = new Node(time, (FakeWeChat) null, store, account, 2);
        broken.run(Duration.ofMinutes(3));
        show(broken, store);
        node.refresher.close();
        broken.refresher.close();
    }

    private void show(Node node, StoreFactory store) {
        shown.addAll(Arrays.asList(node.status(), String.valueOf(node.status().failure()), String.valueOf(node.current()),
                account, account.ticketKey(), account.tokenKey(), store.toString(), node.refresher, new LiveTicket(
                        new Credential("SECRET", time.instant(), time.instant().plusSeconds(1)), 0.5, time)));
    }

    private static String text(LogRecord record) {
        StringWriter text = new StringWriter();
        text.append(record.getLoggerName()).append(' ').append(record.getMessage())
                .append(Arrays.toString(record.getParameters()));
        if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    /** A store whose exceptions say more than they should. */
    private static final class TalkativeStore implements CredentialStore {

        @Override
        public Credential get(String key) {
            return null;
        }

        @Override
        public void put(String key, Credential credential) {
            throw new IllegalStateException("Cannot write " + credential.value());
        }

        @Override
        public void remove(String key) {
            throw new IllegalStateException("SECRET");
        }

        @Override
        public void close() {
            throw new IllegalStateException("SECRET");
        }
    }
}
