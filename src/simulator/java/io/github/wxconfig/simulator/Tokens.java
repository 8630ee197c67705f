package io.github.wxconfig.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The access tokens of one account that were issued in one way, classic or stable. The latest lives to its end, the one
 * before it for the overlap, and every older one is dead.
 */
final class Tokens {

    private static final int REMEMBERED = 10_000;
    private static final int FORCED_A_DAY = 20;
    private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);

    /** What {@code getticket} would say to a token. */
    enum State { ALIVE, SUPERSEDED, EXPIRED, UNKNOWN }

    private static final class Token {
        final String value;
        final Instant expires;
        Instant superseded = Instant.MAX;

        Token(String value, Instant expires) {
            this.value = value;
            this.expires = expires;
        }

        /** At this time, unless it was superseded before. */
        void supersede(Instant at) {
            if (superseded.isAfter(at)) {
                superseded = at;
            }
        }
    }

    private final Settings settings;
    private final Map<String, Token> issued = new LinkedHashMap<String, Token>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Token latest;
    private Token previous;
    private Instant lastForced = Instant.MIN;
    private long forcedDay;
    private int forcedThatDay;

    Tokens(Settings settings) {
        this.settings = settings;
    }

    /** A new token: what each call of {@code /cgi-bin/token} gets. */
    String renew(Instant now) {
        if (latest != null) {
            latest.supersede(now.plus(settings.overlap));
        }
        if (previous != null) {
            previous.supersede(now);
        }
        previous = latest;
        latest = new Token(RandomText.token(settings.longTokens), now.plus(settings.tokenLife));
        issued.put(latest.value, latest);
        return latest.value;
    }

    /** The latest token, or a new one shortly before its end: what {@code /cgi-bin/stable_token} gives. */
    String stable(Instant now, boolean force) {
        boolean due = latest == null || !now.isBefore(latest.superseded)
                || Duration.between(now, latest.expires).compareTo(margin()) <= 0;
        boolean forced = force && mayForce(now);
        return due || forced ? renew(now) : latest.value;
    }

    long secondsLeft(Instant now) {
        return Duration.between(now, latest.expires).getSeconds();
    }

    /** As if another program had taken so many new tokens that none of these is alive. */
    void revoke(Instant now) {
        issued.values().forEach(token -> token.supersede(now));
    }

    State state(String value, Instant now) {
        Token token = issued.get(value);
        if (token == null) {
            return State.UNKNOWN;
        }
        if (!now.isBefore(token.superseded)) {
            return State.SUPERSEDED;
        }
        return now.isBefore(token.expires) ? State.ALIVE : State.EXPIRED;
    }

    Iterable<String> issued() {
        return issued.keySet();
    }

    /** The overlap, but never more than half a life, so that short lives can be tried too. */
    private Duration margin() {
        Duration half = settings.tokenLife.dividedBy(2);
        return half.compareTo(settings.overlap) < 0 ? half : settings.overlap;
    }

    private boolean mayForce(Instant now) {
        long today = Quota.day(now);
        if (today != forcedDay) {
            forcedDay = today;
            forcedThatDay = 0;
        }
        if (forcedThatDay >= FORCED_A_DAY || now.minus(BETWEEN_FORCED).isBefore(lastForced)) {
            return false;
        }
        lastForced = now;
        forcedThatDay++;
        return true;
    }
}
