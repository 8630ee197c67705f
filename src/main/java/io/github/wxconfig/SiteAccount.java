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
import io.github.wxconfig.ticket.KeeperStatus;
import io.github.wxconfig.ticket.Keepers;
import io.github.wxconfig.ticket.TicketKeeper;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.CurrentSecret;
import io.github.wxconfig.wechat.HttpTicketServer;
import io.github.wxconfig.wechat.HttpWeChat;
import io.github.wxconfig.wechat.TicketServer;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assembles what one account needs to sign its pages: the keeper of its ticket, and its script. Thread-safe. */
final class SiteAccount {

    private final String name;
    private final Settings settings;
    private final String logPrefix;
    private final boolean isOneOfSeveral;
    private final TicketKeeper keeper;
    private final PageSigner signer;
    /** Made for the first page, because most of a thousand accounts have no visitor. */
    private volatile @Nullable ConfigScript script;

    /**
     * @param name the account's name; empty for the one without a name
     * @param settings of this account
     * @param isOneOfSeveral whether pages have to say whose they are
     */
    SiteAccount(String name, Settings settings, Keepers keepers, boolean isOneOfSeveral, String logPrefix) {
        this.name = name;
        this.settings = settings;
        this.isOneOfSeveral = isOneOfSeveral;
        this.logPrefix = logPrefix + (name.isEmpty() ? "" : "Account [" + name + "]: ");
        this.keeper = keeper(settings, keepers, this.logPrefix);
        ConfigOptions options = new ConfigOptions(set(settings.appid()), settings.debug(), settings.jsApiList(),
                settings.openTagList());
        SiteHosts hosts = settings.hosts() == null ? SiteHosts.EVERY : SiteHosts.named(settings.hosts()::contains);
        this.signer = new PageSigner(name, options, new PageUrlResolver(settings.baseUrl(), settings.trustedProxies()::contains),
                new UrlSigner(keeper::current, hosts, Clock.systemUTC()));
    }

    private static TicketKeeper keeper(Settings settings, Keepers keepers, String logPrefix) {
        if (settings.ticketUrl() != null) {
            Account account = new Account(set(settings.appid()), "ticketUrl", settings.ticketUrl(),
                    settings.ticketToken()).inLog(logPrefix);
            return TicketKeeper.ofServer(account, () -> ticketServer(settings), keepers);
        }
        Account account = new Account(set(settings.appid()), settings.secret(), settings.tokenMode().name(), settings.apiBase())
                .inLog(logPrefix);
        return TicketKeeper.ofWeChat(account, () -> new CurrentSecret(settings::secretNow, secret -> weChat(settings, secret)),
                keepers);
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
        return settings.tokenMode() == TokenMode.STABLE
                ? HttpWeChat.stable(settings.apiBase(), set(settings.appid()), secret, settings.connectTimeout(),
                        settings.readTimeout())
                : HttpWeChat.classic(settings.apiBase(), set(settings.appid()), secret, settings.connectTimeout(),
                        settings.readTimeout());
    }

    /** The name; empty for the account without one. */
    String name() {
        return name;
    }

    Settings settings() {
        return settings;
    }

    TicketKeeper keeper() {
        return keeper;
    }

    KeeperStatus status() {
        return keeper.status();
    }

    PageSigner signer() {
        return signer;
    }

    ConfigScript script() {
        ConfigScript made = script;
        if (made == null) {
            made = new ConfigScript(signer, settings.sdkUrl(), settings.endpoint(), isOneOfSeveral, settings.spa(), share());
            script = made;
        }
        return made;
    }

    /** Logs why pages get no cards, if the options ask for cards that cannot be had. */
    void logCards() {
        String fault = cardFault();
        if (fault != null) {
            new FilterLog(FilterRuntime.class, logPrefix).info("Shared pages get no cards: " + fault
                    + ". Add updateAppMessageShareData and"
                    + " updateTimelineShareData to wxconfig.jsApiList and leave the endpoint on, or set wxconfig.share to off");
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
                : ShareOptions.apis(settings.jsApiList()).isEmpty() ? "wxconfig.jsApiList has none of their APIs" : null;
    }
}
