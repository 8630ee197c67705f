package io.github.wxconfig;

import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.settings.PerApplicationList;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.ShownText;
import io.github.wxconfig.url.PageUrl;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** Knows the accounts of a filter. */
    interface Accounts {

        /** What signs the page of this request; {@code null} if it is no account's. */
        @Nullable PageSigner signerOf(HttpServletRequest request);

        /** What signs the page at {@code url}; {@code null} if it is no account's. */
        @Nullable PageSigner signerOf(String url);

        /** What signs the pages of the account of this name; {@code null} if there is no such account. */
        @Nullable PageSigner signerNamed(String name);
    }

    private final Accounts accounts;
    private final Predicate<HttpServletRequest> pages;
    private final FilterLog log;
    private final AtomicBoolean refusalLogged = new AtomicBoolean();

    /**
     * @param pages whether the request's page is among those of this filter
     * @param logPrefix what each line in the log begins with
     */
    WxConfig(Accounts accounts, Predicate<HttpServletRequest> pages, String logPrefix) {
        this(accounts, pages, new FilterLog(WxConfig.class, logPrefix));
    }

    private WxConfig(Accounts accounts, Predicate<HttpServletRequest> pages, FilterLog log) {
        this.log = log;
        this.accounts = accounts;
        this.pages = pages;
    }

    /**
     * Returns the instance of this application; if it has two filters, that of the filter which started first. It signs each URL
     * by the account whose page that is.
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
     * If the application has several accounts, the page's own account signs.
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
        return found.isEmpty() ? unsigned(() -> request.getRequestURL().toString()) : found.get(0).signature(request);
    }

    private WxSignature signature(HttpServletRequest request) {
        PageSigner signer = accounts.signerOf(request);
        return signer == null ? unsigned(() -> request.getRequestURL().toString())
                : new WxSignature(signer.options(), signer.urls().lazily(request), signer.signatures()::sign);
    }

    private static WxSignature unsigned(Supplier<String> url) {
        return new WxSignature(NO_ACCOUNT, url, page -> null);
    }

    /**
     * Returns what signs by the account of this name alone, for any URL of its hosts: {@code shop} where {@code
     * wxconfig.shop.appid}
     * is set, or where {@code wxconfig.accountsDir} has a file {@code shop.properties}. If that account is removed later,
     * nothing is
     * signed any more.
     *
     * @param name upper and lower case are alike
     * @throws IllegalArgumentException if there is no account of this name
     */
    public WxConfig account(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        if (accounts.signerNamed(key) == null) {
            throw new IllegalArgumentException("There is no account [" + ShownText.ascii(name, MAX_SHOWN)
                    + "]: name it in wxconfig.accounts,"
                    + " or see the log of the application's start for what its options lack");
        }
        return new WxConfig(new Accounts() {
            @Override
            public @Nullable PageSigner signerOf(HttpServletRequest request) {
                return accounts.signerNamed(key);
            }

            @Override
            public @Nullable PageSigner signerOf(String url) {
                return accounts.signerNamed(key);
            }

            @Override
            public @Nullable PageSigner signerNamed(String other) {
                return accounts.signerNamed(other);
            }
        }, pages, log);
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
        PageSigner signer = accounts.signerOf(page);
        if ((signer == null || !signer.signatures().covers(page)) && !refusalLogged.getAndSet(true)) {
            log.warning("The application requested a signature for a host that is neither in wxconfig.hosts nor in"
                    + " wxconfig.baseUrl, and got none. If it is one of yours, add it to wxconfig.hosts. Logged once");
        }
        WxSignature signature = signer == null ? unsigned(() -> page)
                : new WxSignature(signer.options(), () -> page, signer.signatures()::sign);
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
