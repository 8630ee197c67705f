package io.github.wxconfig;

import io.github.wxconfig.endpoint.FileEndpoint;
import io.github.wxconfig.endpoint.SignatureEndpoint;
import io.github.wxconfig.page.PageCounts;
import io.github.wxconfig.page.PageHandler;
import io.github.wxconfig.settings.PathPatterns;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.ticket.Keepers;
import io.github.wxconfig.wechat.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Assembles and runs everything that an active filter needs, from its settings: the accounts, the page handler, the endpoint and
 * the status page. Thread-safe.
 */
final class FilterRuntime implements AutoCloseable {

    private final ServletContext context;
    private final FilterLog log;
    private final Keepers keepers;
    private final SiteAccounts accounts;
    private final WxConfig wxConfig;
    private final PathPatterns exclude;
    private final SignatureEndpoint endpoint;
    private final FileEndpoint file;
    private final PageHandler pages;
    /** The request attribute of {@code wxconfig.attribute}, or {@code null}. */
    private final @Nullable String attribute;
    private final StatusPages statusPages;
    private final AtomicBoolean failureLogged = new AtomicBoolean();

    /** Starts fetching tickets in the background and returns at once. */
    FilterRuntime(Settings settings, ServletContext context, FilterName name) {
        this.context = context;
        this.log = new FilterLog(FilterRuntime.class, name.prefix());
        this.statusPages = new StatusPages(context);
        keepers = new Keepers(StoreFactory.named(settings.store(), storeDir(settings, context)), name.prefix(),
                Json::warmUp); // the endpoint's answers are JSON
        accounts = new SiteAccounts(settings, keepers, context.getContextPath(), name.prefix());
        exclude = PathPatterns.of(settings.exclude());
        endpoint = new SignatureEndpoint(settings.endpoint(), accounts, name.prefix());
        file = new FileEndpoint(settings.endpoint(), accounts);
        pages = new PageHandler(accounts, settings.clientsAll(), this::isIncluded, settings.trace(),
                WxSignature::of, name.prefix());
        attribute = settings.attribute();
        wxConfig = new WxConfig(accounts, pages::covers, name.prefix());
        accounts.start();
        wxConfig.publish(context);
    }

    private boolean isIncluded(String path) {
        return accounts.include(path) && !exclude.matches(path);
    }

    /** The application's own temporary directory, which Tomcat keeps over a restart, or the machine's. */
    private static Path storeDir(Settings settings, ServletContext context) {
        if (settings.storeDir() != null) {
            return settings.storeDir();
        }
        Object temporary = context.getAttribute(ServletContext.TEMPDIR);
        File folder = temporary instanceof File ? (File) temporary : new File(System.getProperty("java.io.tmpdir"));
        return folder.toPath().resolve("wxconfig-" + System.getProperty("user.name"));
    }

    SiteAccounts accounts() {
        return accounts;
    }

    /** What became of the pages so far. */
    PageCounts counts() {
        return pages.counts();
    }

    void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isAnswered(request, response)) {
            pages.handle(request, response, chain);
        }
    }

    /**
     * Answers a request for one of the filter's own addresses. Returns whether it was one; catches everything, so that no page
     * breaks.
     */
    private boolean isAnswered(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            boolean included = pages.covers(request);
            if (endpoint.handle(request, response, included) || file.handle(request, response, included)
                    || statusPages.handle(request, response)) {
                return true;
            }
            if (included && attribute != null) {
                wxConfig.expose(request, attribute);
            }
        } catch (RuntimeException | LinkageError e) {
            if (!failureLogged.getAndSet(true)) {
                log.warning("Could not inspect a request; passing it through. Logged once", e);
            }
        }
        return false;
    }

    @Override
    public void close() {
        keepers.close();
        wxConfig.withdraw(context);
    }
}
