package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.network.BoundedSocket;
import io.github.wxconfig.network.Exchange;
import io.github.wxconfig.store.RedisReplies.RejectedReplyException;
import io.github.wxconfig.text.FailureText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Keeps credentials in Redis, for all nodes of a cluster, and grants the lease that allows one of them to refresh.
 *
 * <p>It uses one connection, which it opens when needed, and replaces after any failure. Each read has a time-out of two
 * seconds. Everything together, from the lookup of the host to the reply, ends after {@link #DEADLINE}. For one thread at a
 * time.
 */
public final class RedisStore implements CredentialStore {

    static final int TIMEOUT_MILLIS = 2000;
    /** Allows for a broken connection, a new one, and the reply. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String CHECK = "Check the server, the network and wxconfig.store";

    /** Prolongs the lease if {@code owner} holds it. */
    private static final String PROLONG =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end";
    /** Deletes the lease if {@code owner} holds it, and not the lease that another node got after this one's had expired. */
    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final RedisUrl url;
    private final Clock clock;
    private final int timeoutMillis;
    private final Duration deadline;
    private volatile @Nullable RedisConnection connection;

    /** @throws IllegalArgumentException if {@code url} is not the URL of a Redis server */
    public RedisStore(String url, Clock clock) {
        this(new RedisUrl(url), clock);
    }

    RedisStore(RedisUrl url, Clock clock) {
        this(url, clock, TIMEOUT_MILLIS, DEADLINE);
    }

    RedisStore(RedisUrl url, Clock clock, int timeoutMillis, Duration deadline) {
        this.url = url;
        this.clock = clock;
        this.timeoutMillis = timeoutMillis;
        this.deadline = deadline;
    }

    @Override
    public @Nullable Credential get(String key) throws IOException {
        Credential credential = CredentialText.parse(call(redis -> redis.get(key)));
        return credential == null || credential.isExpiredAt(clock.instant()) ? null : credential;
    }

    @Override
    public void put(String key, Credential credential) throws IOException {
        long left = Duration.between(clock.instant(), credential.expiresAt()).toMillis();
        if (left <= 0) {
            remove(key);
        } else {
            call(redis -> redis.set(key, CredentialText.format(credential), SetParams.setParams().px(left)));
        }
    }

    @Override
    public void remove(String key) throws IOException {
        call(redis -> redis.del(key));
    }

    @Override
    public boolean acquire(String key, String owner, Duration lease) throws IOException {
        long millis = lease.toMillis();
        return call(redis -> redis.set(leaseOf(key), owner, SetParams.setParams().nx().px(millis)) != null
                || run(redis, PROLONG, leaseOf(key), owner, Long.toString(millis)));
    }

    @Override
    public void release(String key, String owner) throws IOException {
        call(redis -> run(redis, RELEASE, leaseOf(key), owner));
    }

    private static String leaseOf(String key) {
        return key + ":lease";
    }

    private static boolean run(Jedis redis, String script, String key, String... arguments) {
        return Long.valueOf(1).equals(redis.eval(script, Collections.singletonList(key), Arrays.asList(arguments)));
    }

    /** One command. */
    private interface Command<T> {
        T run(Jedis redis);
    }

    private <T> T call(Command<T> command) throws IOException {
        boolean replied = false;
        try {
            T reply = Exchange.within(deadline, "wxconfig-redis", exchange -> reply(exchange, command));
            replied = true;
            return reply;
        } catch (TimeoutException e) {
            throw new IOException("Redis did not finish its reply within [" + deadline.toMillis() + "ms]. " + CHECK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The call of Redis was interrupted");
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            if (!replied) {
                close();
            }
        }
    }

    /** Repeats the command once if the open connection turns out to be broken; every command here may be repeated. */
    private <T> T reply(Exchange exchange, Command<T> command) throws IOException {
        RedisConnection left = connection;
        if (left != null) {
            try {
                return command.run(left.within(exchange));
            } catch (JedisConnectionException e) {
                left.close();
                if (find(SocketTimeoutException.class, e) != null || find(RejectedReplyException.class, e) != null) {
                    throw e;
                }
            }
        }
        RedisConnection made = new RedisConnection(url, timeoutMillis);
        connection = made;
        return command.run(made.within(exchange));
    }

    /** Returns an exception without a cause, because Jedis and Redis quote what was sent. */
    private IOException failure(Throwable e) {
        RedisConnection failed = connection;
        String error = failed == null ? null : failed.error();
        RejectedReplyException rejected = find(RejectedReplyException.class, e);
        if (rejected != null) {
            String message = "Redis " + rejected.getMessage() + ". " + CHECK;
            return rejected.ofValue ? new UnreadableValueException(message) : new IOException(message);
        }
        if (error != null) {
            String message = "Redis " + RedisError.explained(error) + ". Check wxconfig.store";
            return RedisError.isOfValue(error) ? new UnreadableValueException(message) : new IOException(message);
        }
        if (e instanceof Error || e instanceof RuntimeException && !(e instanceof JedisException)) {
            return rethrown(e);
        }
        return new IOException("Redis " + reason(e) + " (" + FailureText.of(e) + "). " + CHECK);
    }

    /** Throws what is no failure of the network, but of the libraries. */
    private static IOException rethrown(Throwable e) {
        if (e instanceof Error) {
            throw (Error) e;
        }
        throw (RuntimeException) e;
    }

    private String reason(Throwable e) {
        String at = "[" + url.host + ":" + url.port + "]";
        if (find(CertificateException.class, e) != null) {
            return "is not trusted: the JVM must trust its certificate, and the certificate must name the host";
        }
        if (find(UnknownHostException.class, e) != null) {
            return "was not found: the host [" + url.host + "] has no address";
        }
        if (find(SocketTimeoutException.class, e) != null) {
            return "did not answer within [" + timeoutMillis + "ms]";
        }
        if (find(ConnectException.class, e) != null) {
            return "could not be reached: " + at + " refused the connection";
        }
        if (find(BoundedSocket.TooLongException.class, e) != null) {
            return "sent too many bytes: is it Redis?";
        }
        if (find(SSLException.class, e) != null) {
            return "could not be reached: TLS with " + at
                    + " failed; if the server does not use TLS, write [redis://] instead of [rediss://]";
        }
        return "failed: " + at + " closed the connection" + (url.tls ? "" : "; if the server requires TLS, write [rediss://]");
    }

    private static <T> @Nullable T find(Class<T> type, @Nullable Throwable in) {
        return in == null || type.isInstance(in) ? type.cast(in) : find(type, in.getCause());
    }

    @Override
    public void close() {
        RedisConnection closing = connection;
        connection = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                // the connection is no longer used
            }
        }
    }
}
