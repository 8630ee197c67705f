package io.github.wxconfig.url;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses a host with an optional port, as in {@code Host}, {@code X-Forwarded-Host} and the authority of a URL (RFC 3986, section
 * 3.2), without user information. Only what a browser shows in its address bar is accepted: letters, digits, dot,
 * hyphen and underscore, or an IPv6 address in brackets.
 */
public final class Authority {

    /** The value for a missing port. */
    static final int NO_PORT = -1;

    private final String host;
    private final int port;

    Authority(String host, int port) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.port = port == 80 || port == 443 ? NO_PORT : port;
    }

    /** Reads {@code host}, {@code host:port}, {@code [::1]} or {@code [::1]:port}; {@code null} for anything else. */
    public static @Nullable Authority parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        int end = text.charAt(0) == '[' ? text.indexOf(']') + 1 : endOfName(text);
        if (end == 0 || !isHost(text, end)) {
            return null;
        }
        if (end == text.length()) {
            return new Authority(text, NO_PORT);
        }
        int port = text.charAt(end) == ':' ? port(text.substring(end + 1)) : NO_PORT;
        return port == NO_PORT ? null : new Authority(text.substring(0, end), port);
    }

    /** Returns the number from 1 to 65535 that {@code text} consists of, or {@link #NO_PORT}. */
    static int port(String text) {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || port > 6553) {
                return NO_PORT;
            }
            port = port * 10 + c - '0';
        }
        return port > 0 && port < 65536 ? port : NO_PORT;
    }

    private static int endOfName(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static boolean isHost(String text, int end) {
        boolean ipv6 = text.charAt(0) == '[';
        for (int i = ipv6 ? 1 : 0; i < (ipv6 ? end - 1 : end); i++) {
            char c = text.charAt(i);
            if (ipv6 ? !(isHexDigit(c) || c == ':' || c == '.') : !(isLetterOrDigit(c) || c == '-' || c == '.' || c == '_')) {
                return false;
            }
        }
        return end > (ipv6 ? 2 : 0);
    }

    private static boolean isHexDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** In lower case; an IPv6 address is in brackets. */
    public String host() {
        return host;
    }

    /**
     * Returns the port, or {@link #NO_PORT}. Neither 80 nor 443 is ever a port of its own here: one of them is the default and
     * not shown, the other is a proxy's inner port, and WeChat opens pages on no other than these two.
     */
    int port() {
        return port;
    }

    Authority withPort(int other) {
        return new Authority(host, other);
    }

    @Override
    public String toString() {
        return port == NO_PORT ? host : host + ':' + port;
    }
}
