package io.github.wxconfig.page;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the caching headers of an injected page.
 *
 * <p>A signature expires with its ticket, after two hours at most. The visitor's own browser may keep the page for as long
 * as the application allows: the script sees its age and renews itself. A cache that serves many visitors must not keep
 * it: it would also give the script to browsers that should not get it, and the plain page to WeChat. So the page becomes
 * {@code private}, and {@code public} and {@code s-maxage} go; a stricter directive of the application stays as it is, and so
 * do {@code max-age} and {@code Expires}. Headers that speak to one cache alone and overrule Cache-Control there are
 * closed as well.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2">RFC 9111, 5.2.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9213">RFC 9213, targeted cache control</a>
 */
final class CachePolicy {

    /** All headers that may change. */
    static final List<String> NAMES =
            Arrays.asList("Cache-Control", "Vary", "CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires");

    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String VARY = "Vary";
    /** Each with the value that closes it. */
    private static final String[][] TARGETED = {
        {"CDN-Cache-Control", "no-store"}, {"Surrogate-Control", "no-store"}, {"X-Accel-Expires", "0"}};

    private final List<String> varies;

    /** @param varies the request headers that {@code Vary} is to name */
    CachePolicy(List<String> varies) {
        this.varies = varies;
    }

    static boolean governs(String name) {
        for (String known : NAMES) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Changes what has been set so far.
     *
     * @param silent whether to leave Cache-Control unset, because a stricter filter sets it if nobody else does
     * @return whether the response took it; while another resource is included, Jetty and Undertow take no headers
     */
    boolean applyTo(HttpServletResponse response, boolean silent) {
        String old = joined(response.getHeaders(CACHE_CONTROL));
        String narrowed = narrowed(old);
        boolean left = silent && old.isEmpty();
        if (!left && !narrowed.equals(old)) {
            response.setHeader(CACHE_CONTROL, narrowed);
        }
        String varies = joined(response.getHeaders(VARY));
        if (!varying(varies).equals(varies)) {
            response.setHeader(VARY, varying(varies)); // one line, because not every cache reads several
        }
        for (String[] header : TARGETED) {
            if (response.containsHeader(header[0])) {
                response.setHeader(header[0], header[1]);
            }
        }
        return left || narrowed.equals(joined(response.getHeaders(CACHE_CONTROL)));
    }

    /** What the page says if the application sets this header after {@link #applyTo applyTo}; {@code null} takes one away. */
    @Nullable String rewritten(String name, @Nullable String set) {
        String value = set == null ? "" : set;
        if (CACHE_CONTROL.equalsIgnoreCase(name)) {
            return narrowed(value);
        }
        if (VARY.equalsIgnoreCase(name)) {
            return varying(value);
        }
        for (String[] header : TARGETED) {
            if (header[0].equalsIgnoreCase(name)) {
                return header[1];
            }
        }
        return set;
    }

    static String narrowed(String cacheControl) {
        StringBuilder kept = new StringBuilder();
        for (String directive : HeaderList.split(cacheControl, ',')) {
            String word = directive.toLowerCase(Locale.ROOT);
            if (word.equals("private") || word.equals("no-store") || word.equals("no-cache")) {
                return cacheControl;
            }
            if (!word.equals("public") && !word.startsWith("s-maxage") && !directive.isEmpty()) {
                kept.append(", ").append(directive);
            }
        }
        return "private" + kept;
    }

    private String varying(String value) {
        StringBuilder all = new StringBuilder(value);
        for (String name : varies) {
            if (!names(value, name)) {
                all.append(all.length() == 0 ? "" : ", ").append(name);
            }
        }
        return all.toString();
    }

    private static boolean names(String list, String name) {
        for (String item : HeaderList.split(list, ',')) {
            if (item.equals("*") || item.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String joined(@Nullable Collection<String> values) {
        return values == null ? "" : String.join(", ", values);
    }
}
