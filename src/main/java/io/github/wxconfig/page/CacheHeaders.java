package io.github.wxconfig.page;

import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What the application itself said to caches, while its page says something narrower by {@link CachePolicy}: so it reads
 * back what it set, and gets that when the page turns out to have no place.
 */
final class CacheHeaders {

    /**
     * Forbids all caches when the headers leave, but only where nobody has said anything about them. It stands before
     * our filter, and a word of ours, which is not as strict, would silence it.
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

    /** Whether the container's header of this name is not the application's. */
    boolean hide(String name) {
        return narrowed && CachePolicy.governs(name);
    }

    /** What the application set, of the headers that {@link #hide} names. */
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
