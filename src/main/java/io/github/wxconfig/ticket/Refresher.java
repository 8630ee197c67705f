package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Decides when to get the next ticket, and gets it. Whoever runs it calls {@link #step} again and again, from one thread,
 * and waits in between for as long as that says; {@link #current} may be called from everywhere.
 *
 * <p>A ticket is asked for when 60 to 66 per cent of its life are over, because
 * WeChat never says that one is stale: the visitors' phones do. Where the store already has a newer one, that is taken.
 * Otherwise the node that gets the lease looks once more, asks WeChat, and leaves the answer in the store for the others,
 * who look again every second or so. All the while the old ticket serves, to its end, whatever fails.
 *
 * <p>WeChat gives the same ticket to everybody who asks while that lives, and always says that it lives for another two
 * hours. When the ticket that we have is given once more, it counts as issued when we first got it: its next refresh
 * then falls just past the two hours in which it must have been replaced, instead of somewhere late in the life of
 * its successor. A central ticket server may count down instead: what it says is left then is the rest of the ticket's life,
 * and is used nearly up.
 */
final class Refresher {

    static final double EARLIEST = 0.60;
    /** For the rest of a life that the issuer counts down. */
    static final double LATE = 0.85;
    /** How far the nodes' refreshes lie apart. */
    static final double SPREAD = 0.06;

    /** The longest sleep: a wall clock that was moved, or a machine that slept, is noticed this soon. */
    static final Duration NAP = Duration.ofSeconds(10);
    /** How long a node that dies in mid-refresh keeps the others from it. Taken anew before each call. */
    static final Duration LEASE = Duration.ofSeconds(30);
    /** How often a node whose own attempts fail looks whether another one had more luck, or its secret has been changed. */
    static final Duration PEEK = Duration.ofMinutes(1);

    /** A store whose leases do not end, though they should, is waited for no longer. */
    static final Duration PATIENCE = LEASE.multipliedBy(4);

    private static final Duration FASTEST = Duration.ofSeconds(1);
    private static final Logger LOG = Logger.getLogger(Refresher.class.getName());

    private final Account account;
    private final ResilientStore store;
    private final Function<ResilientStore, Issuer> issuers;
    private final BooleanSupplier stopped;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final String owner = UUID.randomUUID().toString();
    private final String leaseKey;
    private final RefreshFailures setbacks;

    private volatile LiveTicket held;
    /** Whether that one is from the store. */
    private boolean adopted;
    private volatile KeeperStatus status;
    private final Object calling = new Object();
    private Thread caller;
    private Issuer issuer;
    private boolean started;
    private long notBeforeNanos;
    private long peekNanos;
    private boolean waiting;
    private long waitingSinceNanos;
    private long tokenCalls;
    private long ticketCalls;

    /**
     * @param issuers makes the issuer, at the first attempt, because loading a client takes time
     * @param stopped whether no further call shall be made
     */
    Refresher(Account account, ResilientStore store, Function<ResilientStore, Issuer> issuers, BooleanSupplier stopped, TimeSource time,
            DoubleSupplier random) {
        this.account = account;
        this.store = store;
        this.issuers = issuers;
        this.stopped = stopped;
        this.time = time;
        this.random = random;
        this.setbacks = new RefreshFailures(account, time, random);
        this.leaseKey = account.ticketKey();
        this.notBeforeNanos = time.nanos();
        this.status = snapshot(KeeperStatus.State.STARTING);
    }

    /** The ticket to sign with, or {@code null}. */
    Credential current() {
        LiveTicket ticket = held;
        return ticket != null && ticket.isAlive(time) ? ticket.credential : null;
    }

    KeeperStatus status() {
        return status;
    }

    /** Interrupts a call that is under way, and nothing else: an interrupt would spoil files. From any thread. */
    void abort() {
        synchronized (calling) {
            if (caller != null) {
                caller.interrupt();
            }
        }
    }

    /** Does what is due. Returns how many nanoseconds may pass until the next step. */
    long step() {
        store.save();
        if (!started) {
            started = true;
            adopt();
        }
        if (!isFresh()) {
            refresh();
        }
        if (setbacks.any() && current() == null) {
            setbacks.ticketExpired();
        }
        status = snapshot(state());
        return Math.max(1, Math.min(NAP.toNanos(), nanosToAttempt()));
    }

    /** Ends it: forgets the ticket and closes the store. */
    void close() {
        held = null;
        store.close();
        status = status.closed();
    }

    private boolean isFresh() {
        return held != null && held.isFresh(time);
    }

    private void refresh() {
        if (time.nanos() - notBeforeNanos >= 0) {
            attempt();
        } else if (setbacks.any() && time.nanos() - peekNanos >= 0) {
            peekNanos = time.nanos() + PEEK.toNanos();
            if (!adopt() && isIssuerRenewed()) {
                attempt();
            }
        }
    }

    private boolean isIssuerRenewed() {
        try {
            return issuer != null && issuer.isRenewed();
        } catch (RuntimeException | Error e) { // as with its calls
            LOG.log(Level.FINE, "The issuer does not say whether it has changed: [{0}]", FailureText.of(e));
            return false;
        }
    }

    private void attempt() {
        if (adopt()) {
            return;
        }
        if (!store.acquire(leaseKey, owner, LEASE) && !isOutOfPatience()) {
            notBeforeNanos = time.nanos() + (long) (FASTEST.toNanos() * (0.5 + random.getAsDouble()));
            return;
        }
        waiting = false;
        try {
            if (!adopt()) {
                receive(askIssuer());
            }
        } catch (CancellationException e) {
            LOG.log(Level.FINE, "Stopped while getting a ticket for [{0}]", account);
        } catch (WeChatException e) {
            if (stopped.getAsBoolean()) {
                return;
            }
            failed(e);
        } catch (RuntimeException | Error e) { // of which nobody knows what its message holds
            failed(new WeChatException(WeChatException.Kind.TRANSIENT, WeChatException.NO_ERRCODE, "", Duration.ZERO,
                    "The ticket's issuer fails with [" + FailureText.of(e) + "]", null));
        } finally {
            store.release(leaseKey, owner);
        }
    }

    private boolean isOutOfPatience() {
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = time.nanos();
        }
        return time.nanos() - waitingSinceNanos > PATIENCE.toNanos();
    }

    private IssuedCredential askIssuer() throws WeChatException {
        if (issuer == null) {
            issuer = issuers.apply(store);
        }
        return issuer.ticket(this::call);
    }

    private IssuedCredential call(Issuer.Wanted wanted, Issuer.Call call) throws WeChatException {
        store.acquire(leaseKey, owner, LEASE);
        try {
            callingBy(Thread.currentThread());
            if (stopped.getAsBoolean()) {
                throw new CancellationException();
            }
            count(wanted);
            return call.make();
        } finally {
            callingBy(null);
            if (stopped.getAsBoolean()) {
                Thread.interrupted(); // what is left to do, releasing and closing, must not be disturbed
            }
        }
    }

    private void count(Issuer.Wanted wanted) {
        if (wanted == Issuer.Wanted.TOKEN) {
            tokenCalls++;
        } else {
            ticketCalls++;
        }
    }

    private void callingBy(Thread thread) {
        synchronized (calling) {
            caller = thread;
        }
    }

    /** Takes the stored ticket if it is newer than ours. Returns whether there is now a fresh one. */
    private boolean adopt() {
        Credential stored = store.get(account.ticketKey());
        if (stored == null || isKnown(stored)) {
            return false;
        }
        hold(stored, EARLIEST);
        adopted = true;
        if (!isFresh()) {
            return false;
        }
        waiting = false;
        succeeded();
        return true;
    }

    /** Ours, or one from before it. Of ours only we know, by the monotonic clock, whether it has ended. */
    private boolean isKnown(Credential stored) {
        return held != null && !ResilientStore.isNewer(stored, held.credential)
                && (held.isAlive(time) || stored.value().equals(held.credential.value()));
    }

    private void receive(IssuedCredential grant) {
        boolean again = held != null && held.credential.value().equals(grant.value());
        Instant now = Instant.ofEpochMilli(time.millis());
        Credential ticket = new Credential(grant.value(), again ? firstReceived(grant, now) : now, now.plus(grant.expiresIn()));
        boolean countsDown = again && grant.expiresIn().toNanos() <= held.leftNanos(time) + ResilientStore.SKEW.toNanos();
        hold(ticket, countsDown ? LATE : EARLIEST);
        adopted = false;
        store.put(account.ticketKey(), ticket);
        succeeded();
    }

    private Instant firstReceived(IssuedCredential grant, Instant now) {
        long age = held.ageNanos(time);
        return age < grant.expiresIn().toNanos() ? now.minusMillis(Math.max(0, age) / 1_000_000) : now;
    }

    private void hold(Credential ticket, double earliest) {
        held = new LiveTicket(ticket, earliest + SPREAD * random.getAsDouble(), time);
    }

    private void succeeded() {
        setbacks.clear();
        notBeforeNanos = time.nanos() + FASTEST.toNanos();
    }

    private void failed(WeChatException e) {
        notBeforeNanos = time.nanos() + setbacks.add(e, current()).toNanos();
        peekNanos = time.nanos() + PEEK.toNanos();
    }

    /** Not negative. */
    private long nanosToAttempt() {
        long due = held == null ? 0 : Math.max(0, held.nanosToDue(time));
        return Math.max(due, notBeforeNanos - time.nanos());
    }

    private KeeperStatus.State state() {
        if (current() == null) {
            return setbacks.any() || started ? KeeperStatus.State.WITHOUT_TICKET : KeeperStatus.State.STARTING;
        }
        return setbacks.any() ? KeeperStatus.State.FAILING : KeeperStatus.State.SERVING;
    }

    private KeeperStatus snapshot(KeeperStatus.State state) {
        Credential ticket = current();
        return new KeeperStatus(state, ticket == null ? null : ticket.issuedAt(), ticket == null ? null : ticket.expiresAt(),
                Instant.ofEpochMilli(time.millis() + nanosToAttempt() / 1_000_000), setbacks.last(), ticket != null && adopted,
                tokenCalls, ticketCalls,
                store.toString(), store.isDown());
    }
}
