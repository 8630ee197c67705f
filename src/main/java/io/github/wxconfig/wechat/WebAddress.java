package io.github.wxconfig.wechat;

import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds an http or https address in its parts. Immutable.
 *
 * <p>It replaces {@link java.net.URL}, whose parser and client any code in the JVM can replace, and {@link java.net.URI}, which
 * accepts no host with an underscore.
 */
final class WebAddress {

    private static final Pattern SYNTAX = Pattern.compile(
            "(?i)(https?)://(\\[[0-9A-F:.]+]|[^\\s\\p{Cntrl}/?#@:\\[\\]\\\\]+)(?::(\\d{1,5}))?([/?][^#]*)?(#.*)?",
            Pattern.DOTALL);

    final boolean tls;
    /** The host as in certificates and in the header {@code Host}; an IPv6 address in brackets. */
    final String host;
    final int port;
    /** Path and query, encoded for the request line. Begins with a slash. */
    final String target;

    private WebAddress(boolean tls, String host, int port, String target) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        this.target = target;
    }

    /**
     * Parses an address; ignores its fragment.
     *
     * @throws IllegalArgumentException that names the option, but not the value, which may contain a password
     */
    static WebAddress of(String text, String option) {
        Matcher parts = SYNTAX.matcher(text.trim());
        if (parts.matches()) {
            boolean tls = parts.group(1).length() == 5;
            int port = parts.group(3) == null ? defaultPort(tls) : Integer.parseInt(parts.group(3));
            String host = ascii(parts.group(2));
            if (port > 0 && port < 0x10000 && host != null) {
                return new WebAddress(tls, host, port, target(parts.group(4)));
            }
        }
        throw new IllegalArgumentException(option + " must be an address that begins with http:// or https://, with a host"
                + " and without user and password");
    }

    /** Returns the address with this path and query appended to its path. */
    WebAddress with(String pathAndQuery) {
        return new WebAddress(tls, host, port, target.replaceAll("/+$", "") + pathAndQuery);
    }

    /** Returns the value of a parameter as it stands in a query. */
    static String encoded(String value) {
        try {
            return URLEncoder.encode(value, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("This JVM has no UTF-8, which every Java platform must have", e);
        }
    }

    String scheme() {
        return tls ? "https" : "http";
    }

    /** Host and port as in the header {@code Host}: without the default port. */
    String authority() {
        return port == defaultPort(tls) ? host : hostAndPort();
    }

    String hostAndPort() {
        return host + ":" + port;
    }

    /** The host for the resolver and for the certificate check: an IPv6 address without brackets. */
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int defaultPort(boolean tls) {
        return tls ? 443 : 80;
    }

    /** Converts an internationalized host to ASCII; {@code null} if it is invalid. */
    private static @Nullable String ascii(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Percent-encodes everything that a request line cannot contain, line ends above all. */
    private static String target(String pathAndQuery) {
        String given = pathAndQuery == null ? "/" : pathAndQuery.startsWith("?") ? "/" + pathAndQuery : pathAndQuery;
        StringBuilder target = new StringBuilder();
        for (byte b : given.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7F) {
                target.append((char) b);
            } else {
                target.append(String.format("%%%02X", b & 0xFF));
            }
        }
        return target.toString();
    }

    /** Returns the address without path and query, which may contain a key. */
    @Override
    public String toString() {
        return scheme() + "://" + authority();
    }
}
