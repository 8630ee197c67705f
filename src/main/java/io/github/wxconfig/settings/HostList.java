package io.github.wxconfig.settings;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a list names a host. Immutable.
 *
 * <p>{@code shop.example.com} is that host alone. {@code *.shop.example} is every host below {@code shop.example}, at any
 * depth, but not {@code shop.example} itself. Upper and lower case are alike and a dot at the end does not count;
 * internationalized names and IPv6 addresses match in each of their spellings. A port is not part of a host.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2">RFC 3986, 3.2.2: host</a>
 */
public final class HostList {

    /** The rank of a host that no pattern matches. */
    public static final int NO_MATCH = 0;
    /** The rank of a host that is named itself. */
    public static final int EXACT = Integer.MAX_VALUE;

    /** RFC 1035, 2.3.4; with the dot at the end. Longer names are not looked up, because clients choose them. */
    private static final int MAX_LENGTH = 254;
    private static final String WILDCARD = "*.";

    private final Set<String> hosts = new HashSet<>();
    /** Each with the dot in front. */
    private final Set<String> domains = new HashSet<>();

    private HostList() {
    }

    /**
     * @param patterns hosts such as {@code shop.example.com} and {@code [2001:db8::1]}, and {@code *.shop.example}
     * @throws IllegalArgumentException if one of them is neither
     */
    public static HostList of(Collection<String> patterns) {
        HostList list = new HostList();
        for (String pattern : patterns) {
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException("[" + pattern + "] is not a host");
            }
            if (pattern.startsWith(WILDCARD)) {
                list.domains.add('.' + canonicalOption(pattern.substring(WILDCARD.length())));
            } else {
                list.hosts.add(canonicalOption(pattern));
            }
        }
        return list;
    }

    static boolean isPattern(String text) {
        boolean wildcard = text.startsWith(WILDCARD);
        String host = canonicalOption(wildcard ? text.substring(WILDCARD.length()) : text);
        return host != null && !(wildcard && host.startsWith("["));
    }

    /** Whether {@code host} is named, itself or by the domain it belongs to. */
    public boolean contains(String host) {
        return rank(host) != NO_MATCH;
    }

    /**
     * How closely the list names {@code host}: {@link #EXACT}, or for a wildcard the more the longer it is, or
     * {@link #NO_MATCH}. Of two lists that name a host, the one with the higher rank means it.
     *
     * @param host without port, as a URL or a Host header has it; {@code null} is not named
     */
    public int rank(String host) {
        String canonical = host == null ? null : canonical(host);
        if (canonical == null) {
            return NO_MATCH;
        }
        if (hosts.contains(canonical)) {
            return EXACT;
        }
        if (!domains.isEmpty()) {
            for (int dot = canonical.indexOf('.'); dot >= 0; dot = canonical.indexOf('.', dot + 1)) {
                String domain = canonical.substring(dot);
                if (domains.contains(domain)) {
                    return domain.length();
                }
            }
        }
        return NO_MATCH;
    }

    /** Also takes internationalized names, and IPv6 addresses without brackets. */
    private static @Nullable String canonicalOption(String text) {
        if (text.indexOf(':') >= 0) {
            return canonical(text.startsWith("[") ? text : '[' + text + ']');
        }
        try {
            return canonical(Parsers.host(text.endsWith(".") ? text.substring(0, text.length() - 1) : text));
        } catch (InvalidValueException notAName) {
            return null;
        }
    }

    /** Returns the hosts and the wildcards, in a form that all spellings of a host share. */
    public Set<String> patterns() {
        Set<String> patterns = new TreeSet<>(hosts);
        domains.forEach(domain -> patterns.add('*' + domain));
        return patterns;
    }

    Set<String> hosts() {
        return hosts;
    }

    /** Each with the dot in front. */
    Set<String> domains() {
        return domains;
    }

    /** Returns the form that all spellings of a host share; {@code null} if it is neither a name nor an address. */
    static @Nullable String canonical(String host) {
        int length = host.length();
        if (length == 0 || length > MAX_LENGTH) {
            return null;
        }
        if (host.charAt(0) == '[') {
            long[] address = host.charAt(length - 1) == ']' ? CidrList.address(host) : null;
            return address == null ? null : '[' + Long.toHexString(address[0]) + ':' + Long.toHexString(address[1]) + ']';
        }
        return canonicalName(host, host.charAt(length - 1) == '.' ? length - 1 : length);
    }

    /** Only ASCII is made lower case: beyond it, characters turn into others, such as the Kelvin sign into a k. */
    private static @Nullable String canonicalName(String host, int length) {
        char[] name = new char[length];
        for (int i = 0; i < length; i++) {
            char c = host.charAt(i);
            boolean emptyLabel = c == '.' && (i == 0 || name[i - 1] == '.');
            if (c <= ' ' || c >= 0x7F || c == ':' || c == ']' || emptyLabel) {
                return null;
            }
            name[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return length == 0 || name[length - 1] == '.' ? null : new String(name);
    }
}
