package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.libraries.LibraryClassLoader;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChat;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one account's ticket fresh, on a background thread of its own. Everything slow happens there: loading
 * libraries, opening the store, calling WeChat. Thread-safe.
 *
 * <p>The current ticket stays in use while the next one is fetched. There is one call at a time. After a failure the current
 * ticket stays in use until it expires; the failure is logged once. An expired ticket is never returned.
 */
public final class TicketKeeper implements AutoCloseable {

    private static final long MAX_STOP_MILLIS = 10_000;

    private final FilterLog log;
    private final Account account;
    /** Completes "Since this start …" while the ticket is from the store. */
    private final String untried;
    private final Refresher refresher;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread thread;
    /** For the background thread only. */
    private boolean stepFailureLogged;

    private TicketKeeper(Account account, String untried, Function<BooleanSupplier, Refresher> refresher) {
        this.log = new FilterLog(TicketKeeper.class, account.logPrefix());
        this.account = account;
        this.untried = untried;
        this.refresher = refresher.apply(() -> closed.getCount() == 0);
    }

    /**
     * Creates a keeper that gets its tickets from WeChat, with an access token. Call {@link #start} next.
     *
     * @param weChat creates the client, in the background; its calls should end when their thread is interrupted
     * @param store opens the store, in the background
     */
    public static TicketKeeper ofWeChat(Account account, Supplier<? extends WeChat> weChat, StoreFactory store) {
        return new TicketKeeper(account, "the secret has not been tried", stopped -> refresher(account, store, stopped,
                (s, gate) -> new WeChatIssuer(weChat.get(), s, gate, account.tokenKey(), TimeSource.SYSTEM)));
    }

    /**
     * Creates a keeper that gets its tickets from a company's central server, with the same promises. Call {@link #start} next.
     *
     * @param server creates the client, in the background; its calls should end when their thread is interrupted
     */
    public static TicketKeeper ofServer(Account account, Supplier<? extends TicketServer> server, StoreFactory store) {
        return new TicketKeeper(account, "the ticket server has not been asked",
                stopped -> refresher(account, store, stopped, (s, gate) -> new ServerIssuer(server.get(), gate)));
    }

    private static Refresher refresher(Account account, StoreFactory store, BooleanSupplier stopped,
            Issuer.Factory issuers) {
        SplittableRandom random = new SplittableRandom();
        ResilientStore resilient = new ResilientStore(store, TimeSource.SYSTEM, random::nextDouble, account.logPrefix());
        return new Refresher(account, resilient, issuers, stopped, TimeSource.SYSTEM, random::nextDouble);
    }

    /**
     * Starts the background thread and returns at once. Does nothing if it was started before, or after {@link #close}.
     *
     * @param preparations other slow initialization that no request should have to do: run once in the background thread, after
     *     the first attempt to get a ticket
     */
    public synchronized void start(Runnable preparations) {
        if (thread != null || isClosed()) {
            return;
        }
        thread = new Thread(() -> run(preparations), "wxconfig-" + account);
        thread.setDaemon(true);
        thread.setContextClassLoader(TicketKeeper.class.getClassLoader());
        thread.start();
    }

    /** Returns the ticket to sign with now, or {@code null} without a valid one. From memory: never blocks, never throws. */
    public @Nullable Credential current() {
        return refresher.current();
    }

    /** Returns the keeper's status. Never blocks. */
    public KeeperStatus status() {
        return refresher.status();
    }

    /**
     * Ends the thread and closes the store, and waits until that has happened: normally no time at all, at most until a call
     * to the store that is in progress times out. {@link #current} then returns {@code null}.
     */
    @Override
    public void close() {
        Thread running = stop();
        if (running == null) {
            refresher.close();
            return;
        }
        try {
            running.join(MAX_STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (running.isAlive()) {
            log.warning("The thread [" + running.getName()
                    + "] is still waiting for WeChat or the store; it will end with that call");
        }
    }

    private synchronized @Nullable Thread stop() {
        closed.countDown();
        refresher.abort();
        return thread;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run(Runnable preparations) {
        try {
            long wait = step();
            logTicket(status());
            prepare(preparations);
            while (!closedWithin(wait)) {
                wait = step();
            }
        } finally {
            refresher.close();
        }
    }

    /** Names the source: while a ticket from the store is used, a secret that was reset meanwhile goes unnoticed. */
    private void logTicket(KeeperStatus status) {
        Instant expires = status.expiresAt();
        Instant next = status.nextAttemptAt();
        if (expires == null) {
            return;
        }
        if (status.isFromStore()) {
            log.info("There is a ticket for [" + account + "] in the store [" + status.store() + "], until ["
                    + LocalTime.of(expires) + "]: pages are signed. Since this start " + untried + "; the next attempt"
                    + (next == null ? "" : ", at about [" + LocalTime.of(next) + "],")
                    + " will show whether a new one can be had");
        } else {
            log.info("There is a ticket for [" + account + "]: pages are signed");
        }
    }

    /** A failure is not reported here: the code that needs what could not be prepared reports it. */
    private void prepare(Runnable preparations) {
        try {
            preparations.run();
        } catch (RuntimeException | Error e) {
            log.log(Level.FINE, "A preparation failed: [" + FailureText.of(e) + "]");
        }
        LibraryClassLoader.forgetFiles();
    }

    /** Survives any failure: if the thread ended, there would never be a new ticket. */
    private long step() {
        try {
            return refresher.step();
        } catch (RuntimeException | Error e) {
            if (!stepFailureLogged) {
                stepFailureLogged = true;
                log.warning("Refreshing the ticket for [" + account + "] failed with [" + FailureText.of(e)
                        + "]; retrying every minute");
            }
            return TimeUnit.MINUTES.toNanos(1);
        }
    }

    private boolean closedWithin(long nanos) {
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return isClosed(); // an interrupt by other code causes one more step
        }
    }
}
