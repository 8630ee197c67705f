package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.wechat.WeChatException;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Records the failures since the last successful refresh: how long to wait because of them, and which of them are logged.
 *
 * <p>A transient failure is retried after one or two seconds, then after twice as long each time, up to five minutes. A used-up
 * quota and a fault that only the operator can correct have a cool-down of their own. Each is logged once until a refresh
 * succeeds, and that success is logged too.
 */
final class RefreshFailures {

    static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(2), Duration.ofMinutes(5));

    private static final String NO_TICKET = "no ticket";

    private final FilterLog log;
    private final Account account;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final Set<String> logged = new HashSet<>();
    private int number;
    private KeeperStatus.@Nullable Failure last;

    RefreshFailures(Account account, TimeSource time, DoubleSupplier random) {
        this.log = new FilterLog(RefreshFailures.class, account.logPrefix());
        this.account = account;
        this.time = time;
        this.random = random;
    }

    /** Whether the last attempt failed. */
    boolean any() {
        return number > 0;
    }

    /** The last failure, or {@code null}. */
    KeeperStatus.@Nullable Failure last() {
        return last;
    }

    /**
     * Adds a failure and logs it if it is the first of its kind.
     *
     * @param current the ticket that stays in use meanwhile, or {@code null}
     * @return how long to wait before the next attempt
     */
    Duration add(WeChatException e, @Nullable Credential current) {
        number++;
        last = new KeeperStatus.Failure(Instant.ofEpochMilli(time.millis()), e.getMessage());
        Duration wait = waitAfter(e.coolDown());
        logOnce(isTransient(e.kind()) ? e.kind().name() : "errcode " + e.errcode(),
                current != null && isTransient(e.kind()) ? Level.INFO : Level.WARNING,
                sentence(e.getMessage()) + (current == null
                        ? " Pages go out unsigned: there is no ticket for [" + account + "]"
                        : " The current ticket for [" + account + "] is valid until [" + LocalTime.of(current.expiresAt()) + "]")
                        + "; next attempt in [" + text(wait) + "]");
        if (current == null) {
            logged.add(NO_TICKET);
        }
        return wait;
    }

    /** Logs that the ticket which was in use during the failures has expired. */
    void ticketExpired() {
        logOnce(NO_TICKET, Level.WARNING, "Pages go out unsigned from now on: the last ticket for [" + account + "] has expired");
    }

    /** Forgets all failures after a successful refresh. */
    void clear() {
        if (!logged.isEmpty()) {
            log.info("There is a fresh ticket for [" + account + "] again");
        }
        logged.clear();
        number = 0;
        last = null;
    }

    /** Adds up to a tenth to a cool-down, so that nodes do not retry at the same time. */
    private Duration waitAfter(Duration coolDown) {
        return coolDown.isZero() ? BACKOFF.after(number, random.getAsDouble())
                : coolDown.plusMillis((long) (coolDown.toMillis() * 0.1 * random.getAsDouble()));
    }

    /** Whether retrying is enough. A token that is invalid again right after its renewal is such a failure too. */
    private static boolean isTransient(Kind kind) {
        return kind == Kind.TRANSIENT || kind == Kind.TOKEN;
    }

    private void logOnce(String topic, Level level, String message) {
        if (logged.add(topic)) {
            log.log(level, message);
        }
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    /** As in {@code 1h2m44s}. */
    private static String text(Duration wait) {
        return Duration.ofSeconds((wait.toMillis() + 999) / 1000).toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
