package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import java.util.concurrent.TimeUnit;

/**
 * A ticket in memory, whose age is the greater of what the two clocks say.
 *
 * <p>The monotonic clock counts from the moment it was received or read, so that setting the wall clock back does not
 * prolong its life. The wall clock counts for what the other one may miss: a machine that sleeps. When somebody sets the
 * wall clock forward, the ticket thus ends too early, and asking WeChat once more costs one call. Nothing tells the two
 * cases apart, and a page without a signature asks again by itself while one with a dead signature fails.
 */
final class LiveTicket {

    final Credential credential;
    private final double share;
    private final long bornNanos;
    private final long lifeNanos;
    private final long issuedMillis;

    /**
     * @param share the part of its life after which the next one is due
     * @param time when it is received or read
     */
    LiveTicket(Credential credential, double share, TimeSource time) {
        this.credential = credential;
        this.share = share;
        this.issuedMillis = credential.issuedAt().toEpochMilli();
        this.lifeNanos = TimeUnit.MILLISECONDS.toNanos(credential.expiresAt().toEpochMilli() - issuedMillis);
        this.bornNanos = time.nanos() - TimeUnit.MILLISECONDS.toNanos(Math.max(0, time.millis() - issuedMillis));
    }

    long ageNanos(TimeSource time) {
        return Math.max(time.nanos() - bornNanos, TimeUnit.MILLISECONDS.toNanos(time.millis() - issuedMillis));
    }

    /** Until its end; not positive when it has ended. */
    long leftNanos(TimeSource time) {
        return lifeNanos - ageNanos(time);
    }

    /** Whether it may be signed with. Each page asks. */
    boolean isAlive(TimeSource time) {
        return leftNanos(time) > 0;
    }

    /** Whether there is no need for the next one yet. */
    boolean isFresh(TimeSource time) {
        return nanosToDue(time) > 0;
    }

    /** Until the next one is due; not positive when it is. */
    long nanosToDue(TimeSource time) {
        return (long) (lifeNanos * share) - ageNanos(time);
    }
}
