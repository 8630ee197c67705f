package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.ticket.FakeTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A store of a cluster on the moved clock, that can be down. */
public final class SharedStore implements CredentialStore {

    final FakeTimeSource time;
    public final MemoryStore credentials;
    public boolean down;
    /** As a replica that is no master: can be read and not written. */
    public boolean readOnly;
    /** As long as nothing of ours is there. */
    public boolean unreadable;
    /** What is at every key, or {@code null}. */
    public Credential claim;
    /** What another node does right before somebody gets the lease. */
    public Runnable beforeLease = () -> { };
    /** How often it was used, in vain too. */
    public int uses;
    int closed;

    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();

    public SharedStore(FakeTimeSource time) {
        this.time = time;
        this.credentials = new MemoryStore(time);
    }

    private void use() throws IOException {
        uses++;
        if (down) {
            throw new IOException("it does not answer");
        }
    }

    @Override
    public Credential get(String key) throws IOException {
        use();
        if (unreadable) {
            throw new UnreadableValueException("it is no credential");
        }
        return claim != null ? claim : credentials.get(key);
    }

    @Override
    public void put(String key, Credential credential) throws IOException {
        use();
        if (readOnly) {
            throw new IOException("Redis refuses: READONLY");
        }
        unreadable = false;
        credentials.put(key, credential);
    }

    @Override
    public void remove(String key) throws IOException {
        use();
        credentials.remove(key);
    }

    @Override
    public boolean acquire(String key, String owner, Duration lease) throws IOException {
        use();
        if (isLeased(key) && !owners.get(key).equals(owner)) {
            return false;
        }
        beforeLease.run();
        owners.put(key, owner);
        ends.put(key, time.nanos() + lease.toNanos());
        return true;
    }

    public boolean isLeased(String key) {
        return owners.containsKey(key) && time.nanos() < ends.get(key);
    }

    @Override
    public void release(String key, String owner) throws IOException {
        use();
        if (owner.equals(owners.get(key))) {
            owners.remove(key);
        }
    }

    @Override
    public void close() {
        closed++;
    }
}
