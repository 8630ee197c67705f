package io.github.wxconfig;

import io.github.wxconfig.endpoint.StatusPage;
import io.github.wxconfig.page.PassReason;
import io.github.wxconfig.page.TraceHeader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Leaves all requests to the application in place of an {@link FilterRuntime} that there is not, and says why: on the status
 * page and in the trace header, where the options ask for them. Safe for any number of threads.
 */
final class Inactive {

    private static final Logger LOG = Logger.getLogger(Inactive.class.getName());

    private final PassReason reason;
    private final boolean trace;
    /** Or {@code null}. */
    private final StatusPage statusPage;
    private final AtomicBoolean complained = new AtomicBoolean();

    Inactive(PassReason reason, boolean trace, StatusPage statusPage) {
        this.reason = reason;
        this.trace = trace;
        this.statusPage = statusPage;
    }

    void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isAnswered(request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean isAnswered(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (statusPage != null && statusPage.handle(request, response)) {
                return true;
            }
            if (trace) {
                TraceHeader.passedUnlessSaid(reason, request, response);
            }
        } catch (RuntimeException | LinkageError e) {
            if (!complained.getAndSet(true)) {
                LOG.log(Level.WARNING, "A request could not be inspected; passing it through. Logged once", e);
            }
        }
        return false;
    }
}
