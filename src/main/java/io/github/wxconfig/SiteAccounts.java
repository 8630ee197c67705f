package io.github.wxconfig;

import io.github.wxconfig.account.AccountFolder;
import io.github.wxconfig.account.AccountMap;
import io.github.wxconfig.endpoint.Signers;
import io.github.wxconfig.script.Client;
import io.github.wxconfig.script.PageFile;
import io.github.wxconfig.script.PageScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ScriptProvider;
import io.github.wxconfig.settings.PathPatterns;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.ticket.Keepers;
import io.github.wxconfig.ticket.TicketKeeper;
import io.github.wxconfig.url.PagePath;
import io.github.wxconfig.url.PageUrl;
import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accounts of one filter, and finds the one whose page a request is for. Thread-safe: a request sees the accounts as
 * they were at one moment, before or after a change of {@code wxconfig.accountsDir}.
 */
final class SiteAccounts implements ScriptProvider, Signers, WxConfig.Accounts, AccountFolder.Listener {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

    private final FilterLog log;
    private final Settings settings;
    private final String contextPath;
    private final String logPrefix;
    private final Keepers keepers;
    private final boolean areSeveral;
    /** Finds the host by which a page was asked for, whatever {@code baseUrl} says. */
    private final PageUrlResolver hosts;
    private final Set<String> overlapsLogged = new HashSet<>();
    /** Those of files by their names, in the order in which they came; changed by the folder's turn alone. */
    private final Map<String, SiteAccount> ofFiles = new LinkedHashMap<>();
    /** All of them by their names; the one without a name is first. */
    private volatile Map<String, SiteAccount> accounts;
    private volatile AccountMap<SiteAccount> map;
    private volatile PathPatterns include;
    private volatile boolean differsByClient;
    /** Until then nobody knows which hosts are whose, and the account without a name takes none. */
    private volatile boolean isFolderRead;
    /** Those of files that are in use; for the folder's turn alone. */
    private Map<String, SiteAccount> usedOfFiles = Collections.emptyMap();

    SiteAccounts(Settings settings, Keepers keepers, String contextPath, String logPrefix) {
        this.log = new FilterLog(SiteAccounts.class, logPrefix);
        this.settings = settings;
        this.contextPath = contextPath;
        this.logPrefix = logPrefix;
        this.keepers = keepers;
        this.hosts = new PageUrlResolver(null, settings.trustedProxies()::contains);
        this.areSeveral = !settings.accounts().isEmpty() || settings.accountsDir() != null;
        this.isFolderRead = settings.accountsDir() == null;
        Map<String, SiteAccount> first = new LinkedHashMap<>();
        if (settings.missing() == null) {
            first.put("", account("", settings));
        }
        settings.accounts().forEach((name, of) -> first.put(name, account(name, of)));
        use(first);
    }

    private SiteAccount account(String name, Settings of) {
        SiteAccount account = new SiteAccount(name, of, keepers, areSeveral, logPrefix);
        account.logCards();
        return account;
    }

    /** Starts fetching tickets, and watching the folder, in the background. */
    void start() {
        AccountFolder folder = settings.accountsDir() == null ? null
                : new AccountFolder(settings.accountsDir(), Settings::isAccountName, this, logPrefix);
        if (folder != null) {
            look(folder); // before the first page, whose account may be there
        }
        List<TicketKeeper> all = new ArrayList<>();
        accounts.values().forEach(account -> all.addAll(account.keepers()));
        keepers.start(all);
        if (folder != null) {
            keepers.repeat(() -> look(folder), LOOK_INTERVAL);
        }
    }

    // The folder

    private void look(AccountFolder folder) {
        boolean isChanged = folder.look();
        boolean isFirst = !isFolderRead && folder.isRead();
        isFolderRead |= folder.isRead();
        if (isChanged || isFirst) {
            Map<String, SiteAccount> before = new LinkedHashMap<>(usedOfFiles);
            Map<String, SiteAccount> now = new LinkedHashMap<>(accounts);
            now.keySet().removeAll(before.keySet());
            now.putAll(ofFiles);
            use(now);
            usedOfFiles = new LinkedHashMap<>(ofFiles);
            before.values().removeAll(ofFiles.values());
            Set<SiteAccount> added = new LinkedHashSet<>(ofFiles.values());
            added.removeIf(account -> before.get(account.name()) == account);
            List<TicketKeeper> fresh = new ArrayList<>();
            added.forEach(account -> fresh.addAll(account.keepers()));
            keepers.start(fresh);
            before.values().forEach(account -> account.keepers().forEach(TicketKeeper::close));
        }
    }

    @Override
    public @Nullable String changed(String name, String file, Map<String, String> properties) {
        if (settings.accounts().containsKey(name)) {
            return "wxconfig.accounts has an account of this name";
        }
        Settings of = settings.account(name, file, properties);
        if (of.missing() != null) {
            return "[" + of.missing() + "] is not set";
        }
        of.problems().forEach(log::warning);
        if (ofFiles.put(name, account(name, of)) == null) {
            log.info("Account [" + name + "] added by the file " + file);
        } else {
            log.info("Account [" + name + "] changed by the file " + file);
        }
        return null;
    }

    @Override
    public void removed(String name) {
        ofFiles.remove(name);
        log.info("Account [" + name + "] removed with its file");
    }

    private void use(Map<String, SiteAccount> now) {
        AccountMap<SiteAccount> next = new AccountMap<>(isFolderRead ? now.get("") : null);
        Set<String> paths = new LinkedHashSet<>();
        now.forEach((name, account) -> {
            paths.addAll(account.settings().include());
            if (!name.isEmpty()) {
                next.add(name, account, account.settings().claims(), account.settings().include());
            }
        });
        next.overlaps().stream().filter(overlapsLogged::add).forEach(log::warning);
        include = PathPatterns.of(now.isEmpty() ? Collections.singletonList("/*") : new ArrayList<>(paths));
        map = next;
        accounts = now;
        differsByClient = now.values().stream().anyMatch(SiteAccount::hasBoth);
    }

    // Whose page is it?

    /** Whether any account has pages at this path, whatever the host. */
    boolean include(String path) {
        return include.matches(path);
    }

    private @Nullable SiteAccount of(HttpServletRequest request) {
        return areSeveral ? map.of(hosts.host(request), PagePath.of(request)) : accounts.get("");
    }

    private @Nullable SiteAccount of(PageUrl url) {
        return areSeveral ? map.of(url.host(), url.pathBelow(contextPath)) : accounts.get("");
    }

    /** All accounts; the one without a name is first. */
    Collection<SiteAccount> all() {
        return accounts.values();
    }

    @Override
    public @Nullable PageScript forRequest(HttpServletRequest request) {
        SiteAccount account = of(request);
        return account == null ? null : account.identity(client(request)).script().forRequest(request);
    }

    /** Where the page is no account's, that is the reason why WeCom gets no script. */
    @Override
    public boolean serves(Client client, HttpServletRequest request) {
        if (client != Client.WECOM) {
            return client == Client.WECHAT;
        }
        SiteAccount account = of(request);
        return account == null ? accounts.values().stream().anyMatch(any -> any.serves(client)) : account.serves(client);
    }

    @Override
    public boolean differsByClient() {
        return differsByClient;
    }

    private static Client client(HttpServletRequest request) {
        return Client.of(request.getHeader("User-Agent"));
    }

    @Override
    public boolean isOfAccount(HttpServletRequest request) {
        return of(request) != null;
    }

    /** A page keeps its account, as long as that account has the host, even where a proxy rewrites the path. */
    @Override
    public @Nullable PageSigner of(PageUrl url, @Nullable String name, HttpServletRequest request, boolean isAtPage) {
        SiteAccount account = isAtPage || name != null && accounts.containsKey(name) ? asking(name, request) : null;
        if (account == null || areSeveral && !map.mayHave(account, url.host())) {
            account = of(url);
        }
        return signer(account, client(request));
    }

    @Override
    public @Nullable PageSigner signerOf(HttpServletRequest request) {
        return signer(of(request), client(request));
    }

    @Override
    public @Nullable PageSigner signerOf(String text) {
        PageUrl url = PageUrl.parse(text);
        return signer(url != null ? of(url) : areSeveral ? null : accounts.get(""), Client.WECHAT);
    }

    @Override
    public @Nullable PageSigner signerNamed(String name) {
        return signer(accounts.get(name), Client.WECHAT);
    }

    private static @Nullable PageSigner signer(@Nullable SiteAccount account, Client client) {
        return account == null ? null : account.identity(client).signer();
    }

    @Override
    public @Nullable PageFile file(@Nullable String name, HttpServletRequest request) {
        SiteAccount account = asking(name, request);
        return account == null ? null : account.identity(client(request)).script().file();
    }

    /** The account of a page that names it, or of the page at whose own address the request is. */
    private @Nullable SiteAccount asking(@Nullable String name, HttpServletRequest request) {
        SiteAccount named = name == null ? null : accounts.get(name);
        return named == null ? of(request) : named;
    }
}
