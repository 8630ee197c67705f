package io.github.wxconfig.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one exchange with a server and ends it at a deadline, whatever the server does.
 *
 * <p>A socket's time-outs hold for one read each, so that a server which sends a byte a second is never too late; writing
 * and looking up a host have no time-out at all. So the exchange runs on a thread of its own, which lives no longer than the
 * exchange. If that does not complete, its sockets are closed, which ends every read and write, and with them the thread.
 * Only a lookup cannot be ended: its thread ends when the resolver gives up, without having opened anything.
 *
 * <p>Safe for the thread of the exchange and the one that waits for it.
 */
public final class Exchange {

    /** How long to wait for the end of the thread once its sockets are closed. */
    private static final long GRACE_MILLIS = 1000;

    private final List<Closeable> used = new ArrayList<>();
    private boolean over;

    private Exchange() {
    }

    /** The work of an exchange. */
    public interface Work<T> {

        /** @param exchange gets every socket by {@link #use} before that connects or is used again */
        T in(Exchange exchange) throws IOException;
    }

    /**
     * Runs the work in a thread of its own and waits for its result.
     *
     * @param thread the name of its thread
     * @throws TimeoutException if the work did not end within {@code limit}; its sockets are closed
     * @throws InterruptedException if the waiting thread was interrupted; its sockets are closed
     * @throws ExecutionException if the work has thrown, whatever it has thrown; its sockets are closed
     */
    public static <T> T within(Duration limit, String thread, Work<T> work)
            throws TimeoutException, InterruptedException, ExecutionException {
        Exchange exchange = new Exchange();
        FutureTask<T> task = new FutureTask<>(() -> work.in(exchange));
        Thread worker = new Thread(task, thread);
        worker.setDaemon(true);
        worker.start();
        boolean completed = false;
        try {
            T result = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            completed = true;
            return result;
        } finally {
            exchange.end(completed);
            awaitEnd(worker);
        }
    }

    /**
     * Registers a socket, which is closed if the exchange does not complete.
     *
     * @return {@code socket}
     * @throws IOException if the exchange is over; {@code socket} is closed
     */
    public synchronized <S extends Closeable> S use(S socket) throws IOException {
        if (over) {
            socket.close();
            throw new InterruptedIOException("The exchange is over");
        }
        used.add(socket);
        return socket;
    }

    private synchronized void end(boolean completed) {
        over = true;
        for (Closeable socket : used) {
            if (!completed) {
                closeQuietly(socket);
            }
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // the socket is no longer used
        }
    }

    private static void awaitEnd(Thread worker) {
        try {
            worker.join(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
