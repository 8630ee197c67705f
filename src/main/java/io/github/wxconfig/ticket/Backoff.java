package io.github.wxconfig.ticket;

import java.time.Duration;

/**
 * Computes how long to wait after a number of consecutive failures: twice as long each time up to a cap, and a random time
 * between half of that and all of it, so that nodes that failed at the same time do not retry at the same time. Immutable.
 */
final class Backoff {

    private final Duration first;
    private final Duration cap;

    private Backoff(Duration first, Duration cap) {
        this.first = first;
        this.cap = cap;
    }

    /** Returns a back-off that doubles from {@code first} to {@code cap}. */
    static Backoff exponential(Duration first, Duration cap) {
        return new Backoff(first, cap);
    }

    /**
     * Returns the time to wait.
     *
     * @param failures the number of consecutive failures, the last one included; at least 1
     * @param random from 0 to 1
     */
    Duration after(int failures, double random) {
        double full = Math.min((double) cap.toNanos(), first.toNanos() * Math.pow(2, failures - 1));
        return Duration.ofNanos((long) (full * (1 + random) / 2));
    }
}
