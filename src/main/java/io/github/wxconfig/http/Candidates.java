package io.github.wxconfig.http;

import java.util.Locale;
import java.util.function.Predicate;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Which requests may be answered with a page that gets the script: a browser goes to a page, and it is WeChat's.
 *
 * <p>The first question, whose browser it is, settles nearly all requests of other people with one header. Immutable.
 */
final class Candidates {

    private static final String WECHAT = "MicroMessenger";
    /** WeCom, which has other rules and other signatures. */
    private static final String WECOM = "wxwork/";

    private final boolean everybody;
    private final Predicate<String> paths;

    /**
     * @param everybody whether other browsers count as well
     * @param paths     which paths below the context path, decoded
     */
    Candidates(boolean everybody, Predicate<String> paths) {
        this.everybody = everybody;
        this.paths = paths;
    }

    /** Whether the User-Agent decides, so that caches have to know. */
    boolean dependOnUserAgent() {
        return !everybody;
    }

    /** Why the request is none, or {@code null} if it is one. */
    Passed refusal(HttpServletRequest request) {
        if (!everybody && !isWeChat(request.getHeader("User-Agent"))) {
            return Passed.CLIENT;
        }
        if (!isPageMethod(request.getMethod()) || isInclude(request)) {
            return Passed.METHOD;
        }
        if (isScripted(request) || isUpgrade(request.getHeader("Upgrade")) || !wantsPage(request)) {
            return Passed.NOT_NAVIGATION;
        }
        return covers(request) ? null : Passed.PATH;
    }

    /** Whether the page that the browser asked for is among the included paths. */
    boolean covers(HttpServletRequest request) {
        return paths.test(path(request));
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

    /**
     * Calls by a script. Android's web view sends X-Requested-With with the name of its app on every navigation, so only
     * the one value counts.
     */
    private static boolean isScripted(HttpServletRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        String mode = request.getHeader("Sec-Fetch-Mode");
        return "XMLHttpRequest".equalsIgnoreCase(request.getHeader("X-Requested-With"))
                || destination != null && !isFrame(destination)
                || mode != null && !"navigate".equals(mode)
                || request.getHeader("X-PJAX") != null;
    }

    private static boolean isFrame(String destination) {
        return "document".equals(destination) || "iframe".equals(destination) || "frame".equals(destination);
    }

    /** Clients that offer HTTP/2 by {@code Upgrade: h2c} still ask for a page. */
    private static boolean isUpgrade(String upgrade) {
        return upgrade != null && !"h2c".equalsIgnoreCase(upgrade);
    }

    /**
     * Browsers name text/html when they go to a page; command line tools send {@code *}{@code /*}, and so do media
     * players, which ask for a range.
     */
    private static boolean wantsPage(HttpServletRequest request) {
        if (namesPage(request)) {
            return true;
        }
        String accept = request.getHeader("Accept");
        return (accept == null || accept.trim().startsWith("*/*")) && request.getHeader("Range") == null;
    }

    /** Whether the client says that it wants a page, and not just anything. */
    static boolean namesPage(HttpServletRequest request) {
        String header = request.getHeader("Accept");
        String accept = header == null ? "" : header.toLowerCase(Locale.ROOT);
        return accept.contains("text/html") || accept.contains("application/xhtml+xml") || accept.contains("text/*");
    }

    /** The path that the browser asked for, also where this is a forward to a view or to an error page. */
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
