package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
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
import java.util.logging.Logger;

/**
 * What has gone wrong since there was a ticket last: how long to wait because of it, and what of it has been said.
 *
 * <p>What passes by itself is tried again after a second or two, then twice as long each time, at most five minutes. A
 * quota and what only the operator can mend have a cool-down of their own. Each of these is logged once until all is
 * well again, and that is logged too.
 */
final class RefreshFailures {

    static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(2), Duration.ofMinutes(5));

    private static final String NO_TICKET = "no ticket";
    private static final Logger LOG = Logger.getLogger(RefreshFailures.class.getName());

    private final Account account;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final Set<String> told = new HashSet<>();
    private int number;
    private KeeperStatus.Failure last;

    RefreshFailures(Account account, TimeSource time, DoubleSupplier random) {
        this.account = account;
        this.time = time;
        this.random = random;
    }

    boolean any() {
        return number > 0;
    }

    /** The last one, or {@code null}. */
    KeeperStatus.Failure last() {
        return last;
    }

    /**
     * @param served the ticket that serves meanwhile, or {@code null}
     * @return how long to wait
     */
    Duration add(WeChatException e, Credential served) {
        number++;
        last = new KeeperStatus.Failure(Instant.ofEpochMilli(time.millis()), e.kind(), e.errcode(), e.getMessage());
        Duration wait = waitAfter(e.coolDown());
        tell(passes(e.kind()) ? e.kind().name() : "errcode " + e.errcode(),
                served != null && passes(e.kind()) ? Level.INFO : Level.WARNING,
                sentence(e.getMessage()) + (served == null
                        ? " Pages go out unsigned: there is no ticket for [" + account + "]"
                        : " The old ticket for [" + account + "] serves until [" + LocalTime.of(served.expiresAt()) + "]")
                        + "; next attempt in [" + text(wait) + "]");
        if (served == null) {
            told.add(NO_TICKET);
        }
        return wait;
    }

    /** The ticket that served meanwhile has come to its end. */
    void ticketExpired() {
        tell(NO_TICKET, Level.WARNING, "Pages go out unsigned from now on: the last ticket for [" + account + "] has expired");
    }

    /** All is well. */
    void clear() {
        if (!told.isEmpty()) {
            LOG.log(Level.INFO, "There is a fresh ticket for [{0}] again", account);
        }
        told.clear();
        number = 0;
        last = null;
    }

    /** A cool-down gets up to a tenth more, so that nodes do not come back together. */
    private Duration waitAfter(Duration coolDown) {
        return coolDown.isZero() ? BACKOFF.after(number, random.getAsDouble())
                : coolDown.plusMillis((long) (coolDown.toMillis() * 0.1 * random.getAsDouble()));
    }

    /** Whether it passes by itself. A dead token that stayed dead when it was renewed does so as well as any. */
    private static boolean passes(Kind kind) {
        return kind == Kind.TRANSIENT || kind == Kind.TOKEN;
    }

    private void tell(String topic, Level level, String message) {
        if (told.add(topic)) {
            LOG.log(level, message);
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
