package io.github.wxconfig.ticket;

import java.time.Duration;
import java.util.UUID;

/** Takes and releases the lease that lets one node of a cluster at a time fetch a ticket. For one thread at a time. */
final class Lease {

    /** How long a node that dies during a refresh blocks the others. The lease is taken again before each call. */
    static final Duration DURATION = Duration.ofSeconds(30);

    private final ResilientStore store;
    private final String key;
    private final String owner = UUID.randomUUID().toString();

    Lease(ResilientStore store, String key) {
        this.store = store;
        this.key = key;
    }

    /** Takes the lease, or prolongs it if this node holds it. Returns whether this node holds it now. */
    boolean acquire() {
        return store.acquire(key, owner, DURATION);
    }

    /** Gives the lease back if this node holds it. */
    void release() {
        store.release(key, owner);
    }
}
