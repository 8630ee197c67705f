package io.github.wxconfig.url;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses the first element of a {@code Forwarded} header (RFC 7239, section 4): what the proxy next to the browser saw.
 *
 * <p>Read strictly but for two habits of real proxies: blanks around a semicolon, and a {@code host=name:port} without
 * the quotes that its colon needs. Anything else that is malformed makes the whole header count for nothing.
 */
final class ForwardedHeader {

    private static final ForwardedHeader NOTHING = new ForwardedHeader("");

    private final String text;
    private int at;
    private @Nullable String proto;
    private @Nullable String host;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** @param text the header's value, or {@code null} if there is none */
    static ForwardedHeader parse(@Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        ForwardedHeader header = new ForwardedHeader(text);
        return header.readElement() ? header : NOTHING;
    }

    /** As it was sent, or {@code null}. */
    @Nullable String proto() {
        return proto;
    }

    /** As it was sent, without quotes, or {@code null}. */
    @Nullable String host() {
        return host;
    }

    private boolean readElement() {
        while (true) {
            skipBlanks();
            if (!atEndOfPair() && !readPair()) {
                return false;
            }
            skipBlanks();
            if (at == text.length() || text.charAt(at) == ',') {
                return true;
            }
            if (text.charAt(at++) != ';') {
                return false;
            }
        }
    }

    private boolean readPair() {
        int start = at;
        while (!atEndOfPair() && isToken(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at).toLowerCase(Locale.ROOT);
        if (name.isEmpty() || atEndOfPair() || text.charAt(at++) != '=') {
            return false;
        }
        String value = !atEndOfPair() && text.charAt(at) == '"' ? readQuoted() : readPlain();
        return value != null && keep(name, value);
    }

    private @Nullable String readPlain() {
        int start = at;
        while (!atEndOfPair() && (isToken(text.charAt(at)) || "[]:".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at > start ? text.substring(start, at) : null;
    }

    private @Nullable String readQuoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && ++at == text.length()) {
                return null;
            }
            value.append(text.charAt(at));
        }
        return null;
    }

    /** A parameter may appear once; a client that sends it twice is trying to be believed. */
    private boolean keep(String name, String value) {
        if (name.equals("proto")) {
            boolean first = proto == null;
            proto = value;
            return first;
        }
        if (name.equals("host")) {
            boolean first = host == null;
            host = value;
            return first;
        }
        return true;
    }

    private boolean atEndOfPair() {
        return at == text.length() || text.charAt(at) == ';' || text.charAt(at) == ',';
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** RFC 7230, section 3.2.6. */
    private static boolean isToken(char c) {
        return c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
