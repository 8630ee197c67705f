package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.store.UnreadableValueException;
import io.github.wxconfig.text.FailureText;
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
import java.util.logging.Logger;

/**
 * The store as the keeper sees it: one that cannot fail.
 *
 * <p>It keeps a copy of what passes through. While the store is down it answers from the copies, grants every lease,
 * and tries the store again after a while; when the store is back, it gets what it missed. Both turns are logged once.
 * For the one background thread.
 */
public final class ResilientStore {

    private static final Backoff RETRY = Backoff.exponential(Duration.ofSeconds(5), Duration.ofMinutes(10));
    /** By how much another node's clock may be ahead of ours before we doubt what it says. */
    static final Duration SKEW = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(ResilientStore.class.getName());

    private final StoreFactory factory;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final Map<String, Credential> copies = new HashMap<>();
    private final Set<String> unsaved = new HashSet<>();
    private CredentialStore store;
    private int failures;
    private long retryNanos;

    public ResilientStore(StoreFactory factory, TimeSource time, DoubleSupplier random) {
        this.factory = factory;
        this.time = time;
        this.random = random;
    }

    /** The stored credential if it is alive, or our copy where the store is down or has lost it; else {@code null}. */
    public Credential get(String key) {
        Credential stored = alive(ask(s -> s.get(key), null));
        Credential copy = alive(copies.get(key));
        if (stored == null || unsaved.contains(key) && isNewer(copy, stored)) {
            return copy;
        }
        return stored;
    }

    /**
     * Others can write to the store too. What cannot be a credential that is alive counts as none: what claims to live on for
     * longer than WeChat gives, what was not issued yet, and what was confirmed when it had already ended.
     */
    private Credential alive(Credential credential) {
        Instant now = Instant.ofEpochMilli(time.millis());
        return credential != null && IssuedCredential.isValue(credential.value())
                && credential.expiresAt().isAfter(now)
                && !credential.expiresAt().isAfter(now.plus(IssuedCredential.LONGEST_LIFE).plus(SKEW))
                && !credential.issuedAt().isAfter(now.plus(SKEW))
                && !credential.expiresAt().isAfter(credential.issuedAt().plus(IssuedCredential.LONGEST_LIFE.multipliedBy(2))) ? credential : null;
    }

    /** Whether {@code one} was issued after {@code other}, or is the same and was confirmed later. */
    static boolean isNewer(Credential one, Credential other) {
        if (one == null || other == null) {
            return other == null;
        }
        int order = one.issuedAt().compareTo(other.issuedAt());
        return order == 0 ? one.expiresAt().isAfter(other.expiresAt()) : order > 0;
    }

    void put(String key, Credential credential) {
        copies.put(key, credential);
        keepFor(key, ask(s -> {
            s.put(key, credential);
            return true;
        }, false));
    }

    private void keepFor(String key, boolean saved) {
        if (saved) {
            unsaved.remove(key);
            recovered();
        } else {
            unsaved.add(key);
        }
    }

    /** Brings the store what it missed, as soon as it may be tried again. */
    void save() {
        for (String key : unsaved.toArray(new String[0])) {
            Credential copy = copies.get(key);
            keepFor(key, ask(s -> {
                if (isNewer(copy, alive(read(s, key)))) {
                    s.put(key, copy);
                }
                return true;
            }, false));
        }
    }

    private static Credential read(CredentialStore store, String key) throws IOException {
        try {
            return store.get(key);
        } catch (UnreadableValueException e) {
            return null;
        }
    }

    void remove(String key) {
        copies.remove(key);
        unsaved.remove(key);
        ask(s -> {
            s.remove(key);
            return null;
        }, null);
    }

    boolean acquire(String key, String owner, Duration lease) {
        return ask(s -> s.acquire(key, owner, lease), true);
    }

    void release(String key, String owner) {
        ask(s -> {
            s.release(key, owner);
            return null;
        }, null);
    }

    boolean isDown() {
        return failures > 0;
    }

    void close() {
        if (store != null) {
            try {
                store.close();
            } catch (Exception | Error e) {
                LOG.log(Level.FINE, "The credential store [{0}] does not close: [{1}]", new Object[] {factory, describe(e)});
            }
        }
    }

    @Override
    public String toString() {
        return factory.toString();
    }

    private interface Question<T> {
        T of(CredentialStore store) throws IOException;
    }

    /** Errors too: a full disk under a mapped file is an {@code InternalError}, a half-built jar a {@code LinkageError}. */
    private <T> T ask(Question<T> question, T otherwise) {
        if (failures > 0 && time.nanos() - retryNanos < 0) {
            return otherwise;
        }
        try {
            if (store == null) {
                store = factory.open();
            }
            T answer = question.of(store);
            recovered();
            return answer;
        } catch (Exception | Error e) {
            failed(e);
            return otherwise;
        }
    }

    private void failed(Throwable e) {
        if (failures++ == 0) {
            LOG.log(Level.WARNING, "The credential store [{0}] fails: [{1}]. Pages are not affected; going on from memory"
                    + " and trying again from time to time", new Object[] {factory, describe(e)});
        }
        retryNanos = time.nanos() + RETRY.after(failures, random.getAsDouble()).toNanos();
    }

    /** One that can be read and not written is not well. */
    private void recovered() {
        if (failures > 0 && unsaved.isEmpty()) {
            failures = 0;
            LOG.log(Level.INFO, "The credential store [{0}] works again", factory);
        }
    }

    /** Only our stores' own exceptions are known to hold no secret. */
    private static String describe(Throwable e) {
        return e instanceof IOException ? e.getMessage() : FailureText.of(e);
    }
}
