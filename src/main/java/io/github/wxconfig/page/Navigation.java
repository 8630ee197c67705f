package io.github.wxconfig.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a browser is going to show the answer as a page of its own, and by which request headers this is known.
 *
 * <p>Over TLS, browsers since 2020 (Safari since 2023) say so in {@code Sec-Fetch-Dest} and {@code Sec-Fetch-Mode}:
 * <table>
 * <caption>What browsers say</caption>
 * <tr><th>mode</th><th>destination</th><th>what it is</th></tr>
 * <tr><td>navigate</td><td>document</td><td>a page: link, form, reload, history, window.open, prerender, speculation
 * rules</td></tr>
 * <tr><td>navigate</td><td>iframe, frame, object, embed, fencedframe</td><td>a page within a page</td></tr>
 * <tr><td>navigate</td><td>empty</td><td>a page or a frame whose service worker hands the request on; or, without Accept,
 * a download</td></tr>
 * <tr><td>same-origin, cors</td><td>empty</td><td>fetch or XMLHttpRequest; or a worker that makes a new request with the
 * page's headers, which shows by {@code Upgrade-Insecure-Requests}: browsers send that for pages, and scripts do not</td></tr>
 * <tr><td>no-cors</td><td>empty</td><td>{@code <link rel=prefetch>}, if it says so in {@code Sec-Purpose}</td></tr>
 * </table>
 *
 * <p>Otherwise {@code Accept} tells: browsers that go to a page name text/html and, at the end, anything. Scripts ask for
 * one of these; programs have no {@code Accept-Language}, which no browser leaves out. What cannot be told apart then is
 * a page from a frame, and a script that sends just what a browser would send.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class Navigation {

    private static final String MODE = "Sec-Fetch-Mode";
    private static final String DESTINATION = "Sec-Fetch-Dest";

    private Navigation() {
    }

    /** Returns why the answer is not shown as a page, or {@code null} if it is. */
    static @Nullable PassReason refusal(HttpServletRequest request) {
        if (isMarkedByScript(request) || isUpgrade(request.getHeader("Upgrade"))) {
            return PassReason.NOT_NAVIGATION;
        }
        String mode = request.getHeader(MODE);
        String destination = request.getHeader(DESTINATION);
        if (isFrame(destination) || "nested-navigate".equals(mode)) { // the latter in Chromium 76 to 79
            return PassReason.FRAME;
        }
        if (!isShown(request, mode, destination)) {
            return PassReason.NOT_NAVIGATION;
        }
        return mayBeFrame(request) && isUpload(request) ? PassReason.FRAME : null;
    }

    /** Libraries of scripts and Android's web views send X-Requested-With; the views send the name of their app. */
    private static boolean isMarkedByScript(HttpServletRequest request) {
        String requester = request.getHeader("X-Requested-With");
        return requester != null && requester.indexOf('.') < 0 || request.getHeader("X-PJAX") != null;
    }

    /** Clients that offer HTTP/2 by {@code Upgrade: h2c} still ask for a page. */
    private static boolean isUpgrade(String upgrade) {
        return upgrade != null && !"h2c".equalsIgnoreCase(upgrade);
    }

    private static boolean isFrame(String destination) {
        return destination != null && (destination.endsWith("frame") // iframe, frame, fencedframe
                || destination.equals("object") || destination.equals("embed"));
    }

    private static boolean isShown(HttpServletRequest request, String mode, String destination) {
        if (mode == null && destination == null) {
            return isPageByAccept(request);
        }
        if (destination == null || destination.equals("document")) {
            return mode == null || mode.equals("navigate");
        }
        return destination.equals("empty") && namesPageAndAnything(request)
                && ("navigate".equals(mode) || isPrefetch(request) || request.getHeader("Upgrade-Insecure-Requests") != null);
    }

    private static boolean isPageByAccept(HttpServletRequest request) {
        if (namesPageAndAnything(request)) {
            return true;
        }
        if (request.getHeader("Accept-Language") != null) {
            return false;
        }
        String accept = request.getHeader("Accept"); // a program's
        return namesPage(request) || (accept == null || accept.trim().startsWith("*/*")) && request.getHeader("Range") == null;
    }

    /** Returns whether the client says that it wants a page, and not just anything. */
    static boolean namesPage(HttpServletRequest request) {
        String header = request.getHeader("Accept");
        String accept = header == null ? "" : header.toLowerCase(Locale.ROOT);
        return accept.contains("text/html") || accept.contains("application/xhtml+xml") || accept.contains("text/*");
    }

    private static boolean namesPageAndAnything(HttpServletRequest request) {
        return namesPage(request) && request.getHeader("Accept").contains("*/*");
    }

    /** No script can send it in this mode. */
    private static boolean isPrefetch(HttpServletRequest request) {
        String purpose = request.getHeader("Sec-Purpose");
        return "no-cors".equals(request.getHeader(MODE))
                && (purpose == null ? "prefetch".equals(request.getHeader("Purpose")) : purpose.startsWith("prefetch"));
    }

    /** Returns whether the client does not say if it shows the page by itself or in a frame. */
    static boolean mayBeFrame(HttpServletRequest request) {
        String destination = request.getHeader(DESTINATION);
        return destination == null ? request.getHeader(MODE) == null : !destination.equals("document");
    }

    /** Forms with files are posted into hidden frames, from which a script takes the answer. */
    private static boolean isUpload(HttpServletRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.trim().toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /**
     * Returns the headers by which a cache in the browser knows an answer that is shown from one that is read.
     *
     * <p>A service worker's own cache compares all headers that it can see, in pages that it may have asked for without
     * them. So what comes from a browser with service workers is told by {@code Sec-Fetch-…} alone, which these cannot see.
     * A prefetched page is shown by a request that differs in these.
     */
    static List<String> varies(HttpServletRequest request) {
        List<String> names = new ArrayList<>(3);
        if (request.getHeader(MODE) == null && request.getHeader(DESTINATION) == null || isPrefetch(request)) {
            names.add("Accept");
        } else {
            names.add(DESTINATION);
            names.add(MODE);
        }
        return names;
    }

    /** Returns whether a service worker asked, or takes the answer. */
    static boolean isByWorker(HttpServletRequest request) {
        return "empty".equals(request.getHeader(DESTINATION)) && !isPrefetch(request)
                || request.getHeader("Service-Worker-Navigation-Preload") != null;
    }
}
