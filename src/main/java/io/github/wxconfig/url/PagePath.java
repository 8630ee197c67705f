package io.github.wxconfig.url;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The path of the page that the browser asked for, below the context path and decoded, as the options' patterns have it. */
public final class PagePath {

    private PagePath() {
    }

    /** Returns the page's path, also where the request is a forward to a view, an asynchronous dispatch or an error page. */
    public static String of(HttpServletRequest request) {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH);
        if (forwarded != null) {
            return join(forwarded, request.getAttribute(RequestDispatcher.FORWARD_PATH_INFO));
        }
        Object started = request.getAttribute(AsyncContext.ASYNC_SERVLET_PATH);
        if (started != null) {
            return join(started, request.getAttribute(AsyncContext.ASYNC_PATH_INFO));
        }
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed == null ? ofRequest(request) : PageUrl.pathBelow(failed.toString(), request.getContextPath());
    }

    /** Returns the path of the request itself. */
    public static String ofRequest(HttpServletRequest request) {
        return join(request.getServletPath(), request.getPathInfo());
    }

    private static String join(Object servletPath, @Nullable Object pathInfo) {
        return pathInfo == null ? servletPath.toString() : servletPath.toString() + pathInfo;
    }
}
