package io.github.wxconfig;

import io.github.wxconfig.endpoint.FileEndpoint;
import io.github.wxconfig.endpoint.SignatureEndpoint;
import io.github.wxconfig.page.PageCounts;
import io.github.wxconfig.page.PageHandler;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.settings.PathPatterns;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.TokenMode;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.ticket.Account;
import io.github.wxconfig.ticket.KeeperStatus;
import io.github.wxconfig.ticket.TicketKeeper;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.CurrentSecret;
import io.github.wxconfig.wechat.HttpTicketServer;
import io.github.wxconfig.wechat.HttpWeChat;
import io.github.wxconfig.wechat.Json;
import io.github.wxconfig.wechat.TicketServer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Assembles and runs everything that an active filter needs, from its settings: the keeper, the page handler, the endpoint and
 * the status page. Thread-safe.
 */
final class FilterRuntime implements AutoCloseable {

    private final ServletContext context;
    private final FilterLog log;
    private final TicketKeeper keeper;
    private final WxConfig wxConfig;
    private final SignatureEndpoint endpoint;
    private final FileEndpoint file;
    private final PageHandler pages;
    /** The request attribute of {@code wxconfig.attribute}, or {@code null}. */
    private final @Nullable String attribute;
    private final StatusPages statusPages;
    private final AtomicBoolean failureLogged = new AtomicBoolean();

    /** Starts fetching a ticket in the background and returns at once. */
    FilterRuntime(Settings settings, ServletContext context, FilterName name) {
        this.context = context;
        this.log = new FilterLog(FilterRuntime.class, name.prefix());
        this.statusPages = new StatusPages(context);
        this.keeper = keeper(settings, context, name.prefix());
        ConfigOptions options =
                new ConfigOptions(set(settings.appid()), settings.debug(), settings.jsApiList(), settings.openTagList());
        PageUrlResolver urls = new PageUrlResolver(settings.baseUrl(), settings.trustedProxies()::contains);
        SiteHosts hosts = settings.hosts() == null ? SiteHosts.EVERY : SiteHosts.named(settings.hosts()::contains);
        UrlSigner signatures = new UrlSigner(keeper::current, hosts, Clock.systemUTC());
        endpoint = new SignatureEndpoint(settings.endpoint(), options, urls, signatures, name.prefix());
        ConfigScript script = new ConfigScript(options, urls, signatures, settings.sdkUrl(), settings.endpoint(), settings.spa(),
                share(settings));
        file = new FileEndpoint(script.file());
        pages = new PageHandler(script, settings.clientsAll(), paths(settings), settings.sdkUrl(), settings.trace(),
                url -> new WxSignature(options, () -> url, signatures::sign), name.prefix());
        attribute = settings.attribute();
        wxConfig = new WxConfig(options, urls, signatures, pages::covers, name.prefix());
        keeper.start(Json::warmUp); // the endpoint's answers are JSON
        wxConfig.publish(context);
    }

    /** Returns the options of share cards; {@code OFF} if pages could not set them, for lack of an API or of the second file. */
    private ShareOptions share(Settings settings) {
        ShareOptions.Mode mode = ShareOptions.Mode.valueOf(settings.share().toUpperCase(Locale.ROOT));
        String fault = settings.endpoint() == null ? "wxconfig.endpoint is off, and pages cannot load what sets them"
                : ShareOptions.apis(settings.jsApiList()).isEmpty() ? "wxconfig.jsApiList has none of their APIs" : null;
        if (mode != ShareOptions.Mode.OFF && fault != null) {
            log.info("Shared pages get no cards: " + fault + ". Add updateAppMessageShareData and updateTimelineShareData"
                    + " to wxconfig.jsApiList and leave the endpoint on, or set wxconfig.share to off");
            return ShareOptions.OFF;
        }
        return new ShareOptions(mode, settings.shareTitle(), settings.shareDesc(), settings.shareImage(), settings.shareLink());
    }

    private static Predicate<String> paths(Settings settings) {
        PathPatterns include = PathPatterns.of(settings.include());
        PathPatterns exclude = PathPatterns.of(settings.exclude());
        return path -> include.matches(path) && !exclude.matches(path);
    }

    private static TicketKeeper keeper(Settings settings, ServletContext context, String logPrefix) {
        StoreFactory store = StoreFactory.named(settings.store(), storeDir(settings, context));
        if (settings.ticketUrl() != null) {
            Account account = new Account(set(settings.appid()), "ticketUrl", settings.ticketUrl(), settings.ticketToken())
                    .inLog(logPrefix);
            return TicketKeeper.ofServer(account, () -> ticketServer(settings), store);
        }
        Account account = new Account(set(settings.appid()), settings.secret(), settings.tokenMode().name(), settings.apiBase())
                .inLog(logPrefix);
        return TicketKeeper.ofWeChat(account,
                () -> new CurrentSecret(() -> set(settings.secretNow()), secret -> weChat(settings, secret)), store);
    }

    private static TicketServer ticketServer(Settings settings) {
        return () -> new HttpTicketServer(set(settings.ticketUrl()), settings.ticketTokenNow(), settings.connectTimeout(),
                settings.readTimeout()).jsapiTicket();
    }

    private static HttpWeChat weChat(Settings settings, String secret) {
        String appid = set(settings.appid());
        return settings.tokenMode() == TokenMode.STABLE
                ? HttpWeChat.stable(settings.apiBase(), appid, secret, settings.connectTimeout(), settings.readTimeout())
                : HttpWeChat.classic(settings.apiBase(), appid, secret, settings.connectTimeout(), settings.readTimeout());
    }

    /** Returns the value of an option that an account cannot be without: {@link Settings#missing} has seen to that. */
    private static String set(@Nullable String value) {
        return Objects.requireNonNull(value);
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

    KeeperStatus ticket() {
        return keeper.status();
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
        keeper.close();
        wxConfig.withdraw(context);
    }
}
