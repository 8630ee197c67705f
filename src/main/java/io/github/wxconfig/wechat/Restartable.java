package io.github.wxconfig.wechat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts something at its first use, and tries again at a later use if the start failed. Thread-safe.
 *
 * <p>A static field of a holder class cannot do that: once its initializer has failed, the JVM never runs it again. For some
 * seconds after a failure every use fails in the same way, because a request has no time for another attempt.
 */
final class Restartable<T> {

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Callable<T> start;
    private final LongSupplier nanos;
    private volatile @Nullable T started;
    private @Nullable Throwable failure;
    private long failedAt;

    Restartable(Callable<T> start, LongSupplier nanos) {
        this.start = start;
        this.nanos = nanos;
    }

    /**
     * Returns what was started.
     *
     * @throws IllegalStateException with its cause, if the start failed
     */
    T get() {
        T running = started;
        return running == null ? start() : running;
    }

    private synchronized T start() {
        if (started == null) {
            if (failure != null && nanos.getAsLong() - failedAt < PAUSE_NANOS) {
                throw new IllegalStateException(failure);
            }
            try {
                started = start.call();
                failure = null;
            } catch (Exception | Error e) {
                failure = e;
                failedAt = nanos.getAsLong();
                throw new IllegalStateException(e);
            }
        }
        return started;
    }
}
