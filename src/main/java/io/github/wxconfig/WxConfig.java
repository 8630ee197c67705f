package io.github.wxconfig;

import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.settings.PerApplicationList;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.ShownText;
import io.github.wxconfig.url.PageUrl;
import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Signs pages for an application that prints its own script: {@code WxConfig.of(request)} the page of a request,
 * {@code WxConfig.from(servletContext).sign(url)} any URL.
 *
 * <p>Thread-safe. It signs from memory and never waits for WeChat.
 */
public final class WxConfig {

    /**
     * The request attribute that answers with the {@link WxSignature} of a page that may get the script:
     * <code>${requestScope['io.github.wxconfig.signature'].json}</code> in a JSP. Only this very name is answered; no
     * enumeration of attributes has it. Requests that never get the script, such as those of other browsers, have none.
     */
    public static final String REQUEST_ATTRIBUTE = "io.github.wxconfig.signature";

    /** The active instances of each application, in the order of their start. */
    private static final PerApplicationList<WxConfig> ACTIVE = new PerApplicationList<>();

    private static final int MAX_SHOWN = 200;
    private static final ConfigOptions NO_ACCOUNT =
            new ConfigOptions("", false, Collections.<String>emptyList(), Collections.<String>emptyList());

    private final ConfigOptions options;
    private final PageUrlResolver urls;
    private final UrlSigner signatures;
    private final Predicate<HttpServletRequest> pages;
    private final FilterLog log;
    private final AtomicBoolean refusalLogged = new AtomicBoolean();

    /**
     * @param pages whether the request's page is among those of this account
     * @param logPrefix what each line in the log begins with
     */
    WxConfig(ConfigOptions options, PageUrlResolver urls, UrlSigner signatures, Predicate<HttpServletRequest> pages,
            String logPrefix) {
        this.log = new FilterLog(WxConfig.class, logPrefix);
        this.options = options;
        this.urls = urls;
        this.signatures = signatures;
        this.pages = pages;
    }

    /**
     * Returns the instance of this application; if it has two accounts, that of the filter which started first.
     *
     * @throws IllegalStateException if the filter has not been started, or has no appid and secret
     */
    public static WxConfig from(ServletContext context) {
        List<WxConfig> found = active(context);
        if (found.isEmpty()) {
            throw new IllegalStateException("The wxconfig filter of [" + context.getContextPath()
                    + "] is not active: see its line in the log of the application's start");
        }
        return found.get(0);
    }

    /**
     * Returns the signature of the requested page, for any browser, also in a forward, an error page or an asynchronous dispatch.
     * If the application has two accounts, the page's own account signs.
     *
     * @return never {@code null}; not signed as long as there is no ticket, or no active filter
     */
    public static WxSignature of(HttpServletRequest request) {
        Object known = request.getAttribute(REQUEST_ATTRIBUTE);
        if (known instanceof WxSignature) {
            return (WxSignature) known;
        }
        List<WxConfig> found = active(request.getServletContext());
        for (WxConfig one : found) {
            if (one.pages.test(request)) {
                return one.signature(request);
            }
        }
        return found.isEmpty() ? new WxSignature(NO_ACCOUNT, () -> request.getRequestURL().toString(), url -> null)
                : found.get(0).signature(request);
    }

    private WxSignature signature(HttpServletRequest request) {
        return new WxSignature(options, urls.lazily(request), signatures::sign);
    }

    /**
     * Signs {@code url} now, if it is of a host that {@code wxconfig.hosts} or {@code wxconfig.baseUrl} names, or neither is set.
     * (An application that signs what a visitor hands in would otherwise sign for everybody.)
     *
     * @param url what the browser's address bar shows: not decoded, with the query; a fragment does not count
     * @return never {@code null}; but not signed for another host, or as long as there is no ticket, see
     *         {@link WxSignature#isSigned()}
     * @throws IllegalArgumentException if {@code url} does not begin with {@code http://} or {@code https://}
     */
    public WxSignature sign(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new IllegalArgumentException("[" + ShownText.ascii(url, MAX_SHOWN) + "] is not the whole URL of a page");
        }
        String page = PageUrl.withoutFragment(url);
        if (!signatures.covers(page) && !refusalLogged.getAndSet(true)) {
            log.warning("The application requested a signature for a host that is neither in wxconfig.hosts nor in"
                    + " wxconfig.baseUrl, and got none. If it is one of yours, add it to wxconfig.hosts. Logged once");
        }
        WxSignature signature = new WxSignature(options, () -> page, signatures::sign);
        signature.isSigned();
        return signature;
    }

    private static List<WxConfig> active(ServletContext context) {
        return ACTIVE.get(context.getClassLoader(), context.getContextPath());
    }

    /** Makes this visible to {@link #from} and {@link #of}. */
    void publish(ServletContext context) {
        ACTIVE.add(context.getClassLoader(), context.getContextPath(), this);
    }

    /** Undoes {@link #publish}. */
    void withdraw(ServletContext context) {
        ACTIVE.remove(context.getClassLoader(), context.getContextPath(), this);
    }

    /**
     * Sets the attribute of {@code wxconfig.attribute} unless it has a value already. The signature is computed when it is
     * used.
     */
    void expose(HttpServletRequest request, String attribute) {
        if (request.getAttribute(attribute) == null) {
            request.setAttribute(attribute, signature(request));
        }
    }
}
