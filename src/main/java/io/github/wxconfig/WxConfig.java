package io.github.wxconfig;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

import io.github.wxconfig.http.ConfigOptions;
import io.github.wxconfig.http.PageUrlResolver;
import io.github.wxconfig.http.Signatures;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Signs URLs for an application that does so by itself: {@code WxConfig.from(servletContext).sign(url)}.
 *
 * <p>Safe for any number of threads. It signs from memory and never waits for WeChat.
 */
public final class WxConfig {

    /** The request attribute that holds the {@link WxSignature} of the page: {@code ${wxconfig.json}} in a JSP. */
    public static final String REQUEST_ATTRIBUTE = "wxconfig";

    private static final String CONTEXT_ATTRIBUTE = WxConfig.class.getName();

    private static final Logger LOG = Logger.getLogger(WxConfig.class.getName());

    private final ConfigOptions options;
    private final PageUrlResolver urls;
    private final Signatures signatures;
    private final AtomicBoolean complained = new AtomicBoolean();

    WxConfig(ConfigOptions options, PageUrlResolver urls, Signatures signatures) {
        this.options = options;
        this.urls = urls;
        this.signatures = signatures;
    }

    /**
     * The one of this application. Where it has two accounts, that of the filter which started first; the request attribute
     * is always that of the page's own.
     *
     * @throws IllegalStateException if the filter has not been started, or has no appid and secret
     */
    public static WxConfig from(ServletContext context) {
        Object found = context.getAttribute(CONTEXT_ATTRIBUTE);
        if (found instanceof WxConfig) {
            return (WxConfig) found;
        }
        throw new IllegalStateException("The wxconfig filter of [" + context.getContextPath()
                + "] is not at work: see its line in the log of the application's start");
    }

    /**
     * Signs {@code url} now, if it is of a host that {@code wxconfig.hosts} or {@code wxconfig.baseUrl} names, or neither is set.
     * (An application that signs what a visitor hands in would otherwise sign for everybody.)
     *
     * @param url what the browser's address bar shows, as it stands there: not decoded, with the query; a fragment does not count
     * @return never {@code null}; but not signed for another host, or as long as there is no ticket, see
     *         {@link WxSignature#isSigned()}
     * @throws IllegalArgumentException if {@code url} does not begin with {@code http://} or {@code https://}
     */
    public WxSignature sign(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new IllegalArgumentException("[" + url + "] is not the whole URL of a page");
        }
        int hash = url.indexOf('#');
        String page = hash < 0 ? url : url.substring(0, hash);
        if (!signatures.covers(page) && !complained.getAndSet(true)) {
            LOG.warning("The application asked for a signature for another host than those of wxconfig.hosts and"
                    + " wxconfig.baseUrl, and got none. If that host is yours, add it to wxconfig.hosts. This is said once");
        }
        WxSignature signature = new WxSignature(options, () -> page, signatures::sign);
        signature.isSigned();
        return signature;
    }

    /** Lets {@link #from} find this, unless the filter of another account came first. */
    void publish(ServletContext context) {
        if (context.getAttribute(CONTEXT_ATTRIBUTE) == null) {
            context.setAttribute(CONTEXT_ATTRIBUTE, this);
        }
    }

    /** Undoes {@link #publish}. */
    void withdraw(ServletContext context) {
        if (context.getAttribute(CONTEXT_ATTRIBUTE) == this) {
            context.removeAttribute(CONTEXT_ATTRIBUTE);
        }
    }

    /** Sets {@link #REQUEST_ATTRIBUTE}, unless an earlier dispatch of this request has. Costs next to nothing. */
    void expose(HttpServletRequest request) {
        if (request.getAttribute(REQUEST_ATTRIBUTE) == null) {
            request.setAttribute(REQUEST_ATTRIBUTE, new WxSignature(options, urls.lazily(request), signatures::sign));
        }
    }
}
