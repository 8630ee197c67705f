package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.WeChatException;
import java.time.Instant;

/** How the keeper of a ticket is doing, at one moment. Immutable, and free of secrets. */
public final class KeeperStatus {

    /** In one word. */
    public enum State {
        /** Nothing has been tried yet. */
        STARTING,
        /** There is a ticket, and the last attempt to get one succeeded. */
        SERVING,
        /** There is a ticket, but the attempts to get the next one fail. */
        FAILING,
        /** There is no ticket: pages go out unsigned. */
        WITHOUT_TICKET,
        /** The keeper has been closed. */
        CLOSED
    }

    /** What went wrong last. */
    public static final class Failure {

        private final Instant at;
        private final WeChatException.Kind kind;
        private final int errcode;
        private final String message;

        Failure(Instant at, WeChatException.Kind kind, int errcode, String message) {
            this.at = at;
            this.kind = kind;
            this.errcode = errcode;
            this.message = message;
        }

        /** When. */
        public Instant at() {
            return at;
        }

        /** Whether it passes by itself. */
        public WeChatException.Kind kind() {
            return kind;
        }

        /** WeChat's number for it, or {@link WeChatException#NO_ERRCODE}. */
        public int errcode() {
            return errcode;
        }

        /** What happened and what can be done. */
        public String message() {
            return message;
        }

        @Override
        public String toString() {
            return kind + " at " + at + ": " + message;
        }
    }

    private final State state;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final Instant nextAttemptAt;
    private final Failure failure;
    private final boolean fromStore;
    private final long tokenCalls;
    private final long ticketCalls;
    private final String store;
    private final boolean storeDown;

    KeeperStatus(State state, Instant issuedAt, Instant expiresAt, Instant nextAttemptAt, Failure failure, boolean fromStore,
            long tokenCalls, long ticketCalls, String store, boolean storeDown) {
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

    /** In one word. */
    public State state() {
        return state;
    }

    /** When the ticket was first received, or {@code null} without one. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** Until when the ticket is served, or {@code null} without one. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** When a ticket will be asked for next, or {@code null} once the keeper is closed. */
    public Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    /** The last failure, or {@code null} if the last attempt succeeded. */
    public Failure failure() {
        return failure;
    }

    /** Whether the ticket was found in the store: it may have been issued before this node started, or to another node. */
    public boolean isFromStore() {
        return fromStore;
    }

    /** How often an access token was asked for, by this node, since it started. */
    public long tokenCalls() {
        return tokenCalls;
    }

    /** How often a ticket was asked for, by this node, since it started. */
    public long ticketCalls() {
        return ticketCalls;
    }

    /** Which store, without its password. */
    public String store() {
        return store;
    }

    /** Whether the store fails and the keeper goes on from memory. */
    public boolean isStoreDown() {
        return storeDown;
    }

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
