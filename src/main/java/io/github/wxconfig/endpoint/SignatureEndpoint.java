package io.github.wxconfig.endpoint;

import io.github.wxconfig.script.ConfigJson;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ScriptText;
import io.github.wxconfig.script.SignedUrl;
import io.github.wxconfig.url.PageUrl;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.Json;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs a URL for a page that is already shown: the server could not know its URL, it comes from a cache, or it
 * that has changed its URL since.
 *
 * <p>It is asked in two ways, both by GET: at its own path below the context path with {@code ?url=}, and at any
 * address of the application with the header {@value #HEADER}. Behind a proxy that rewrites paths the second is the
 * one that is sure to arrive. Either way the value is percent-encoded as {@code encodeURIComponent} does it.
 *
 * <p>Only URLs of the page's own site are signed. If the operator has named the site's hosts, it is these and no others.
 * Otherwise it is the host that the request came for, the one of a trusted proxy's headers, or the
 * {@linkplain AskingPage asking page's}, if its browser vouches for that. No browser can be made to do so for a stranger's
 * page; a program can say anything. There is no CORS answer, so no other origin can read what is answered. An origin that
 * is refused again and again is {@linkplain RefusedOrigins named in the log}.
 *
 * <p>A page that asks although it has just been made shows that browsers reach it at another origin than the one it was
 * signed for. That works, at the price of a request for each page; the log says once how to spare it.
 *
 * <p>Safe for any number of threads.
 */
public final class SignatureEndpoint {

    /** The request header that holds the URL to sign. */
    static final String HEADER = "X-WxConfig-Url";

    /** Long enough for what advertising adds to an address, and short enough for a request line when it is encoded. */
    static final int MAX_LENGTH = 4096;

    private static final String NOT_NAMED =
            "neither wxconfig.hosts nor wxconfig.baseUrl names their host. If it is one of the site's,"
            + " add it to wxconfig.hosts. If it is not, somebody else is asking, and there is nothing to do";
    private static final String NOT_KNOWN =
            "this server does not know their host. If it is one of the site's, name it in wxconfig.hosts"
            + " or wxconfig.baseUrl, or let the proxy send X-Forwarded-Host from an address in wxconfig.trustedProxies."
            + " If it is not, somebody else is asking, and there is nothing to do";

    private static final String NOT_CLAIMED = "no account claims their host. If it is one of the site's, add it to the hosts of"
            + " its account, such as wxconfig.shop.hosts. If it is not, somebody else is asking, and there is nothing to do";

    private static final String RETRY_SECONDS = "2";

    private final @Nullable String path;
    private final Signers signers;
    private final OriginAdvice advice;
    private final RefusedOrigins refusals;

    /**
     * @param path below the context path, or {@code null} if the endpoint is off
     * @param signers know which account signs a page
     * @param logPrefix what each line in the log begins with
     */
    public SignatureEndpoint(@Nullable String path, Signers signers, String logPrefix) {
        this.path = path;
        this.signers = signers;
        this.advice = new OriginAdvice(logPrefix);
        this.refusals = new RefusedOrigins(Clock.systemUTC(), logPrefix);
    }

    /**
     * Answers a request that is for the endpoint. Called before the chain, for every request.
     *
     * @param included whether a page at this path gets our script; of others, which may be another account's, the header is
     *                 not for us
     * @return whether it has been answered; {@code false} says that nothing was touched
     */
    public boolean handle(HttpServletRequest request, HttpServletResponse response, boolean included) throws IOException {
        if (path == null || request.getDispatcherType() != DispatcherType.REQUEST) {
            return false;
        }
        String header = request.getHeader(HEADER);
        boolean get = "GET".equals(request.getMethod());
        boolean isEndpoint = isEndpoint(path, request);
        if (!isEndpoint) {
            if (header == null || !get || !included || !signers.isOfAccount(request)) {
                return false;
            }
        } else if (!get) {
            response.setHeader("Allow", "GET");
            refuse(response, 405, "Ask by GET");
            return true;
        }
        answer(header != null ? header : AskedAccount.parameter("url", request.getQueryString()),
                isEndpoint, request, response);
        return true;
    }

    private static boolean isEndpoint(String path, HttpServletRequest request) {
        String uri = request.getRequestURI();
        int start = request.getContextPath().length();
        int end = start + path.length();
        return uri.startsWith(path, start) && (uri.length() == end || uri.charAt(end) == ';');
    }

    private void answer(@Nullable String encoded, boolean isEndpoint, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String text = encoded == null ? null : decode(encoded);
        PageUrl url = text == null ? null : PageUrl.parse(text);
        if (encoded == null) {
            refuse(response, 400, "url is missing: ask with ?url= and the address of the page, percent-encoded");
        } else if (text == null) {
            refuse(response, 400, "url is not percent-encoded UTF-8, as encodeURIComponent makes it");
        } else if (url == null) {
            refuse(response, 400, "url is not the http or https address of a page");
        } else if (text.length() > MAX_LENGTH) {
            refusals.refused(url, request, "their address is longer than [" + MAX_LENGTH + "] characters. Shorten it");
            refuse(response, 400, "url is longer than " + MAX_LENGTH + " characters");
        } else {
            answer(url, signers.of(url, isEndpoint ? AskedAccount.of(request) : null, request, !isEndpoint), request, response);
        }
    }

    private void answer(PageUrl url, @Nullable PageSigner signer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (signer == null) {
            refusals.refused(url, request, NOT_CLAIMED);
            refuse(response, 403, "url is not of an account of this site; if it is, the hosts of that account should name it");
        } else if (!isOfThisSite(url.host(), signer, request)) {
            refusals.refused(url, request, signer.signatures().hosts().areNamed() ? NOT_NAMED : NOT_KNOWN);
            refuse(response, 403, "url is not of this site; if it is, wxconfig.baseUrl or wxconfig.hosts should name it");
        } else {
            PageUrl computed = PageUrl.parse(signer.urls().resolve(request));
            if (computed != null) {
                advice.compare(url, computed, signer);
            }
            sign(url, signer, response);
        }
    }

    private static void sign(PageUrl url, PageSigner signer, HttpServletResponse response) throws IOException {
        SignedUrl signed = signer.signatures().sign(url.toString());
        if (signed == null) {
            response.setHeader("Retry-After", RETRY_SECONDS);
            Map<String, String> answer = new LinkedHashMap<>();
            answer.put("error", "there is no ticket from WeChat yet");
            answer.put("appId", signer.options().appId());
            refuse(response, 503, answer);
        } else {
            send(response, 200, ConfigJson.of(signer.options(), signed));
        }
    }

    private static boolean isOfThisSite(String host, PageSigner signer, HttpServletRequest request) {
        SiteHosts hosts = signer.signatures().hosts();
        if (hosts.areNamed()) {
            return hosts.contain(host);
        }
        return host.equalsIgnoreCase(request.getServerName())
                || host.equals(host(signer.urls().resolve(request)))
                || host.equals(AskingPage.host(request));
    }

    private static @Nullable String host(String text) {
        PageUrl url = text == null ? null : PageUrl.parse(text);
        return url == null ? null : url.host();
    }

    /**
     * {@code null} if it cannot be decoded, or a question mark shows that it was not encoded: the rest of such a URL
     * would have been lost at its first ampersand.
     */
    private static @Nullable String decode(String encoded) {
        if (encoded.indexOf('?') >= 0) {
            return null;
        }
        try {
            String text = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8.name());
            return text.indexOf('\uFFFD') < 0 ? text : null;
        } catch (IllegalArgumentException | UnsupportedEncodingException e) {
            return null;
        }
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        refuse(response, status, Collections.singletonMap("error", why));
    }

    private static void refuse(HttpServletResponse response, int status, Map<String, String> answer) throws IOException {
        send(response, status, ScriptText.escapeJson(Json.write(answer)));
    }

    private static void send(HttpServletResponse response, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.US_ASCII);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.addHeader("Vary", HEADER); // for caches that are told to keep everything: the address is a page's as well
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
