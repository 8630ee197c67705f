package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import java.util.concurrent.TimeUnit;

/**
 * Tells the age of a ticket in memory: the greater of what the wall clock and the monotonic clock measure. Immutable.
 *
 * <p>The monotonic clock measures from the moment when the ticket was received or read, so that setting the wall clock back
 * does not prolong its life. The wall clock measures what the monotonic one may miss: a suspension of the machine. If the
 * wall clock is set forward, the ticket therefore expires too early, which costs one more call to WeChat. The two cases
 * cannot be told apart; and a page without a signature requests one by itself, while a page with an expired one fails.
 */
final class LiveTicket {

    final Credential credential;
    private final double refreshAt;
    private final long startNanos;
    private final long lifeNanos;
    private final long issuedMillis;

    /**
     * @param refreshAt the share of its life after which a refresh is due
     * @param time the clocks at the moment when it is received or read
     */
    LiveTicket(Credential credential, double refreshAt, TimeSource time) {
        this.credential = credential;
        this.refreshAt = refreshAt;
        this.issuedMillis = credential.issuedAt().toEpochMilli();
        this.lifeNanos = TimeUnit.MILLISECONDS.toNanos(credential.expiresAt().toEpochMilli() - issuedMillis);
        this.startNanos = time.nanos() - TimeUnit.MILLISECONDS.toNanos(Math.max(0, time.millis() - issuedMillis));
    }

    /** The time since it was issued. */
    long ageNanos(TimeSource time) {
        return Math.max(time.nanos() - startNanos, TimeUnit.MILLISECONDS.toNanos(time.millis() - issuedMillis));
    }

    /** The time until it expires; not positive when it has expired. */
    long leftNanos(TimeSource time) {
        return lifeNanos - ageNanos(time);
    }

    /** Whether pages may be signed with it. Called for each page. */
    boolean isAlive(TimeSource time) {
        return leftNanos(time) > 0;
    }

    /** Whether no refresh is due yet. */
    boolean isFresh(TimeSource time) {
        return nanosToDue(time) > 0;
    }

    /** The time until a refresh is due; not positive when it is. */
    long nanosToDue(TimeSource time) {
        return (long) (lifeNanos * refreshAt) - ageNanos(time);
    }
}
