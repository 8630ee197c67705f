package io.github.wxconfig.page;

import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the caching headers that the application set, while the response has those of {@link CachePolicy}. The application
 * reads back what it set, and the response gets it back if the page turns out to have no insertion point.
 */
final class CacheHeaders {

    /**
     * Forbids all caches when the headers leave, but only if no caching header has been set. Its filter
     * comes before this one, and a header of this filter, which is less strict, would disable it.
     */
    private static final String SPEAKS_AT_THE_COMMIT =
            "org.springframework.security.web.header.HeaderWriterFilter$HeaderWriterResponse";

    private final CachePolicy policy;
    /** Empty while the container has the headers as they were set. */
    private final HeldHeaders original = new HeldHeaders();
    private boolean narrowed;

    CacheHeaders(CachePolicy policy) {
        this.policy = policy;
    }

    boolean areNarrowed() {
        return narrowed;
    }

    /** Returns whether the container's header of this name is not the application's. */
    boolean hide(String name) {
        return narrowed && CachePolicy.governs(name);
    }

    /** Returns what the application set, of the headers that {@link #hide} names. */
    HeldHeaders original() {
        return original;
    }

    /**
     * @param response whose headers are changed
     * @param top      the first of the wrappers around it
     */
    void narrow(HttpServletResponse response, ServletResponse top) {
        original.clear();
        for (String name : CachePolicy.NAMES) {
            if (response.containsHeader(name)) {
                response.getHeaders(name).forEach(value -> original.add(name, value));
            }
        }
        boolean silent = !response.containsHeader("Expires") && !response.containsHeader("Pragma")
                && isSpokenOfAtTheCommit(top);
        narrowed = policy.applyTo(response, silent);
    }

    /** The application sets a header; returns what the page is to say instead. */
    @Nullable String set(String name, @Nullable String value) {
        original.set(name, value);
        return policy.rewritten(name, value);
    }

    /** As {@link #set}. */
    @Nullable String add(String name, @Nullable String value) {
        original.add(name, value);
        return policy.rewritten(name, value);
    }

    /** Gives the application its own headers back, as far as the container can take a header away. */
    void giveBackTo(HttpServletResponse response) {
        if (narrowed) {
            for (String name : CachePolicy.NAMES) {
                giveBack(name, original.all(name), response);
            }
            narrowed = false;
        }
    }

    private static void giveBack(String name, Collection<String> values, HttpServletResponse response) {
        if (values.isEmpty() && response.containsHeader(name)) {
            HeldHeaders.unset(response, name);
        } else if (response.containsHeader(name)) {
            response.setHeader(name, values.iterator().next());
            values.stream().skip(1).forEach(value -> response.addHeader(name, value));
        }
    }

    /** The headers are gone. */
    void forget() {
        narrowed = false;
    }

    private static boolean isSpokenOfAtTheCommit(ServletResponse top) {
        return WrapperChain.contains(top, SPEAKS_AT_THE_COMMIT);
    }
}
