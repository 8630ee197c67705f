package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.network.BoundedSocket;
import io.github.wxconfig.network.Exchange;
import io.github.wxconfig.store.RedisReplies.RefusedReplyException;
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
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Keeps credentials in Redis, for all nodes of a cluster, and lends the lease that lets one of them refresh.
 *
 * <p>One connection, made when it is needed, and closed and made anew when anything at all has gone wrong with it. Each
 * read is waited for two seconds; looking the host up, connecting, TLS, logging in and asking together end after
 * {@link #DEADLINE}, whatever the server does.
 */
public final class RedisStore implements CredentialStore {

    static final int TIMEOUT_MILLIS = 2000;
    /** For a connection that has died since, a new one, and the answer. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String CHECK = "Check it, the network and wxconfig.store";

    /** Prolongs the lease of its owner. */
    private static final String PROLONG =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end";
    /** Deletes the lease of its owner, and not that of another who got it when this one's had run out. */
    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final RedisUrl url;
    private final Clock clock;
    private final int timeoutMillis;
    private final Duration deadline;
    private volatile RedisConnection connection;

    /** @throws IllegalArgumentException if this is no URL of a Redis */
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
    public Credential get(String key) throws IOException {
        Credential credential = CredentialText.parse(ask(redis -> redis.get(key)));
        return credential != null && credential.expiresAt().isAfter(clock.instant()) ? credential : null;
    }

    @Override
    public void put(String key, Credential credential) throws IOException {
        long left = Duration.between(clock.instant(), credential.expiresAt()).toMillis();
        if (left <= 0) {
            remove(key);
        } else {
            ask(redis -> redis.set(key, CredentialText.format(credential), SetParams.setParams().px(left)));
        }
    }

    @Override
    public void remove(String key) throws IOException {
        ask(redis -> redis.del(key));
    }

    @Override
    public boolean acquire(String key, String owner, Duration lease) throws IOException {
        long millis = lease.toMillis();
        return ask(redis -> redis.set(leaseOf(key), owner, SetParams.setParams().nx().px(millis)) != null
                || run(redis, PROLONG, leaseOf(key), owner, Long.toString(millis)));
    }

    @Override
    public void release(String key, String owner) throws IOException {
        ask(redis -> run(redis, RELEASE, leaseOf(key), owner));
    }

    private static String leaseOf(String key) {
        return key + ":lease";
    }

    private static boolean run(Jedis redis, String script, String key, String... arguments) {
        return Long.valueOf(1).equals(redis.eval(script, Collections.singletonList(key), Arrays.asList(arguments)));
    }

    /** What Redis is asked. */
    private interface Question<T> {
        T of(Jedis redis);
    }

    private <T> T ask(Question<T> question) throws IOException {
        boolean answered = false;
        try {
            T answer = Exchange.within(deadline, "wxconfig-redis", exchange -> answer(exchange, question));
            answered = true;
            return answer;
        } catch (TimeoutException e) {
            throw new IOException("Redis did not finish its answer within [" + deadline.toMillis() + "ms]. " + CHECK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Redis was not waited for: interrupted");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    /** Everything that is asked may be asked twice. A connection that was left open may have died since; a new one has not. */
    private <T> T answer(Exchange exchange, Question<T> question) throws IOException {
        RedisConnection left = connection;
        if (left != null) {
            try {
                return question.of(left.within(exchange));
            } catch (JedisConnectionException e) {
                left.close();
                if (find(SocketTimeoutException.class, e) != null || find(RefusedReplyException.class, e) != null) {
                    throw e;
                }
            }
        }
        RedisConnection made = new RedisConnection(url, timeoutMillis);
        connection = made;
        return question.of(made.within(exchange));
    }

    /** Without its cause: Jedis and Redis repeat what was sent. */
    private IOException failure(Throwable e) {
        RedisConnection failed = connection;
        String error = failed == null ? null : failed.error();
        RefusedReplyException refused = find(RefusedReplyException.class, e);
        if (refused != null) {
            String message = "Redis " + refused.getMessage() + ". " + CHECK;
            return refused.ofValue ? new UnreadableValueException(message) : new IOException(message);
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

    /** Not of the network, but of the libraries. */
    private static IOException rethrown(Throwable e) {
        if (e instanceof Error) {
            throw (Error) e;
        }
        throw (RuntimeException) e;
    }

    private String reason(Throwable e) {
        String at = "[" + url.host + ":" + url.port + "]";
        if (find(CertificateException.class, e) != null) {
            return "is not trusted: its certificate must be one that the JVM trusts, and name the host";
        }
        if (find(UnknownHostException.class, e) != null) {
            return "was not found: the host [" + url.host + "] has no address";
        }
        if (find(SocketTimeoutException.class, e) != null) {
            return "did not answer within [" + timeoutMillis + "ms]";
        }
        if (find(ConnectException.class, e) != null) {
            return "was not reached: " + at + " takes no connection";
        }
        if (find(BoundedSocket.TooLongException.class, e) != null) {
            return "answers too much: is it Redis?";
        }
        if (find(SSLException.class, e) != null) {
            return "was not reached: TLS with " + at + " failed; if it speaks none, write [redis://] instead of [rediss://]";
        }
        return "broke off: " + at + " has closed the connection" + (url.tls ? "" : "; if it speaks TLS alone, write [rediss://]");
    }

    private static <T> T find(Class<T> type, Throwable in) {
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
                // it was broken, which is why it is closed
            }
        }
    }
}
