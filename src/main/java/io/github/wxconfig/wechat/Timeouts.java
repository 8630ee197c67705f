package io.github.wxconfig.wechat;

import java.time.Duration;

/** Holds the time limits of one call. Immutable. */
final class Timeouts {

    final Duration connect;
    final Duration read;

    Timeouts(Duration connect, Duration read) {
        this.connect = connect;
        this.read = read;
    }

    /**
     * The limit of a whole call: the time to connect, to wait for the first byte, and as long again for the rest. It also
     * limits what has no time-out of its own: the lookup of the host, and a response that arrives byte by byte.
     */
    Duration overall() {
        return connect.plus(read).plus(read);
    }

    /** Converts a limit to what sockets take, where 0 would mean no limit. */
    static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }
}
