package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.wechat.TicketServer;
import io.github.wxconfig.wechat.WeChat;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one account's ticket fresh, in the background. Everything slow happens on the threads of its {@link Keepers}: loading
 * libraries, opening the store, calling WeChat. Thread-safe.
 *
 * <p>The current ticket stays in use while the next one is fetched. There is one call at a time. After a failure the current
 * ticket stays in use until it expires; the failure is logged once. An expired ticket is never returned.
 */
public final class TicketKeeper implements AutoCloseable {

    private static final long MAX_STOP_SECONDS = 10;
    private static final String UNTRIED_SECRET = "the secret has not been tried";

    private final FilterLog log;
    private final Account account;
    private final Keepers keepers;
    /** Completes "Since this start …" while the ticket is from the store. */
    private final String untried;
    private final AccountRefresher refresher;
    /** Held during a step. */
    private final ReentrantLock stepping = new ReentrantLock();
    /** Guarded by {@link #stepping}, as are the next two. */
    private boolean failureLogged;
    private boolean restored;
    private boolean stepped;

    private volatile boolean closed;
    /** Whether its first request need not wait any more. */
    private volatile boolean due;
    /** Guarded by {@code this}, as is the next: a turn of an earlier number is void. */
    private int turn;
    private @Nullable Future<?> next;

    private TicketKeeper(Account account, String untried, Keepers keepers, Issuer.Factory issuers) {
        this(account, untried, keepers, issuers, null, issuers);
    }

    /** @param agent the corp's app whose ticket is kept beside, or {@code null} */
    private TicketKeeper(Account account, String untried, Keepers keepers, Issuer.Factory issuers, @Nullable Account agent,
            Issuer.Factory agentIssuers) {
        this.log = new FilterLog(TicketKeeper.class, account.logPrefix());
        this.account = account;
        this.untried = untried;
        this.keepers = keepers;
        this.refresher = new AccountRefresher(refresher(account, issuers), agent == null ? null : refresher(agent, agentIssuers));
    }

    private Refresher refresher(Account of, Issuer.Factory issuers) {
        return new Refresher(of, keepers.store, issuers, () -> closed, TimeSource.SYSTEM, keepers::random);
    }

    /**
     * Creates a keeper that gets its tickets from WeChat, with an access token. Start it with {@link Keepers#start}.
     *
     * @param weChat creates the client, in the background; its calls should end when their thread is interrupted
     */
    public static TicketKeeper ofWeChat(Account account, Supplier<? extends WeChat> weChat, Keepers keepers) {
        return new TicketKeeper(account, UNTRIED_SECRET, keepers, issuers(account, weChat));
    }

    /**
     * Creates a keeper that gets the tickets of a corp from WeCom and, for {@link #currentOfAgent}, those of one of its apps,
     * with one access token for both.
     *
     * @param agentid the AgentId of the app, or {@code null}: only the corp's tickets are kept
     * @param corp creates the client for the corp's tickets, as in {@link #ofWeChat}
     * @param agent creates the client for the app's tickets
     */
    public static TicketKeeper ofWeCom(Account account, @Nullable String agentid, Supplier<? extends WeChat> corp,
            Supplier<? extends WeChat> agent, Keepers keepers) {
        if (agentid == null) {
            return ofWeChat(account, corp, keepers);
        }
        Account app = account.agent(agentid);
        return new TicketKeeper(account, UNTRIED_SECRET, keepers, issuers(account, corp), app, issuers(app, agent));
    }

    private static Issuer.Factory issuers(Account account, Supplier<? extends WeChat> weChat) {
        return (store, gate) -> new WeChatIssuer(weChat.get(), store, gate, account.tokenKey(), TimeSource.SYSTEM);
    }

    /**
     * Creates a keeper that gets its tickets from a company's central server, with the same promises.
     *
     * @param server creates the client, in the background; its calls should end when their thread is interrupted
     */
    public static TicketKeeper ofServer(Account account, Supplier<? extends TicketServer> server, Keepers keepers) {
        return new TicketKeeper(account, "the ticket server has not been asked", keepers,
                (store, gate) -> new ServerIssuer(server.get(), gate));
    }

    /** Starts this keeper alone and returns at once. Does nothing if it was started before, or after {@link #close}. */
    public void start() {
        keepers.start(Collections.singleton(this));
    }

    /** Returns the ticket to sign with now, or {@code null} without a valid one. From memory: never waits, never throws. */
    public @Nullable Credential current() {
        Credential current = refresher.main.current();
        if (current == null && !due) {
            hurry();
        }
        return current;
    }

    /** Returns the ticket of the corp's app to sign agentConfig with now, or {@code null} without one; as {@link #current}. */
    public @Nullable Credential currentOfAgent() {
        return refresher.currentOfAgent();
    }

    /** Returns the keeper's status. Never blocks. */
    public KeeperStatus status() {
        return refresher.main.status();
    }

    /** Returns the status of the ticket of the corp's app, or {@code null} if none is kept. Never blocks. */
    public @Nullable KeeperStatus agentStatus() {
        return refresher.agent == null ? null : refresher.agent.status();
    }

    /**
     * Ends the call in progress, and waits until that has happened: normally no time at all, at most until a call to the store
     * that
     * is in progress times out. {@link #current} then returns {@code null}.
     */
    @Override
    public void close() {
        stop();
        try {
            if (stepping.tryLock(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                stepping.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refresher.close();
        keepers.remove(this);
    }

    /** Permits no further step, and interrupts the call in progress. */
    synchronized void stop() {
        closed = true;
        due = true;
        cancel();
        refresher.abort();
    }

    boolean mayStart() {
        return !closed;
    }

    /** Takes its first turn as soon as there is a thread. */
    synchronized void begin() {
        schedule(0);
    }

    /** A page needs the ticket. */
    private synchronized void hurry() {
        if (!due && next != null) {
            due = true;
            schedule(0);
        }
    }

    private synchronized void schedule(long nanos) {
        cancel();
        if (!closed) {
            int number = turn;
            next = keepers.schedule(() -> run(number), nanos);
        }
    }

    /** Schedules the turn after {@code number}, unless a page has hurried meanwhile. */
    private synchronized void scheduleAfter(int number, long nanos) {
        if (number == turn) {
            schedule(nanos);
        }
    }

    private void cancel() {
        turn++;
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized boolean isVoid(int number) {
        return number != turn;
    }

    private void run(int number) {
        stepping.lock();
        try {
            if (!isVoid(number)) {
                scheduleAfter(number, step());
            }
        } finally {
            if (closed) {
                refresher.close();
            }
            stepping.unlock();
        }
    }

    private long step() {
        if (!isDue()) {
            long nanos = keepers.nanosToTurn();
            if (nanos > 0) {
                return nanos;
            }
        }
        due = true;
        long wait = refresh();
        if (!stepped) {
            stepped = true;
            logTicket(status());
            keepers.prepare();
        }
        return wait;
    }

    /** Whether it need not wait for its turn: it has a ticket from the store, a visitor, or has waited. */
    private boolean isDue() {
        boolean first = !restored;
        restored = true;
        return !first || restore() || due;
    }

    private boolean restore() {
        try {
            return refresher.restore();
        } catch (RuntimeException | Error e) {
            failed(e);
            return false;
        }
    }

    /** Survives any failure: if there were no further step, there would never be a new ticket. */
    private long refresh() {
        try {
            return refresher.step();
        } catch (RuntimeException | Error e) {
            failed(e);
            return TimeUnit.MINUTES.toNanos(1);
        }
    }

    private void failed(Throwable e) {
        if (!failureLogged) {
            failureLogged = true;
            log.warning("Refreshing the ticket for [" + account + "] failed with [" + FailureText.of(e)
                    + "]; retrying every minute");
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

    @Override
    public String toString() {
        return account.toString();
    }
}
