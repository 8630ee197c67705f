package io.github.wxconfig.page;

import io.github.wxconfig.script.Client;
import io.github.wxconfig.script.ScriptProvider;
import io.github.wxconfig.url.PagePath;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Selects the requests that may be answered with a page that gets the script: WeChat's browser navigates to a page.
 *
 * <p>The first check, the browser, settles nearly all requests of other browsers by one header. Immutable.
 */
final class PageRequestMatcher {

    private final boolean everybody;
    private final ScriptProvider scripts;
    private final Predicate<String> paths;

    /**
     * @param everybody whether other browsers count as well
     * @param scripts   say whose browsers count else
     * @param paths     which paths below the context path, decoded
     */
    PageRequestMatcher(boolean everybody, ScriptProvider scripts, Predicate<String> paths) {
        this.everybody = everybody;
        this.scripts = scripts;
        this.paths = paths;
    }

    /** Returns why the request is not selected, or {@code null} if it is. */
    @Nullable PassReason refusal(HttpServletRequest request) {
        if (!everybody && !isServed(request)) {
            return PassReason.CLIENT;
        }
        if (!isPageMethod(request.getMethod()) || isInclude(request)) {
            return PassReason.METHOD;
        }
        PassReason refusal = Navigation.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        return covers(request) ? null : PassReason.PATH;
    }

    /** Returns whether the page that the browser asked for is among the included paths. */
    boolean covers(HttpServletRequest request) {
        return paths.test(PagePath.of(request));
    }

    /**
     * Returns whether a request that was refused for this reason may read a page that another one may show, from which the
     * browser's
     * cache has to know it.
     */
    boolean mayRead(HttpServletRequest request, PassReason refusal) {
        return (refusal == PassReason.NOT_NAVIGATION || refusal == PassReason.FRAME) && "GET".equals(request.getMethod())
                && request.getDispatcherType() == DispatcherType.REQUEST && request.getHeader("Upgrade") == null
                && request.getHeader("Range") == null && !"text/event-stream".equals(request.getHeader("Accept"))
                && covers(request);
    }

    /** Returns what its answer says to caches. */
    CachePolicy caching(HttpServletRequest request) {
        List<String> varies = Navigation.varies(request);
        if ((!everybody || scripts.differsByClient()) && !Navigation.isByWorker(request)) {
            varies.add("User-Agent");
        }
        return new CachePolicy(varies);
    }

    private boolean isServed(HttpServletRequest request) {
        Client client = Client.of(request.getHeader("User-Agent"));
        return client != Client.OTHER && scripts.serves(client, request);
    }

    private static boolean isPageMethod(String method) {
        return "GET".equals(method) || "POST".equals(method);
    }

    /** What is included becomes a part of a page, and that page has been asked about already. */
    private static boolean isInclude(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.INCLUDE;
    }
}
