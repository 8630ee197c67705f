package io.github.wxconfig.ticket;

import java.time.Duration;

/**
 * How long to wait after so many failures in a row: twice as long each time up to a cap, and each time between half
 * and all of that, so that nodes that failed together do not come back together.
 */
final class Backoff {

    private final Duration first;
    private final Duration cap;

    private Backoff(Duration first, Duration cap) {
        this.first = first;
        this.cap = cap;
    }

    /** Doubles from {@code first} to {@code cap}. */
    static Backoff exponential(Duration first, Duration cap) {
        return new Backoff(first, cap);
    }

    /**
     * @param failures how many there were in a row, the last one included; at least 1
     * @param random from 0 to 1
     */
    Duration after(int failures, double random) {
        double full = Math.min((double) cap.toNanos(), first.toNanos() * Math.pow(2, failures - 1));
        return Duration.ofNanos((long) (full * (1 + random) / 2));
    }
}
