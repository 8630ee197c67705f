package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes each call to WeChat or to a ticket server through three guards: it prolongs the lease, refuses the call once the
 * keeper has been stopped, and counts the call.
 *
 * <p>For one thread at a time; {@link #abort} may be called from any thread.
 */
final class CallGate {

    /** A call over the network. */
    interface Call {
        IssuedCredential make() throws WeChatException;
    }

    private final Lease lease;
    private final BooleanSupplier stopped;
    private final AtomicLong tokenCalls = new AtomicLong();
    private final AtomicLong ticketCalls = new AtomicLong();
    private final Object lock = new Object();
    /** The thread of the call in progress, or {@code null}; guarded by {@link #lock}. */
    private @Nullable Thread caller;

    /** @param stopped whether all further calls are refused */
    CallGate(Lease lease, BooleanSupplier stopped) {
        this.lease = lease;
        this.stopped = stopped;
    }

    /**
     * Makes a call that requests an access token.
     *
     * @throws CancellationException if the keeper has been stopped
     */
    IssuedCredential token(Call call) throws WeChatException {
        return make(call, tokenCalls);
    }

    /**
     * Makes a call that requests a ticket.
     *
     * @throws CancellationException if the keeper has been stopped
     */
    IssuedCredential ticket(Call call) throws WeChatException {
        return make(call, ticketCalls);
    }

    /** How many access tokens have been requested. */
    long tokenCalls() {
        return tokenCalls.get();
    }

    /** How many tickets have been requested. */
    long ticketCalls() {
        return ticketCalls.get();
    }

    /** Interrupts the call in progress and nothing else: an interrupt during a write would damage the store's files. */
    void abort() {
        synchronized (lock) {
            if (caller != null) {
                caller.interrupt();
            }
        }
    }

    private IssuedCredential make(Call call, AtomicLong counter) throws WeChatException {
        lease.acquire();
        try {
            setCaller(Thread.currentThread());
            if (stopped.getAsBoolean()) {
                throw new CancellationException();
            }
            counter.incrementAndGet();
            return call.make();
        } finally {
            setCaller(null);
            if (stopped.getAsBoolean()) {
                Thread.interrupted(); // an interrupt must not disturb the release of the lease and the closing of the store
            }
        }
    }

    private void setCaller(@Nullable Thread thread) {
        synchronized (lock) {
            caller = thread;
        }
    }
}
