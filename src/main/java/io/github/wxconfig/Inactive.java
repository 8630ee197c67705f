package io.github.wxconfig;

import io.github.wxconfig.page.PassReason;
import io.github.wxconfig.page.TraceHeader;
import io.github.wxconfig.text.FilterLog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes all requests to the application while the filter is inactive, and shows why on the status page and in the trace header
 * if these are switched on. Thread-safe.
 */
final class Inactive {

    private final FilterLog log;
    private final PassReason reason;
    private final boolean trace;
    private final StatusPages statusPages;
    private final AtomicBoolean failureLogged = new AtomicBoolean();

    Inactive(FilterName name, PassReason reason, boolean trace, StatusPages statusPages) {
        this.log = new FilterLog(Inactive.class, name.prefix());
        this.reason = reason;
        this.trace = trace;
        this.statusPages = statusPages;
    }

    void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isAnswered(request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean isAnswered(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (statusPages.handle(request, response)) {
                return true;
            }
            if (trace) {
                TraceHeader.passedUnlessSaid(reason, request, response);
            }
        } catch (RuntimeException | LinkageError e) {
            if (!failureLogged.getAndSet(true)) {
                log.warning("Could not inspect a request; passing it through. Logged once", e);
            }
        }
        return false;
    }
}
