package io.github.wxconfig.wechat;

import java.time.Duration;

/** How long one call may take. Immutable. */
final class Timeouts {

    final Duration connect;
    final Duration read;

    Timeouts(Duration connect, Duration read) {
        this.connect = positive(connect, "connect");
        this.read = positive(read, "read");
    }

    /**
     * The end of every call, whatever the server does: time to connect, to wait for the first byte, and the same again
     * for the rest. It also bounds what has no time-out of its own: looking up the host, and an answer that drips.
     */
    Duration overall() {
        return connect.plus(read).plus(read);
    }

    static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    private static Duration positive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("The " + name + " time-out [" + duration + "] is not positive");
        }
        return duration;
    }
}
