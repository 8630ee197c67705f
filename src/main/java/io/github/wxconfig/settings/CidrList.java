package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether an IP address is in one of several ranges. Immutable.
 *
 * <p>It accepts IPv4 and IPv6 literals; an IPv4 address and its IPv4-mapped form {@code ::ffff:a.b.c.d} are the same. Names are
 * never resolved.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291, 2.2: text of IPv6 addresses</a>
 */
public final class CidrList {

    /** Loopback, RFC 1918, RFC 6598 (carriers and clouds), and what IPv6 has in their place. */
    static final CidrList PRIVATE = of(Arrays.asList("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
            "100.64.0.0/10", "::1", "fc00::/7", "fe80::/10"));

    private static final long MAPPED = 0xffff_0000_0000L;

    /** Of each range: the two halves of its first address, the two halves of its mask. */
    private final long[][] ranges;

    private CidrList(long[][] ranges) {
        this.ranges = ranges;
    }

    /**
     * @param ranges addresses and CIDR ranges such as {@code 10.0.0.0/8}, {@code ::1}, or {@code private}
     * @throws IllegalArgumentException if one of them is something else
     */
    public static CidrList of(List<String> ranges) {
        List<long[]> parsed = new ArrayList<>();
        for (String range : ranges) {
            if (isPrivate(range)) {
                parsed.addAll(Arrays.asList(PRIVATE.ranges));
            } else if (isRange(range)) {
                parsed.add(range(range));
            } else {
                throw new IllegalArgumentException("[" + range + "] is neither an IP address nor a CIDR range");
            }
        }
        return new CidrList(parsed.toArray(new long[0][]));
    }

    /** Whether {@code ip} is a literal that lies in one of the ranges; a zone ({@code %eth0}) is ignored. */
    public boolean contains(String ip) {
        long[] address = ip == null ? null : address(ip);
        if (address == null) {
            return false;
        }
        for (long[] range : ranges) {
            if ((address[0] & range[2]) == range[0] && (address[1] & range[3]) == range[1]) {
                return true;
            }
        }
        return false;
    }

    static boolean isRange(String text) {
        return isPrivate(text) || range(text) != null;
    }

    private static boolean isPrivate(String text) {
        return text.equalsIgnoreCase("private");
    }

    private static long @Nullable [] range(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        long[] address = address(literal);
        if (address == null) {
            return null;
        }
        int width = literal.indexOf(':') < 0 ? 32 : 128;
        int bits = slash < 0 ? width : number(text, slash + 1, text.length(), 10, 3);
        if (bits < 0 || bits > width) {
            return null;
        }
        int prefix = 128 - width + bits;
        long high = prefix >= 64 ? -1 : prefix == 0 ? 0 : -1L << 64 - prefix;
        long low = prefix <= 64 ? 0 : -1L << 128 - prefix;
        return new long[] {address[0] & high, address[1] & low, high, low};
    }

    /** The 128 bits of a literal, IPv4 as IPv4-mapped, or {@code null} if it is not a literal. */
    static long @Nullable [] address(String text) {
        int end = text.indexOf('%') < 0 ? text.length() : text.indexOf('%');
        int start = 0;
        if (end > 1 && text.charAt(0) == '[' && text.charAt(text.length() - 1) == ']') {
            start = 1;
            end = Math.min(end, text.length() - 1);
        }
        if (text.lastIndexOf(':', end - 1) >= start) {
            return ipv6(text.substring(start, end));
        }
        long ipv4 = start == 0 && end == text.length() ? ipv4(text) : -1;
        return ipv4 < 0 ? null : new long[] {0, MAPPED | ipv4};
    }

    /** Four decimal numbers without leading zeros, or -1. */
    private static long ipv4(String text) {
        long address = 0;
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i == 3 ? text.length() : text.indexOf('.', start);
            int part = number(text, start, end, 10, 3);
            if (part < 0 || part > 255 || part > 0 && text.charAt(start) == '0' || part == 0 && end - start > 1) {
                return -1;
            }
            address = address << 8 | part;
            start = end + 1;
        }
        return address;
    }

    /** Groups before a {@code ::}, if there is one, count from the left, those after it from the right. */
    private static long @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        int[] left = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        int[] right = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
        if (left == null || right == null || (gap < 0 ? left.length != 8 : left.length + right.length > 7)) {
            return null;
        }
        long[] address = new long[2];
        for (int i = 0; i < left.length; i++) {
            address[i / 4] |= (long) left[i] << 48 - i % 4 * 16;
        }
        for (int i = 0; i < right.length; i++) {
            int place = 8 - right.length + i;
            address[place / 4] |= (long) right[i] << 48 - place % 4 * 16;
        }
        return address;
    }

    /** The 16-bit groups of one side; a dotted IPv4 address may be the last two, at the end of the whole only. */
    private static int @Nullable [] groups(String side, boolean last) {
        if (side.isEmpty()) {
            return new int[0];
        }
        String[] parts = side.split(":", -1);
        String tail = parts[parts.length - 1];
        boolean dotted = last && tail.indexOf('.') >= 0;
        int[] groups = new int[dotted ? parts.length + 1 : parts.length];
        for (int i = 0; i < parts.length - (dotted ? 1 : 0); i++) {
            groups[i] = number(parts[i], 0, parts[i].length(), 16, 4);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (dotted) {
            long ipv4 = ipv4(tail);
            if (ipv4 < 0) {
                return null;
            }
            groups[parts.length - 1] = (int) (ipv4 >> 16);
            groups[parts.length] = (int) (ipv4 & 0xffff);
        }
        return groups;
    }

    /** One to {@code max} ASCII digits, or -1. */
    private static int number(String text, int start, int end, int radix, int max) {
        if (end <= start || end - start > max) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
