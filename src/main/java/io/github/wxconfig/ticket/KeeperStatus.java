package io.github.wxconfig.ticket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Describes the state of a ticket keeper at one moment. Immutable, and free of secrets. */
public final class KeeperStatus {

    /** The state in one word. */
    public enum State {
        /** No attempt has been made yet. */
        STARTING,
        /** There is a ticket, and the last attempt to get one succeeded. */
        SERVING,
        /** There is a ticket, but the attempts to refresh it fail. */
        FAILING,
        /** There is no ticket: pages are not signed. */
        WITHOUT_TICKET,
        /** The keeper has been closed. */
        CLOSED
    }

    /** The last failure. */
    public static final class Failure {

        private final Instant at;
        private final String message;

        Failure(Instant at, String message) {
            this.at = at;
            this.message = message;
        }

        /** When it happened. */
        public Instant at() {
            return at;
        }

        /** What happened, and what the operator can do. */
        public String message() {
            return message;
        }

        @Override
        public String toString() {
            return at + ": " + message;
        }
    }

    private final State state;
    private final @Nullable Instant issuedAt;
    private final @Nullable Instant expiresAt;
    private final @Nullable Instant nextAttemptAt;
    private final @Nullable Failure failure;
    private final boolean fromStore;
    private final long tokenCalls;
    private final long ticketCalls;
    private final String store;
    private final boolean storeDown;

    KeeperStatus(State state, @Nullable Instant issuedAt, @Nullable Instant expiresAt, @Nullable Instant nextAttemptAt,
            @Nullable Failure failure, boolean fromStore, long tokenCalls, long ticketCalls, String store, boolean storeDown) {
        this.state = state;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
        this.nextAttemptAt = nextAttemptAt;
        this.failure = failure;
        this.fromStore = fromStore;
        this.tokenCalls = tokenCalls;
        this.ticketCalls = ticketCalls;
        this.store = store;
        this.storeDown = storeDown;
    }

    /** The state in one word. */
    public State state() {
        return state;
    }

    /** When the ticket was first received, or {@code null} without one. */
    public @Nullable Instant issuedAt() {
        return issuedAt;
    }

    /** When the ticket expires, or {@code null} without one. */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** When the next ticket will be requested, or {@code null} once the keeper is closed. */
    public @Nullable Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    /** The last failure, or {@code null} if the last attempt succeeded. */
    public @Nullable Failure failure() {
        return failure;
    }

    /** Whether the ticket was found in the store: it may have been issued before this node started, or to another node. */
    public boolean isFromStore() {
        return fromStore;
    }

    /** How many access tokens this node has requested since it started. */
    public long tokenCalls() {
        return tokenCalls;
    }

    /** How many tickets this node has requested since it started. */
    public long ticketCalls() {
        return ticketCalls;
    }

    /** The name of the store, without its password. */
    public String store() {
        return store;
    }

    /** Whether the store fails, so that the keeper works from memory. */
    public boolean isStoreDown() {
        return storeDown;
    }

    /** The same after the keeper has been closed. */
    KeeperStatus closed() {
        return new KeeperStatus(State.CLOSED, null, null, null, failure, false, tokenCalls, ticketCalls, store, storeDown);
    }

    @Override
    public String toString() {
        return state + ", ticket issued [" + issuedAt + "], expires [" + expiresAt + "], next attempt [" + nextAttemptAt
                + "], calls [" + tokenCalls + " token, " + ticketCalls + " ticket], store [" + store + (storeDown ? ", down" : "")
                + "], failure [" + failure + "]";
    }
}
