package io.github.wxconfig.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
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

    private static final String WECHAT = "MicroMessenger";
    /** WeCom, which has other rules and other signatures. */
    private static final String WECOM = "wxwork/";

    private final boolean everybody;
    private final Predicate<String> paths;

    /**
     * @param everybody whether other browsers count as well
     * @param paths     which paths below the context path, decoded
     */
    PageRequestMatcher(boolean everybody, Predicate<String> paths) {
        this.everybody = everybody;
        this.paths = paths;
    }

    /** Returns why the request is not selected, or {@code null} if it is. */
    @Nullable PassReason refusal(HttpServletRequest request) {
        if (!everybody && !isWeChat(request.getHeader("User-Agent"))) {
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
        return paths.test(path(request));
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
        if (!everybody && !Navigation.isByWorker(request)) {
            varies.add("User-Agent");
        }
        return new CachePolicy(varies);
    }

    private static boolean isWeChat(String userAgent) {
        return userAgent != null && userAgent.contains(WECHAT) && !userAgent.contains(WECOM);
    }

    private static boolean isPageMethod(String method) {
        return "GET".equals(method) || "POST".equals(method);
    }

    /** What is included becomes a part of a page, and that page has been asked about already. */
    private static boolean isInclude(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.INCLUDE;
    }

    /** Returns the path that the browser asked for, also where this is a forward to a view or to an error page. */
    private static String path(HttpServletRequest request) {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH);
        if (forwarded != null) {
            return join(forwarded, request.getAttribute(RequestDispatcher.FORWARD_PATH_INFO));
        }
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed == null
                ? join(request.getServletPath(), request.getPathInfo())
                : failed.toString().substring(Math.min(request.getContextPath().length(), failed.toString().length()));
    }

    private static String join(Object servletPath, Object pathInfo) {
        return pathInfo == null ? servletPath.toString() : servletPath.toString() + pathInfo;
    }
}
