package io.github.wxconfig.ticket;

import io.github.wxconfig.libraries.LibraryClassLoader;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Runs the keepers of one filter on at most {@value #MAX_THREADS} daemon threads, over one store. Thread-safe.
 *
 * <p>One account has one thread. A keeper whose calls hang holds its thread up to their time limit, so that up to three of them
 * delay no other. The threads begin with the first keeper and end with the last one, and so does the use of the store.
 *
 * <p>Of many accounts that start together, those with a ticket in the store have it at once. The others request theirs one after
 * the other, within {@link #SPREAD}; an account with a visitor does not wait for its turn.
 */
public final class Keepers {

    /** How many threads there are at most. */
    public static final int MAX_THREADS = 4;

    /** The time over which any number of accounts that start together request their first tickets. */
    static final Duration SPREAD = Duration.ofMinutes(5);
    private static final Duration MAX_GAP = Duration.ofMillis(500);
    private static final Duration MAX_STOP = Duration.ofSeconds(10);

    private final FilterLog log;
    private final Runnable preparations;
    private final AtomicBoolean prepared = new AtomicBoolean();
    private final SplittableRandom random = new SplittableRandom();
    final ResilientStore store;
    /** The rest is guarded by {@code this}. */
    private final Set<TicketKeeper> running = new HashSet<>();
    private @Nullable Pool pool;
    private @Nullable Future<?> repetition;
    private boolean closed;
    private long gapNanos;
    private long nextTurnNanos;

    /**
     * @param store opens the store, in the background
     * @param logPrefix what each line in the log begins with
     * @param preparations other slow initialization that no request should have to do: run once in the background, after the
     *     first attempt to get a ticket
     */
    public Keepers(StoreFactory store, String logPrefix, Runnable preparations) {
        this.log = new FilterLog(TicketKeeper.class, logPrefix);
        this.store = new ResilientStore(store, TimeSource.SYSTEM, this::random, logPrefix);
        this.preparations = preparations;
    }

    /** Starts the keepers and returns at once. Those that were started before, or have been closed, are left as they are. */
    public synchronized void start(Collection<TicketKeeper> keepers) {
        if (closed) {
            return;
        }
        gapNanos = Math.min(MAX_GAP.toNanos(), SPREAD.toNanos() / Math.max(1, keepers.size()));
        nextTurnNanos = System.nanoTime() - MAX_THREADS * gapNanos;
        for (TicketKeeper keeper : keepers) {
            if (keeper.mayStart() && running.add(keeper)) {
                openPool(keeper.toString()).setCorePoolSize(Math.min(MAX_THREADS, running.size()));
                keeper.begin();
            }
        }
    }

    private Pool openPool(String name) {
        if (pool == null) {
            pool = new Pool("wxconfig-" + name);
        }
        return pool;
    }

    /** Runs a task again and again in the background, with this time in between, until {@link #close}. */
    public synchronized void repeat(Runnable task, Duration interval) {
        if (closed) {
            return;
        }
        repetition = openPool("accounts").scheduleWithFixedDelay(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) { // which would end the repetition
                log.log(Level.WARNING, "A look at wxconfig.accountsDir failed with [" + FailureText.of(e) + "]");
            }
        }, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes them all; waits as {@link TicketKeeper#close} does, once for all of them. */
    public void close() {
        List<TicketKeeper> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(running);
            if (repetition != null) {
                repetition.cancel(false);
                repetition = null;
            }
        }
        all.forEach(TicketKeeper::stop);
        all.forEach(TicketKeeper::close);
        endPool();
    }

    /** Nanoseconds until a keeper without a ticket may request its first one. */
    synchronized long nanosToTurn() {
        long now = System.nanoTime();
        nextTurnNanos = Math.max(now - MAX_THREADS * gapNanos, nextTurnNanos) + gapNanos;
        return Math.max(0, nextTurnNanos - now);
    }

    /** Runs {@code turn} after a time, unless that future is cancelled before; {@code null} if there is no keeper any more. */
    synchronized @Nullable Future<?> schedule(Runnable turn, long nanos) {
        return pool == null ? null : pool.schedule(turn, nanos, TimeUnit.NANOSECONDS);
    }

    synchronized double random() {
        return random.nextDouble();
    }

    /**
     * Runs the preparations if they have not been run. A failure is not reported here: the code that needs what could not be
     * prepared reports it.
     */
    void prepare() {
        if (!prepared.getAndSet(true)) {
            try {
                preparations.run();
            } catch (RuntimeException | Error e) {
                log.log(Level.FINE, "A preparation failed: [" + FailureText.of(e) + "]");
            }
            LibraryClassLoader.forgetFiles();
        }
    }

    /** Ends the threads and the use of the store if this keeper was the last one; waits until that has happened. */
    void remove(TicketKeeper keeper) {
        synchronized (this) {
            running.remove(keeper);
        }
        endPool();
    }

    private void endPool() {
        Pool ended;
        synchronized (this) {
            if (pool == null || repetition != null || !running.isEmpty()) {
                return;
            }
            ended = pool;
            pool = null;
        }
        ended.shutdown();
        for (Thread thread : ended.threadsEndedWithin(MAX_STOP)) {
            log.warning("The thread [" + thread.getName()
                    + "] is still waiting for WeChat or the store; it will end with that call");
        }
    }

    /** Threads of one name, of which the second and the later ones have a number. Closes the store when the last one ends. */
    private final class Pool extends ScheduledThreadPoolExecutor {

        private final List<Thread> threads = new ArrayList<>();

        Pool(String name) {
            super(1);
            setThreadFactory(task -> {
                synchronized (threads) {
                    threads.removeIf(thread -> !thread.isAlive());
                    Thread thread = new Thread(task, threads.isEmpty() ? name : name + "-" + (threads.size() + 1));
                    thread.setDaemon(true);
                    thread.setContextClassLoader(Keepers.class.getClassLoader());
                    threads.add(thread);
                    return thread;
                }
            });
            setRemoveOnCancelPolicy(true);
            setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        }

        @Override
        protected void terminated() {
            store.close();
        }

        /** Returns the threads that are alive after that time at most. */
        List<Thread> threadsEndedWithin(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            synchronized (threads) {
                threads.remove(Thread.currentThread()); // which ends with this turn
                for (Thread thread : threads) {
                    try {
                        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                threads.removeIf(thread -> !thread.isAlive());
                return new ArrayList<>(threads);
            }
        }
    }
}
