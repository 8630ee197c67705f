package io.github.wxconfig.endpoint;

import io.github.wxconfig.url.PageUrl;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host of the page whose script asks for a signature, as far as its browser vouches for it.
 *
 * <p>First it must be certain that the script's page and the address that it asks are of the same origin. Browsers say
 * so in {@code Sec-Fetch-Site}; where one does not, a header is as good that no other origin can send without our
 * consent, which nobody gets. Then {@code Origin} or {@code Referer} names the page. Where a page has forbidden its
 * browser to send these, its script names its origin itself, in {@value #ORIGIN}: no foreign page can send that, and a
 * script of the same origin could ask for its own page as well.
 *
 * <p>None of this holds against a program, which can send anything.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class AskingPage {

    /** The request header in which our script names the origin of its page. */
    static final String ORIGIN = "X-WxConfig-Origin";

    private AskingPage() {
    }

    /** Returns the host in lower case, or {@code null} if nobody vouches for any. */
    static @Nullable String host(HttpServletRequest request) {
        if (!isSameOrigin(request)) {
            return null;
        }
        String named = request.getHeader("Origin");
        if (named == null) {
            String referrer = request.getHeader("Referer");
            named = referrer == null || referrer.trim().isEmpty() ? request.getHeader(ORIGIN) : referrer;
        }
        PageUrl page = named == null ? null : PageUrl.parse(named);
        return page == null ? null : page.host();
    }

    /** Returns whether a script asks at the origin of its own page. */
    static boolean isSameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        return request.getHeader(SignatureEndpoint.HEADER) != null || request.getHeader(ORIGIN) != null
                || "XMLHttpRequest".equals(request.getHeader("X-Requested-With"));
    }
}
