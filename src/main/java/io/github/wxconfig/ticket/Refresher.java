package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to get the next ticket, and gets it. Its {@link TicketKeeper} calls {@link #step} repeatedly, one call at a time,
 * and waits in between for as long as {@code step} returns; {@link #current} may be called from any thread.
 *
 * <p>A refresh is due when 60 to 66 per cent of a ticket's life are over, because WeChat never reports that a ticket is stale:
 * only the visitors' phones do. If the store already holds a newer ticket, the refresher takes that one. Otherwise the node
 * that gets the lease checks the store once more, asks WeChat, and puts the answer into the store for the other nodes, which
 * poll the store about once a second. Meanwhile the current ticket stays in use until it expires, whatever fails.
 *
 * <p>Besides the ticket's own age, three timers decide when a node acts. All of them run on the monotonic clock:
 *
 * <table>
 * <caption>Who waits for what</caption>
 * <tr><th>timer</th><th>who waits</th><th>for what</th><th>how long</th></tr>
 * <tr><td>{@link #nextAttemptNanos}</td><td>every node</td><td>permission to attempt a refresh at all</td>
 *     <td>after a success {@link #MIN_ATTEMPT_INTERVAL}; while another node holds the lease half to one and a half of that;
 *     after a failure the back-off or cool-down of {@link RefreshFailures}</td></tr>
 * <tr><td>{@link #nextPollNanos}</td><td>a node that waits after a failure</td>
 *     <td>a ticket that another node has put into the store, or a changed secret</td><td>{@link #STORE_POLL_INTERVAL} each
 *     time, until the next attempt is permitted</td></tr>
 * <tr><td>{@link #leaseWaitStartNanos}</td><td>a node whose refresh is due while another node holds the lease</td>
 *     <td>that node's ticket, or the end of its lease</td><td>at most {@link #MAX_LEASE_WAIT}; then it refreshes without the
 *     lease</td></tr>
 * </table>
 *
 * <p>WeChat gives the same ticket to everybody until it expires, and each time states a life of another two hours. A ticket
 * that is received again counts as issued when it was first received: its next refresh then falls just past the two hours
 * within which WeChat must have replaced it, instead of late in the life of its successor. A central ticket server may
 * count down instead: then it states the rest of the ticket's life, which is used almost to its end.
 */
final class Refresher {

    /** The share of a ticket's life after which a refresh is due at the earliest. */
    static final double REFRESH_AT = 0.60;
    /** The same for a life that the issuer counts down. */
    static final double REFRESH_AT_OF_REST = 0.85;
    /** The random share that is added, so that nodes refresh at different times. */
    static final double REFRESH_JITTER = 0.06;

    /** The longest sleep between two steps: a changed wall clock or a machine's suspension is noticed this soon. */
    static final Duration MAX_SLEEP = Duration.ofSeconds(10);
    static final Duration STORE_POLL_INTERVAL = Duration.ofMinutes(1);
    /** How long a node waits for leases that should have expired, but have not. */
    static final Duration MAX_LEASE_WAIT = Lease.DURATION.multipliedBy(4);

    private static final Duration MIN_ATTEMPT_INTERVAL = Duration.ofSeconds(1);

    private final FilterLog log;
    private final Account account;
    private final ResilientStore store;
    private final Issuer.Factory issuers;
    private final BooleanSupplier stopped;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final Lease lease;
    private final CallGate gate;
    private final RefreshFailures failures;

    private volatile @Nullable LiveTicket ticket;
    /** Whether {@link #ticket} was found in the store. */
    private boolean fromStore;
    private volatile KeeperStatus status;
    private @Nullable Issuer issuer;
    private boolean started;

    private long nextAttemptNanos;
    private long nextPollNanos;
    private boolean waitingForLease;
    private long leaseWaitStartNanos;

    /**
     * @param issuers creates the issuer at the first attempt, because loading a client takes time
     * @param stopped whether all further calls are refused
     */
    Refresher(Account account, ResilientStore store, Issuer.Factory issuers, BooleanSupplier stopped, TimeSource time,
            DoubleSupplier random) {
        this.log = new FilterLog(Refresher.class, account.logPrefix());
        this.account = account;
        this.store = store;
        this.issuers = issuers;
        this.stopped = stopped;
        this.time = time;
        this.random = random;
        this.lease = new Lease(store, account.leaseKey());
        this.gate = new CallGate(lease, stopped);
        this.failures = new RefreshFailures(account, time, random);
        this.nextAttemptNanos = time.nanos();
        this.status = snapshot(KeeperStatus.State.STARTING);
    }

    /** The ticket to sign with, or {@code null}. Thread-safe. */
    @Nullable Credential current() {
        LiveTicket current = ticket;
        return current != null && current.isAlive(time) ? current.credential : null;
    }

    /** The status after the last step. Thread-safe. */
    KeeperStatus status() {
        return status;
    }

    /** Interrupts the call in progress, if any. Thread-safe. */
    void abort() {
        gate.abort();
    }

    /** Takes the ticket in the store. Called once, before the first step. Returns whether that is all for now. */
    boolean restore() {
        started = true;
        boolean isFresh = takeFromStore();
        status = snapshot(current() != null ? KeeperStatus.State.SERVING : KeeperStatus.State.STARTING);
        return isFresh;
    }

    /** Does what is due. Returns how many nanoseconds to wait before the next step. */
    long step() {
        store.save();
        if (!started) {
            restore();
        }
        if (!isFresh()) {
            refresh();
        }
        if (failures.any() && current() == null) {
            failures.ticketExpired();
        }
        status = snapshot(state());
        return Math.max(1, Math.min(MAX_SLEEP.toNanos(), nanosToAttempt()));
    }

    /** Forgets the ticket. Thread-safe. */
    void close() {
        ticket = null;
        status = status.closed();
    }

    private boolean isFresh() {
        return ticket != null && ticket.isFresh(time);
    }

    private void refresh() {
        if (time.nanos() - nextAttemptNanos >= 0) {
            attempt();
        } else if (failures.any() && time.nanos() - nextPollNanos >= 0) {
            nextPollNanos = time.nanos() + STORE_POLL_INTERVAL.toNanos();
            if (!takeFromStore() && isSecretChanged()) {
                attempt();
            }
        }
    }

    private boolean isSecretChanged() {
        try {
            return issuer != null && issuer.isSecretChanged();
        } catch (RuntimeException | Error e) { // as with its calls
            log.log(Level.FINE, "Could not check whether the secret has changed: [" + FailureText.of(e) + "]");
            return false;
        }
    }

    private void attempt() {
        if (takeFromStore()) {
            return;
        }
        if (!lease.acquire() && !hasWaitedTooLong()) {
            nextAttemptNanos = time.nanos() + (long) (MIN_ATTEMPT_INTERVAL.toNanos() * (0.5 + random.getAsDouble()));
            return;
        }
        waitingForLease = false;
        try {
            if (!takeFromStore()) {
                receive(askIssuer());
            }
        } catch (CancellationException e) {
            log.log(Level.FINE, "Stopped while getting a ticket for [" + account + "]");
        } catch (WeChatException e) {
            if (stopped.getAsBoolean()) {
                return;
            }
            failed(e);
        } catch (RuntimeException | Error e) { // whose message may contain anything
            failed(new WeChatException(WeChatException.Kind.TRANSIENT, WeChatException.NO_ERRCODE, Duration.ZERO,
                    "Requesting a ticket failed with [" + FailureText.of(e) + "]"));
        } finally {
            lease.release();
        }
    }

    private boolean hasWaitedTooLong() {
        if (!waitingForLease) {
            waitingForLease = true;
            leaseWaitStartNanos = time.nanos();
        }
        return time.nanos() - leaseWaitStartNanos > MAX_LEASE_WAIT.toNanos();
    }

    private IssuedCredential askIssuer() throws WeChatException {
        if (issuer == null) {
            issuer = issuers.create(store, gate);
        }
        return issuer.ticket();
    }

    /** Takes the ticket in the store if it is newer than the current one. Returns whether there is a fresh ticket now. */
    private boolean takeFromStore() {
        Credential stored = store.get(account.ticketKey());
        if (stored == null || isKnown(stored)) {
            return false;
        }
        use(stored, REFRESH_AT);
        fromStore = true;
        if (!isFresh()) {
            return false;
        }
        waitingForLease = false;
        succeeded();
        return true;
    }

    /** Whether it is the current ticket or an older one. Only the monotonic clock knows whether the current one has expired. */
    private boolean isKnown(Credential stored) {
        return ticket != null && !ResilientStore.isNewer(stored, ticket.credential)
                && (ticket.isAlive(time) || stored.value().equals(ticket.credential.value()));
    }

    private void receive(IssuedCredential issued) {
        LiveTicket before = ticket;
        LiveTicket same = before != null && before.credential.value().equals(issued.value()) ? before : null;
        Instant now = Instant.ofEpochMilli(time.millis());
        Credential received = new Credential(issued.value(), same == null ? now : firstReceived(same, issued, now),
                now.plus(issued.expiresIn()));
        boolean countsDown = same != null
                && issued.expiresIn().toNanos() <= same.leftNanos(time) + ResilientStore.MAX_CLOCK_SKEW.toNanos();
        use(received, countsDown ? REFRESH_AT_OF_REST : REFRESH_AT);
        fromStore = false;
        store.put(account.ticketKey(), received);
        succeeded();
    }

    private Instant firstReceived(LiveTicket same, IssuedCredential issued, Instant now) {
        long age = same.ageNanos(time);
        return age < issued.expiresIn().toNanos() ? now.minusMillis(Math.max(0, age) / 1_000_000) : now;
    }

    private void use(Credential next, double refreshAt) {
        ticket = new LiveTicket(next, refreshAt + REFRESH_JITTER * random.getAsDouble(), time);
    }

    private void succeeded() {
        failures.clear();
        nextAttemptNanos = time.nanos() + MIN_ATTEMPT_INTERVAL.toNanos();
    }

    private void failed(WeChatException e) {
        nextAttemptNanos = time.nanos() + failures.add(e, current()).toNanos();
        nextPollNanos = time.nanos() + STORE_POLL_INTERVAL.toNanos();
    }

    /** Nanoseconds until the next attempt is both due and permitted; never negative. */
    private long nanosToAttempt() {
        long due = ticket == null ? 0 : Math.max(0, ticket.nanosToDue(time));
        return Math.max(due, nextAttemptNanos - time.nanos());
    }

    private KeeperStatus.State state() {
        if (current() == null) {
            return failures.any() || started ? KeeperStatus.State.WITHOUT_TICKET : KeeperStatus.State.STARTING;
        }
        return failures.any() ? KeeperStatus.State.FAILING : KeeperStatus.State.SERVING;
    }

    private KeeperStatus snapshot(KeeperStatus.State state) {
        Credential current = current();
        return new KeeperStatus(state, current == null ? null : current.issuedAt(), current == null ? null : current.expiresAt(),
                Instant.ofEpochMilli(time.millis() + nanosToAttempt() / 1_000_000), failures.last(), current != null && fromStore,
                gate.tokenCalls(), gate.ticketCalls(), store.toString(), store.isDown());
    }
}
