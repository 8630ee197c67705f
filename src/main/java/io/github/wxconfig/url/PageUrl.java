package io.github.wxconfig.url;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses a URL that a client wants signed, strictly: http or https, a plain host, no user information, and nothing that
 * browsers and servers read differently.
 */
public final class PageUrl {

    private final String text;
    private final Authority authority;

    private PageUrl(String text, Authority authority) {
        this.text = text;
        this.authority = authority;
    }

    /** Takes {@code text} apart, its fragment cut off; {@code null} if it is not the URL of a page. */
    public static @Nullable PageUrl parse(String text) {
        int start = afterScheme(text);
        if (start < 0) {
            return null;
        }
        int end = afterAuthority(text, start);
        Authority authority = Authority.parse(text.substring(start, end));
        String url = withoutFragment(text);
        return authority != null && isClean(url, end) ? new PageUrl(url, authority) : null;
    }

    /** Host and port of an http or https URL, whatever its path and query are; {@code null} if there are none. */
    static @Nullable Authority authority(String url) {
        int start = afterScheme(url);
        return start < 0 ? null : Authority.parse(url.substring(start, afterAuthority(url, start)));
    }

    private static int afterAuthority(String text, int start) {
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static int afterScheme(String text) {
        if (text.regionMatches(true, 0, "https://", 0, 8)) {
            return 8;
        }
        return text.regionMatches(true, 0, "http://", 0, 7) ? 7 : -1;
    }

    /** Returns {@code url} up to its fragment, which browsers do not send and WeChat does not sign. */
    public static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    /** No browser's address has a blank, a control character or half a surrogate pair, nor a backslash before the query. */
    private static boolean isClean(String url, int from) {
        boolean query = false;
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            query |= c == '?';
            if (c <= ' ' || c >= 0x7F && c <= 0xA0 || c == '\\' && !query) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == url.length() || !Character.isLowSurrogate(url.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * Returns its path below a context path, decoded and without path parameters, as a servlet container has it. A proxy may have
     * another path in front; then it is the whole path.
     */
    public String pathBelow(String contextPath) {
        int start = afterAuthority(text, afterScheme(text));
        int end = start;
        while (end < text.length() && "?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return pathBelow(text.substring(start, end), contextPath);
    }

    static String pathBelow(String uri, String contextPath) {
        String path = decoded(uri.replaceAll(";[^/]*", ""));
        return path.startsWith(contextPath + '/') ? path.substring(contextPath.length()) : path.isEmpty() ? "/" : path;
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8.name());
        } catch (IllegalArgumentException | UnsupportedEncodingException e) {
            return path;
        }
    }

    /** In lower case. */
    public String host() {
        return authority.host();
    }

    /** Scheme, host and port, without a default port. */
    public String origin() {
        return (isHttps() ? "https://" : "http://") + authority;
    }

    public boolean isHttps() {
        return text.regionMatches(true, 0, "https", 0, 5);
    }

    public boolean hasDefaultPort() {
        return authority.port() == Authority.NO_PORT;
    }

    /** As it was given, without fragment. */
    @Override
    public String toString() {
        return text;
    }
}
