package io.github.wxconfig.page;

import io.github.wxconfig.script.PageScript;
import io.github.wxconfig.script.ScriptProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request through the filter: one that may be answered with a page continues with wrappers, any other with the
 * container's own objects. Safe for any number of threads.
 */
public final class PageHandler {

    private final ScriptProvider scripts;
    private final PageRequestMatcher candidates;
    private final PageContext context;

    /**
     * @param scripts   make the script of each page
     * @param everybody whether all browsers get it, not only WeChat's
     * @param paths     which pages may get it, by their path below the context path
     * @param trace     whether each response says what was done with it and why, in {@code X-WxConfig}
     * @param signatures what a page's request answers when the application asks for its signature, by the page's script
     * @param logPrefix what each line in the log begins with
     */
    public PageHandler(ScriptProvider scripts, boolean everybody, Predicate<String> paths, boolean trace,
            Function<PageScript, ?> signatures, String logPrefix) {
        this.scripts = scripts;
        this.candidates = new PageRequestMatcher(everybody, scripts, paths);
        this.context = new PageContext(trace, signatures, logPrefix);
    }

    /** Returns whether the page that the browser asked for is among the included paths, also where this is a forward. */
    public boolean covers(HttpServletRequest request) {
        return candidates.covers(request);
    }

    /** Returns what became of the pages so far. */
    public PageCounts counts() {
        return context.counts;
    }

    /** Sends the request down the chain, exactly once. Throws what the chain throws and nothing else. */
    public void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PassReason refusal = refusal(request);
        if (refusal != null) {
            trace(refusal, request, response);
            chain.doFilter(request, varying(refusal, request, response));
            return;
        }
        PageResponse page = PageResponse.in(response);
        if (page != null) {
            handleNestedDispatch(request, response, page, chain);
        } else if (PageResponse.isWrapped(response)) {
            chain.doFilter(request, response); // another application forwarded to this one, and its filter sees to it
        } else {
            handleInitialRequest(request, response, chain);
        }
    }

    private @Nullable PassReason refusal(HttpServletRequest request) {
        try {
            return candidates.refusal(request);
        } catch (RuntimeException | LinkageError e) {
            return failure(request, e);
        }
    }

    private HttpServletResponse varying(PassReason refusal, HttpServletRequest request, HttpServletResponse response) {
        try {
            return candidates.mayRead(request, refusal) && !PageResponse.isWrapped(response)
                    ? new VaryingResponse(response, new CachePolicy(Navigation.varies(request))) : response;
        } catch (RuntimeException | LinkageError e) {
            failure(request, e);
            return response;
        }
    }

    private void trace(PassReason refusal, HttpServletRequest request, HttpServletResponse response) {
        if (context.trace) {
            TraceHeader.passed(refusal, request, response);
        }
    }

    private void handleInitialRequest(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PageResponse page = wrap(request, response);
        if (page == null) {
            chain.doFilter(request, response);
        } else {
            try {
                chain.doFilter(new PageRequest(request, page), page);
            } catch (Throwable e) {
                page.onFailure();
                throw e;
            }
            endUnlessAsync(request, page);
        }
    }

    /** {@code null} if the page gets no script. */
    private @Nullable PageResponse wrap(HttpServletRequest request, HttpServletResponse response) {
        try {
            PageScript script = scripts.forRequest(request);
            if (script == null) {
                unsigned(scripts.isOfAccount(request) ? PassReason.HOST : PassReason.NO_ACCOUNT, request, response);
                return null;
            }
            return new PageResponse(request, response, script, candidates.caching(request), context);
        } catch (RuntimeException | LinkageError e) {
            failure(request, e);
            return null;
        }
    }

    /**
     * Handles a forward, an error page, the return of an asynchronous request, or a second wxconfig filter. After an asynchronous
     * dispatch the request is the container's again, while the response is still ours. The end of a forward is the end of
     * the page, and this is the last moment in which Tomcat 11 still listens.
     */
    private void handleNestedDispatch(HttpServletRequest request, HttpServletResponse response, PageResponse page,
            FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.FORWARD || request.getDispatcherType() == DispatcherType.ERROR) {
            page.onBodyReplaced();
        }
        chain.doFilter(PageRequest.isIn(request) ? request : new PageRequest(request, page), response);
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            endUnlessAsync(request, page);
        }
    }

    /** Ends the page, unless the request continues asynchronously and something else, such as the container, writes later. */
    private static void endUnlessAsync(HttpServletRequest request, PageResponse page) {
        if (!request.isAsyncStarted()) {
            page.end();
        }
    }

    /** Seen again at each forward, and counted once. */
    private void unsigned(PassReason reason, HttpServletRequest request, HttpServletResponse response) {
        trace(reason, request, response);
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            context.counts.passed(reason);
            context.warnings.unsigned(reason, request.getServerName());
        }
    }

    private PassReason failure(HttpServletRequest request, Throwable cause) {
        context.counts.passed(PassReason.FAILURE);
        context.warnings.failure(request.getRequestURI(), cause);
        return PassReason.FAILURE;
    }
}
