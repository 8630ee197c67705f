package io.github.wxconfig.url;

import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the URL under which the browser shows a page, which is the one to sign.
 *
 * <p>A client that can send {@code Forwarded} or {@code X-Forwarded-*} decides the result. They are trusted only if
 * the request's remote address is a trusted proxy's, and a proxy must overwrite what a client sends. Scheme, host and
 * port come from {@code baseUrl} if there is one, then from these headers, then from the request.
 *
 * <p>Path and query are those of the request line, exactly as they were sent: not decoded, not encoded again, with
 * {@code ;jsessionid}, which some containers cut off. A forward, an error page or an asynchronous dispatch hides the request
 * line, and the container's
 * attributes have it then. Nothing is left with the request.
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class PageUrlResolver {

    /** The dispatches that hide the request line, with the attributes that keep its path and its query. */
    private static final String[][] DISPATCHES = {
        {RequestDispatcher.FORWARD_REQUEST_URI, RequestDispatcher.FORWARD_QUERY_STRING},
        {AsyncContext.ASYNC_REQUEST_URI, AsyncContext.ASYNC_QUERY_STRING},
        // the second since Servlet 6.1; before, the query is the request's
        {RequestDispatcher.ERROR_REQUEST_URI, "jakarta.servlet.error.query_string"}};

    private final @Nullable String origin;
    private final Predicate<String> trustedProxies;

    /**
     * @param baseUrl such as {@code https://shop.example.com}, without a path; or {@code null}
     * @param trustedProxies whether the request from this remote address comes from a proxy to believe
     * @throws IllegalArgumentException if {@code baseUrl} is not an http or https URL
     */
    public PageUrlResolver(@Nullable String baseUrl, Predicate<String> trustedProxies) {
        PageUrl base = baseUrl == null ? null : PageUrl.parse(baseUrl);
        if (baseUrl != null && base == null) {
            throw new IllegalArgumentException("[" + baseUrl + "] is not a URL like https://shop.example.com");
        }
        this.origin = base == null ? null : base.origin();
        this.trustedProxies = trustedProxies;
    }

    /** Returns whether the operator has said where browsers see the pages, so that no request is asked. */
    public boolean hasBaseUrl() {
        return origin != null;
    }

    /** Returns the URL of the page that this request is for, without fragment. Never {@code null}, and never throws. */
    public String resolve(HttpServletRequest request) {
        return origin(request) + pathPrefix(request) + requestLine(request);
    }

    /** Returns the host of the page's URL, without port, as a URL has it. */
    public String host(HttpServletRequest request) {
        if (origin != null) {
            return Objects.requireNonNull(PageUrl.authority(origin)).host();
        }
        return authority(request).host();
    }

    /** Returns what {@link #resolve} answers now, found out when it is wanted, as long as the request lasts. */
    public Supplier<String> lazily(HttpServletRequest request) {
        String line = requestLine(request);
        return () -> origin(request) + pathPrefix(request) + line;
    }

    /** Returns what the browser's path has in front of the one that reached us; empty for most. */
    public String pathPrefix(HttpServletRequest request) {
        if (origin != null) {
            return "";
        }
        String prefix = isFromProxy(request) ? first(request.getHeader("X-Forwarded-Prefix")) : null;
        return prefix != null && isPath(prefix) ? withoutSlashAtEnd(prefix) : "";
    }

    private String origin(HttpServletRequest request) {
        if (origin != null) {
            return origin;
        }
        String scheme = request.getScheme();
        if (isFromProxy(request)) {
            scheme = forwardedScheme(request, ForwardedHeader.parse(request.getHeader("Forwarded")), scheme);
        }
        return scheme + "://" + authority(request);
    }

    private Authority authority(HttpServletRequest request) {
        Authority authority = new Authority(bracketed(request.getServerName()), request.getServerPort());
        return isFromProxy(request)
                ? forwardedAuthority(request, ForwardedHeader.parse(request.getHeader("Forwarded")), authority) : authority;
    }

    private static String forwardedScheme(HttpServletRequest request, ForwardedHeader forwarded, String otherwise) {
        String scheme = forwarded.proto() != null ? forwarded.proto() : first(request.getHeader("X-Forwarded-Proto"));
        if (scheme != null && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
            return scheme.toLowerCase(Locale.ROOT);
        }
        return otherwise;
    }

    private static Authority forwardedAuthority(HttpServletRequest request, ForwardedHeader forwarded, Authority otherwise) {
        Authority said = Authority.parse(forwarded.host());
        if (said != null) {
            return said;
        }
        Authority host = Authority.parse(first(request.getHeader("X-Forwarded-Host")));
        if (host != null && host.port() != Authority.NO_PORT) {
            return host;
        }
        String port = first(request.getHeader("X-Forwarded-Port"));
        int number = port == null ? Authority.NO_PORT : Authority.port(port);
        Authority authority = host != null ? host : otherwise;
        return number == Authority.NO_PORT ? authority : authority.withPort(number);
    }

    /** Path and query as the browser sent them. */
    private static String requestLine(HttpServletRequest request) {
        for (String[] dispatch : DISPATCHES) {
            Object path = request.getAttribute(dispatch[0]);
            if (path != null) {
                Object query = request.getAttribute(dispatch[1]);
                boolean unknown = query == null && dispatch[0].equals(RequestDispatcher.ERROR_REQUEST_URI);
                return join(withSession(request, path.toString()), unknown ? queryBeforeError(request, path) : query);
            }
        }
        return join(withParameters(request, request.getRequestURI()), request.getQueryString());
    }

    /** Returns the path with the parameters that Open Liberty cuts off the request's URI, and leaves in its URL. */
    private static String withParameters(HttpServletRequest request, String path) {
        StringBuffer url = request.getRequestURL();
        int from = url == null ? -1 : url.indexOf("/", url.indexOf("://") + 3);
        boolean cut = from >= 0 && url.indexOf(path + ';', from) == from;
        return cut ? url.substring(from) : withSession(request, path);
    }

    /**
     * Returns the path with the id of the session that Payara and Resin cut out of it. Where other parameters followed, they come
     * before it now, and where there is a cookie, it may be the cookie's; the page's script notices, and asks again.
     */
    private static String withSession(HttpServletRequest request, String path) {
        try {
            String id = request.isRequestedSessionIdFromURL() ? request.getRequestedSessionId() : null;
            if (id == null) {
                return path;
            }
            String cookie = request.getServletContext().getSessionCookieConfig().getName();
            String parameter = ';' + (cookie == null || cookie.equals("JSESSIONID") ? "jsessionid" : cookie) + '=';
            return path.contains(parameter) || !isPath('/' + id) ? path : path + parameter + id;
        } catch (RuntimeException e) { // an application that is about to stop, for example, or a wrapper that knows no sessions
            return path;
        }
    }

    /** The error page's location may have a query of its own. Tomcat puts it into a wrapper around the first request. */
    private static String queryBeforeError(HttpServletRequest request, Object path) {
        ServletRequest first = WrapperChain.innermost(request);
        return first instanceof HttpServletRequest && path.equals(((HttpServletRequest) first).getRequestURI())
                ? ((HttpServletRequest) first).getQueryString() : request.getQueryString();
    }

    private static String join(Object path, @Nullable Object query) {
        return query == null ? path.toString() : path + "?" + query;
    }

    private boolean isFromProxy(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return address != null && trustedProxies.test(address);
    }

    /** Returns the first of a comma list: each proxy adds its own at the end. */
    private static @Nullable String first(@Nullable String list) {
        if (list == null) {
            return null;
        }
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).trim();
    }

    /** {@code /a/b}, of the characters that RFC 3986, section 3.3 allows; not {@code //host}. */
    private static boolean isPath(String text) {
        if (!text.startsWith("/") || text.startsWith("//")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && "/-._~%!$&'()*+,;=:@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String withoutSlashAtEnd(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** Some containers give an IPv6 address as the server's name without its brackets. */
    private static String bracketed(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : '[' + host + ']';
    }
}
