package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.store.UnreadableValueException;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.wechat.IssuedCredential;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a credential store so that no call fails.
 *
 * <p>It keeps a copy of each credential that passes through. While the store is down it answers from the copies, grants
 * every lease and retries the store with back-off; once the store has recovered, it writes what the store has missed.
 * Failure and recovery are logged once each. Thread-safe: one call at a time.
 */
public final class ResilientStore {

    private static final Backoff RETRY = Backoff.exponential(Duration.ofSeconds(5), Duration.ofMinutes(10));
    /** How far another node's clock may be ahead of this one's before its credentials are distrusted. */
    static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

    /** The answer of an operation that returns nothing. */
    private static final Boolean DONE = true;

    private final FilterLog log;
    private final StoreFactory factory;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final Map<String, Credential> copies = new HashMap<>();
    private final Set<String> unsaved = new HashSet<>();
    private @Nullable CredentialStore store;
    private int failures;
    private long retryNanos;

    /** @param logPrefix what each line in the log begins with */
    public ResilientStore(StoreFactory factory, TimeSource time, DoubleSupplier random, String logPrefix) {
        this.log = new FilterLog(ResilientStore.class, logPrefix);
        this.factory = factory;
        this.time = time;
        this.random = random;
    }

    /** The stored credential if it is alive, or the copy if the store is down or has lost it; else {@code null}. */
    public synchronized @Nullable Credential get(String key) {
        Credential stored = alive(call(s -> s.get(key)));
        Credential copy = alive(copies.get(key));
        if (stored == null || unsaved.contains(key) && isNewer(copy, stored)) {
            return copy;
        }
        return stored;
    }

    /**
     * Returns the credential if it is plausible and alive, else {@code null}: others can write to the store too. Implausible is
     * a longer life than WeChat grants, an issue in the future, and a confirmation after the expiry.
     */
    private @Nullable Credential alive(@Nullable Credential credential) {
        Instant now = Instant.ofEpochMilli(time.millis());
        return credential != null && IssuedCredential.isValue(credential.value())
                && !credential.isExpiredAt(now)
                && !credential.expiresAt().isAfter(now.plus(IssuedCredential.MAX_LIFE).plus(MAX_CLOCK_SKEW))
                && !credential.issuedAt().isAfter(now.plus(MAX_CLOCK_SKEW))
                && !credential.expiresAt().isAfter(credential.issuedAt().plus(IssuedCredential.MAX_LIFE.multipliedBy(2)))
                ? credential : null;
    }

    /** Whether {@code one} was issued after {@code other}, or is the same and was confirmed later. */
    static boolean isNewer(@Nullable Credential one, @Nullable Credential other) {
        if (one == null || other == null) {
            return other == null;
        }
        int order = one.issuedAt().compareTo(other.issuedAt());
        return order == 0 ? one.expiresAt().isAfter(other.expiresAt()) : order > 0;
    }

    /** Keeps a copy, and stores the credential now or once the store has recovered. */
    synchronized void put(String key, Credential credential) {
        copies.values().removeIf(copy -> alive(copy) == null); // of accounts that are gone, among them
        unsaved.retainAll(copies.keySet());
        copies.put(key, credential);
        setSaved(key, call(s -> {
            s.put(key, credential);
            return DONE;
        }) != null);
    }

    private void setSaved(String key, boolean saved) {
        if (saved) {
            unsaved.remove(key);
            recovered();
        } else {
            unsaved.add(key);
        }
    }

    /** Writes what the store has missed, as soon as it may be retried. */
    synchronized void save() {
        if (mayNotRetryYet()) {
            return;
        }
        for (String key : unsaved.toArray(new String[0])) {
            Credential copy = copies.get(key);
            setSaved(key, call(s -> {
                if (copy != null && isNewer(copy, alive(read(s, key)))) {
                    s.put(key, copy);
                }
                return DONE;
            }) != null);
        }
    }

    private static @Nullable Credential read(CredentialStore store, String key) throws IOException {
        try {
            return store.get(key);
        } catch (UnreadableValueException e) {
            return null;
        }
    }

    /** Removes the copy and the stored credential. */
    synchronized void remove(String key) {
        copies.remove(key);
        unsaved.remove(key);
        call(s -> {
            s.remove(key);
            return DONE;
        });
    }

    /** Tries to take a lease; granted while the store is down. */
    synchronized boolean acquire(String key, String owner, Duration lease) {
        Boolean granted = call(s -> s.acquire(key, owner, lease));
        return granted == null || granted;
    }

    /** Gives a lease back. */
    synchronized void release(String key, String owner) {
        call(s -> {
            s.release(key, owner);
            return DONE;
        });
    }

    /** Whether the store fails at present. */
    synchronized boolean isDown() {
        return failures > 0;
    }

    /** Closes the store if it was opened. The next call opens it again. */
    synchronized void close() {
        if (store != null) {
            try {
                store.close();
            } catch (Exception | Error e) {
                log.log(Level.FINE, "Could not close the credential store [" + factory + "]: [" + describe(e) + "]");
            }
            store = null;
        }
    }

    @Override
    public String toString() {
        return factory.toString();
    }

    private interface Operation<T> {
        @Nullable T on(CredentialStore store) throws IOException;
    }

    /**
     * Returns the store's answer, or {@code null} if it fails or may not be retried yet. Catches errors too: a full disk under a
     * mapped file is an {@code InternalError}, a damaged jar a {@code LinkageError}.
     */
    private <T> @Nullable T call(Operation<T> operation) {
        if (mayNotRetryYet()) {
            return null;
        }
        try {
            if (store == null) {
                store = factory.open();
            }
            T answer = operation.on(store);
            recovered();
            return answer;
        } catch (Exception | Error e) {
            failed(e);
            return null;
        }
    }

    private boolean mayNotRetryYet() {
        return failures > 0 && time.nanos() - retryNanos < 0;
    }

    private void failed(Throwable e) {
        if (failures++ == 0) {
            log.warning("The credential store [" + factory + "] fails: [" + describe(e)
                    + "]. Pages are not affected; using the tickets in memory and retrying from time to time");
        }
        retryNanos = time.nanos() + RETRY.after(failures, random.getAsDouble()).toNanos();
    }

    /** A store that cannot be written has not recovered. */
    private void recovered() {
        if (failures > 0 && unsaved.isEmpty()) {
            failures = 0;
            log.info("The credential store [" + factory + "] works again");
        }
    }

    /** Shows the message of an {@code IOException} alone: only the stores' own exceptions are known to contain no secret. */
    private static @Nullable String describe(Throwable e) {
        return e instanceof IOException ? e.getMessage() : FailureText.of(e);
    }
}
