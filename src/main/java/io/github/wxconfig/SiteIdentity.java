package io.github.wxconfig;

import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.TokenMode;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.ticket.Account;
import io.github.wxconfig.ticket.Keepers;
import io.github.wxconfig.ticket.TicketKeeper;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.CurrentSecret;
import io.github.wxconfig.wechat.HttpTicketServer;
import io.github.wxconfig.wechat.HttpWeChat;
import io.github.wxconfig.wechat.HttpWeCom;
import io.github.wxconfig.wechat.TicketServer;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assembles what pages of an account are signed with by one of its identities, an Official Account or a corp in WeCom: the keeper
 * of its tickets, and its script. Thread-safe.
 */
final class SiteIdentity {

    private final String id;
    private final Settings settings;
    private final ConfigOptions options;
    private final @Nullable String sdkUrl;
    private final boolean isOneOfSeveral;
    private final TicketKeeper keeper;
    private final PageSigner signer;
    /** Made for the first page, because most of a thousand accounts have no visitor. */
    private volatile @Nullable ConfigScript script;

    private SiteIdentity(String name, Settings settings, ConfigOptions options, @Nullable String sdkUrl, TicketKeeper keeper,
            boolean isOneOfSeveral) {
        this.id = options.appId();
        this.settings = settings;
        this.options = options;
        this.sdkUrl = sdkUrl;
        this.isOneOfSeveral = isOneOfSeveral;
        this.keeper = keeper;
        SiteHosts hosts = settings.hosts() == null ? SiteHosts.EVERY : SiteHosts.named(settings.hosts()::contains);
        this.signer = new PageSigner(name, options, new PageUrlResolver(settings.baseUrl(), settings.trustedProxies()::contains),
                new UrlSigner(keeper::current, keeper::currentOfAgent, hosts, Clock.systemUTC()));
    }

    /** Returns that of the Official Account, or {@code null} if there is none. */
    static @Nullable SiteIdentity official(String name, Settings settings, Keepers keepers, boolean isOneOfSeveral,
            String logPrefix) {
        if (!settings.hasOfficialAccount()) {
            return null;
        }
        ConfigOptions options = new ConfigOptions(set(settings.appid()), settings.debug(), settings.jsApiList(),
                settings.openTagList());
        return new SiteIdentity(name, settings, options, settings.sdkUrl(), keeper(settings, keepers, logPrefix), isOneOfSeveral);
    }

    /** Returns that of the corp, or {@code null} if there is none. */
    static @Nullable SiteIdentity corp(String name, Settings settings, Keepers keepers, boolean isOneOfSeveral,
            String logPrefix) {
        if (!settings.hasCorp()) {
            return null;
        }
        ConfigOptions options = ConfigOptions.ofCorp(set(settings.corpid()), settings.debug(), settings.corpApiList(),
                settings.openTagList(), settings.agentid(), settings.agentApiList());
        Account account = new Account(set(settings.corpid()), "corp", settings.corpsecret(), settings.corpApiBase())
                .inLog(logPrefix);
        TicketKeeper keeper = TicketKeeper.ofWeCom(account, settings.agentid(), () -> weCom(settings, false),
                () -> weCom(settings, true), keepers);
        return new SiteIdentity(name, settings, options, settings.corpSdkUrl(), keeper, isOneOfSeveral);
    }

    private static TicketKeeper keeper(Settings settings, Keepers keepers, String logPrefix) {
        if (settings.ticketUrl() != null) {
            Account account = new Account(set(settings.appid()), "ticketUrl", settings.ticketUrl(), settings.ticketToken())
                    .inLog(logPrefix);
            return TicketKeeper.ofServer(account, () -> ticketServer(settings), keepers);
        }
        Account account = new Account(set(settings.appid()), settings.secret(), settings.tokenMode().name(), settings.apiBase())
                .inLog(logPrefix);
        return TicketKeeper.ofWeChat(account,
                () -> new CurrentSecret(() -> set(settings.secretNow()), secret -> weChat(settings, secret)), keepers);
    }

    /** The value of an option that a complete account has. */
    private static String set(@Nullable String value) {
        return Objects.requireNonNull(value);
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

    private static CurrentSecret weCom(Settings settings, boolean isAgent) {
        String corpid = set(settings.corpid());
        return new CurrentSecret(() -> set(settings.corpsecretNow()), secret -> isAgent
                ? HttpWeCom.agent(settings.corpApiBase(), corpid, secret, settings.connectTimeout(), settings.readTimeout())
                : HttpWeCom.corp(settings.corpApiBase(), corpid, secret, settings.connectTimeout(), settings.readTimeout()));
    }

    /** The appid, or the corpid. */
    String id() {
        return id;
    }

    TicketKeeper keeper() {
        return keeper;
    }

    PageSigner signer() {
        return signer;
    }

    ConfigScript script() {
        ConfigScript made = script;
        if (made == null) {
            made = new ConfigScript(signer, sdkUrl, settings.endpoint(), isOneOfSeveral, settings.spa(), share());
            script = made;
        }
        return made;
    }

    /** Logs why pages get no cards, if the options ask for cards that cannot be had. */
    void logCards(String logPrefix) {
        String fault = cardFault();
        if (fault != null) {
            new FilterLog(FilterRuntime.class, logPrefix).info("Shared pages get no cards: " + fault
                    + ". Add updateAppMessageShareData and updateTimelineShareData to wxconfig.jsApiList and leave the endpoint"
                    + " on, or set wxconfig.share to off");
        }
    }

    private ShareOptions share() {
        return cardFault() != null ? ShareOptions.OFF
                : new ShareOptions(mode(), settings.shareTitle(), settings.shareDesc(), settings.shareImage(),
                        settings.shareLink());
    }

    private ShareOptions.Mode mode() {
        return ShareOptions.Mode.valueOf(settings.share().toUpperCase(Locale.ROOT));
    }

    /** Cards need an API, and a file that the page loads. */
    private @Nullable String cardFault() {
        return mode() == ShareOptions.Mode.OFF ? null
                : settings.endpoint() == null ? "wxconfig.endpoint is off, and pages cannot load what sets them"
                : ShareOptions.apis(options.jsApiList()).isEmpty() ? "wxconfig.jsApiList has none of their APIs" : null;
    }
}
