package io.github.wxconfig.wechat;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of something on a web server. Immutable.
 *
 * <p>Not {@link java.net.URL}, whose parser and client anybody in the JVM can replace, nor {@link java.net.URI}, which knows
 * no host with an underscore.
 */
final class WebAddress {

    private static final Pattern SYNTAX = Pattern.compile(
            "(?i)(https?)://(\\[[0-9A-F:.]+]|[^\\s\\p{Cntrl}/?#@:\\[\\]\\\\]+)(?::(\\d{1,5}))?([/?][^#]*)?(#.*)?", Pattern.DOTALL);

    final boolean tls;
    /** As certificates and {@code Host} name it; an IPv6 address in brackets. */
    final String host;
    final int port;
    /** Path and query, in characters that can stand in a request. Begins with a slash. */
    final String target;

    private WebAddress(boolean tls, String host, int port, String target) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        this.target = target;
    }

    /** An address that a path can be added to. */
    static WebAddress withoutQuery(String text, String option) {
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new IllegalArgumentException(option + " must not contain a query or fragment");
        }
        return of(text, option);
    }

    /** @throws IllegalArgumentException that names the option, but not the value, which may hold a password */
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
        throw new IllegalArgumentException(option + " is not an address that begins with http:// or https://, with a host"
                + " and without user and password");
    }

    /** Something below this address, whose path does not begin anew. */
    WebAddress with(String pathAndQuery) {
        return new WebAddress(tls, host, port, target.replaceAll("/+$", "") + pathAndQuery);
    }

    String scheme() {
        return tls ? "https" : "http";
    }

    /** Host and port, the latter where it is not the usual one: as in the header {@code Host}. */
    String authority() {
        return port == defaultPort(tls) ? host : hostAndPort();
    }

    String hostAndPort() {
        return host + ":" + port;
    }

    /** The host as the resolver and the certificate have it. */
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int defaultPort(boolean tls) {
        return tls ? 443 : 80;
    }

    /** In the letters of DNS; {@code null} if that cannot be. */
    private static String ascii(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What no request may hold, a line end above all, is percent-encoded. */
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

    /** Without path and query, which may hold a key. */
    @Override
    public String toString() {
        return scheme() + "://" + authority();
    }
}
