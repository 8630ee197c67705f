package io.github.wxconfig.credential;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.wechat.FailureText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Keeps credentials in Redis, for all nodes of a cluster, and lends the lease that lets one of them refresh.
 *
 * <p>One connection, made when it is needed and made anew when it has failed; each answer is waited for two seconds.
 */
final class RedisStore implements CredentialStore {

    static final int TIMEOUT_MILLIS = 2000;

    /** Prolongs the lease of its owner. */
    private static final String PROLONG =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end";
    /** Deletes the lease of its owner, and not that of another who got it when this one's had run out. */
    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final RedisUrl url;
    private final Clock clock;
    private Jedis connection;

    /** @throws IllegalArgumentException if this is no URL of a Redis */
    RedisStore(String url, Clock clock) {
        this(new RedisUrl(url), clock);
    }

    RedisStore(RedisUrl url, Clock clock) {
        this.url = url;
        this.clock = clock;
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

    /** Everything that is asked may be asked twice. A connection that was left open may have died since; a new one has not. */
    private <T> T ask(Function<Jedis, T> question) throws IOException {
        if (connection != null) {
            try {
                return question.apply(connection);
            } catch (JedisConnectionException e) {
                close();
            } catch (JedisException e) {
                throw failed(e);
            }
        }
        try {
            connection = connect();
            return question.apply(connection);
        } catch (JedisException e) {
            throw failed(e);
        }
    }

    private Jedis connect() {
        return new Jedis(new HostAndPort(url.host, url.port), DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(TIMEOUT_MILLIS).socketTimeoutMillis(TIMEOUT_MILLIS)
                .user(url.user).password(url.password).database(url.database)
                .ssl(url.tls).sslParameters(url.tls ? checkingTheHostsName() : null)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED).build());
    }

    private static SSLParameters checkingTheHostsName() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    /** Without its cause, and of what Redis says only the first word, such as READONLY: it may repeat what was sent. */
    private IOException failed(JedisException e) {
        close();
        if (!(e instanceof JedisConnectionException)) {
            return new IOException("Redis refuses: " + String.valueOf(e.getMessage()).split("[ ,]", 2)[0]);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new IOException("Redis is not trusted: its certificate must be one that the JVM trusts,"
                        + " and name the host (" + FailureText.of(cause) + ")");
            }
        }
        return new IOException("Redis does not answer (" + FailureText.of(e) + ")");
    }

    @Override
    public void close() {
        Jedis closing = connection;
        connection = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (JedisException e) {
                // it was broken, which is why it is closed
            }
        }
    }
}
