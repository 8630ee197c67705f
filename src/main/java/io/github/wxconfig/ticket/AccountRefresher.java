package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import org.jspecify.annotations.Nullable;

/**
 * Steps the refreshers of one account in turn: that of its ticket and, for a corp with an app, that of the app's ticket. As they
 * never run at the same time and have one store, the second finds the access token that the first has requested.
 */
final class AccountRefresher {

    final Refresher main;
    final @Nullable Refresher agent;

    AccountRefresher(Refresher main, @Nullable Refresher agent) {
        this.main = main;
        this.agent = agent;
    }

    /**
     * Does what is due. Without a ticket of the account nothing is done for the app's: what is in the way of the first is in
     * the way of the second, and would be asked for and logged twice.
     *
     * @return how many nanoseconds to wait before the next step
     */
    long step() {
        long wait = main.step();
        return agent == null || main.current() == null ? wait : Math.min(wait, agent.step());
    }

    /** The app's ticket to sign with, or {@code null}. Thread-safe. */
    @Nullable Credential currentOfAgent() {
        return agent == null ? null : agent.current();
    }

    /** Takes the tickets in the store. Called once, before the first step. Returns whether that is all for now. */
    boolean restore() {
        boolean isFresh = main.restore();
        return agent == null ? isFresh : agent.restore() && isFresh;
    }

    /** Interrupts the call in progress, if any. Thread-safe. */
    void abort() {
        main.abort();
        if (agent != null) {
            agent.abort();
        }
    }

    /** Forgets the tickets. Thread-safe. */
    void close() {
        if (agent != null) {
            agent.close();
        }
        main.close();
    }
}
