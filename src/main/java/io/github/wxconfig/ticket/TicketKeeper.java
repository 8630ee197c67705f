package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.libraries.LibraryClassLoader;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChat;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps one account's ticket fresh, on one background thread of its own. Everything slow happens there: loading
 * libraries, opening the store, calling WeChat. Thread-safe.
 *
 * <p>The old ticket serves while the next one is fetched. There is one call at a time. A failure keeps the old ticket to
 * its end, and is logged once. A ticket that has ended is never handed out.
 */
public final class TicketKeeper implements TicketSource, AutoCloseable {

    private static final long LONGEST_STOP_MILLIS = 10_000;
    private static final Logger LOG = Logger.getLogger(TicketKeeper.class.getName());

    private final Account account;
    /** What has not happened as long as the ticket is from the store, as a sentence goes on with it. */
    private final String untried;
    private final Refresher refresher;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Thread thread;
    /** Used by that thread alone. */
    private boolean complained;

    private TicketKeeper(Account account, String untried, Function<BooleanSupplier, Refresher> refresher) {
        this.account = account;
        this.untried = untried;
        this.refresher = refresher.apply(() -> closed.getCount() == 0);
    }

    /**
     * A keeper that gets its tickets from WeChat, by way of an access token. Call {@link #start} next.
     *
     * @param weChat makes the client, in the background; its calls should end when their thread is interrupted
     * @param store opens the store, in the background
     */
    public static TicketKeeper ofWeChat(Account account, Supplier<? extends WeChat> weChat, StoreFactory store) {
        return new TicketKeeper(account, "the secret has not been tried", stopped -> refresher(account, store, stopped,
                s -> new WeChatIssuer(weChat.get(), s, account.tokenKey(), TimeSource.SYSTEM)));
    }

    /**
     * A keeper that gets its tickets from a company's central server, with the same promises. Call {@link #start} next.
     *
     * @param server makes the client, in the background, under the same condition
     */
    public static TicketKeeper ofServer(Account account, Supplier<? extends TicketServer> server, StoreFactory store) {
        return new TicketKeeper(account, "the ticket server has not been asked",
                stopped -> refresher(account, store, stopped, s -> new ServerIssuer(server.get())));
    }

    private static Refresher refresher(Account account, StoreFactory store, BooleanSupplier stopped,
            Function<ResilientStore, Issuer> issuers) {
        SplittableRandom random = new SplittableRandom();
        ResilientStore safe = new ResilientStore(store, TimeSource.SYSTEM, random::nextDouble);
        return new Refresher(account, safe, issuers, stopped, TimeSource.SYSTEM, random::nextDouble);
    }

    /** Starts the background thread, once, and returns at once. Does nothing after {@link #close}. */
    public void start() {
        start(() -> { });
    }

    /**
     * Likewise.
     *
     * @param preparations what else is slow at first, and better done by this thread than by that of a request: run once,
     *     after the first attempt to get a ticket
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

    @Override
    public Credential current() {
        return refresher.current();
    }

    /** How the keeper is doing. Never blocks. */
    public KeeperStatus status() {
        return refresher.status();
    }

    /**
     * Ends the thread, closes the store, and returns when that has happened: as a rule at once, at the latest
     * when a call to the store that is under way has come to its time-out. {@link #current} then returns {@code null}.
     */
    @Override
    public void close() {
        Thread running = stop();
        if (running == null) {
            refresher.close();
            return;
        }
        try {
            running.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (running.isAlive()) {
            LOG.log(Level.WARNING, "The thread [{0}] still waits for WeChat or for the store; it ends with that call",
                    running.getName());
        }
    }

    private synchronized Thread stop() {
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
            tellOfTicket(status());
            prepare(preparations);
            while (!closedWithin(wait)) {
                wait = step();
            }
        } finally {
            refresher.close();
        }
    }

    /** A ticket that was stored before hides that the secret has been reset since: pages are signed until it ends. */
    private void tellOfTicket(KeeperStatus status) {
        if (status.expiresAt() == null) {
            return;
        }
        if (status.isFromStore()) {
            LOG.log(Level.INFO, "There is a ticket for [{0}] in the store [{1}], until [{2}]: pages are signed. Since this start {3};"
                    + " the next attempt, at about [{4}], will show whether a new one can be had",
                    new Object[] {account, status.store(), LocalTime.of(status.expiresAt()), untried, LocalTime.of(status.nextAttemptAt())});
        } else {
            LOG.log(Level.INFO, "There is a ticket for [{0}]: pages are signed", account);
        }
    }

    /** Whoever needs what could not be prepared will tell. */
    private static void prepare(Runnable preparations) {
        try {
            preparations.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "Not prepared: [{0}]", FailureText.of(e));
        }
        LibraryClassLoader.forgetFiles();
    }

    /** A step that fails in a way nobody thought of must not end the thread, or there would never be a ticket again. */
    private long step() {
        try {
            return refresher.step();
        } catch (RuntimeException | Error e) {
            if (!complained) {
                complained = true;
                LOG.log(Level.WARNING, "The refresh of the ticket for [{0}] failed with [{1}]; trying again every minute",
                        new Object[] {account, FailureText.of(e)});
            }
            return TimeUnit.MINUTES.toNanos(1);
        }
    }

    private boolean closedWithin(long nanos) {
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return isClosed(); // whoever interrupts a thread that is not theirs gets one step more
        }
    }
}
