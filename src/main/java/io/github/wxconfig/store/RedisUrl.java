package io.github.wxconfig.store;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the URL of a Redis server: {@code redis://user:password@host:port/database}, or {@code rediss://} for TLS. User,
 * password, port (6379) and database (0) are optional; special characters in the password are percent-encoded. Neither
 * exceptions nor {@link #toString()} show the password. Immutable.
 */
final class RedisUrl {

    private static final String REMEDY = "write [redis://user:password@host:6379/0], or [rediss://…] for TLS, with special"
            + " characters of the password percent-encoded";

    /** Replaces {@link java.net.URI}, which accepts no host with an underscore; container names often have one. */
    private static final Pattern SYNTAX = Pattern.compile(
            "(?i)(rediss?)://(?:(.*)@)?(\\[[0-9A-Fa-f:.]+]|[\\p{L}\\p{N}._-]+)(?::(\\d{1,5}))?(?:/(\\d{0,4}))?");

    final boolean tls;
    final String host;
    final int port;
    final int database;
    final @Nullable String user;
    final @Nullable String password;

    /** @throws IllegalArgumentException if {@code url} is not such a URL; without the URL itself */
    RedisUrl(String url) {
        Matcher parts = SYNTAX.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("The URL of Redis is invalid; " + REMEDY);
        }
        String[] login = parts.group(2) == null ? new String[0] : parts.group(2).split(":", 2);
        this.tls = parts.group(1).length() == 6;
        this.user = login.length == 2 && !login[0].isEmpty() ? decoded(login[0]) : null;
        this.password = login.length == 0 ? null : decoded(login[login.length - 1]);
        this.host = parts.group(3);
        this.port = number(parts.group(4), 6379);
        this.database = number(parts.group(5), 0);
    }

    /** The host for the resolver and for the certificate check: an IPv6 address without brackets. */
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether {@code name} is meant to be the URL of a Redis server. */
    static boolean isRedisUrl(String name) {
        return name.matches("(?is)rediss?:/.*");
    }

    private static int number(String digits, int otherwise) {
        return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), "UTF-8");
        } catch (IllegalArgumentException | UnsupportedEncodingException e) { // without this cause, which quotes the password
            throw new IllegalArgumentException("The user or password of Redis contains an invalid percent-encoding; " + REMEDY);
        }
    }

    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + " " + host + ":" + port + "/" + database;
    }
}
