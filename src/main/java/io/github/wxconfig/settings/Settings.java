package io.github.wxconfig.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the values of all options, validated and typed. Immutable.
 *
 * <p>Reading never fails: an invalid value is a line in {@link #problems()}, and the option's default is used.
 */
public final class Settings {

    /** The column of the values in the report. */
    private static final int COLUMN = 28;

    private final @Nullable String appid;
    private final @Nullable String secret;
    private final @Nullable String corpid;
    private final @Nullable String corpsecret;
    private final @Nullable String agentid;
    private final List<String> jsApiList;
    private final boolean isJsApiListSet;
    private final List<String> openTagList;
    private final boolean debug;
    private final @Nullable String baseUrl;
    private final @Nullable HostList hosts;
    private final CidrList trustedProxies;
    private final List<String> include;
    private final List<String> exclude;
    private final boolean clientsAll;
    private final boolean spa;
    private final String share;
    private final @Nullable String shareTitle;
    private final @Nullable String shareDesc;
    private final @Nullable String shareImage;
    private final @Nullable String shareLink;
    private final String store;
    private final boolean trace;
    private final String status;
    private final @Nullable String attribute;
    private final boolean enabled;
    private final @Nullable String sdkUrl;
    private final @Nullable String endpoint;
    private final TokenMode tokenMode;
    private final @Nullable String ticketUrl;
    private final @Nullable String ticketToken;
    private final String apiBase;
    private final String corpApiBase;
    private final @Nullable String corpSdkUrl;
    private final @Nullable Path storeDir;
    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final List<String> problems;
    private final Map<String, String> shown;
    private final Supplier<@Nullable String> secretNow;
    private final Supplier<@Nullable String> corpsecretNow;
    private final Supplier<@Nullable String> ticketTokenNow;
    private final Map<Option, String> texts;
    private final Set<String> written;
    private final @Nullable HostList claims;
    private final @Nullable Path accountsDir;
    private final Set<String> accountNames;
    /** What an account takes from the options without a name; empty for an account. */
    private final List<SettingsSource> inherited;
    private final Placeholders placeholders;
    private final Map<String, Settings> accounts = new LinkedHashMap<>();

    /** Reads the options without a name, and those of the accounts that they name. */
    private Settings(List<SettingsSource> sources, Placeholders placeholders) {
        this(new OptionValues(sources, placeholders, null), placeholders,
                sources.stream().map(SettingsSource::inherited).collect(Collectors.toList()), Collections.<String>emptyList());
        for (String name : accountNames) {
            accounts.put(name, account(name,
                    sources.stream().map(source -> source.ofAccount(name)).collect(Collectors.toList())));
        }
    }

    /**
     * The order of the options here is the order of the report.
     *
     * @param known problems that have been reported
     */
    private Settings(OptionValues values, Placeholders placeholders, List<SettingsSource> inherited, List<String> known) {
        this.inherited = inherited;
        this.placeholders = placeholders;
        accountNames = values.isNamed() ? Collections.<String>emptySet() : AccountNames.of(values);
        values.warnOfUnknownNames(accountNames);
        appid = values.getOrNull(Option.APPID, text -> text);
        secret = values.getOrNull(Option.SECRET, text -> text);
        corpid = values.getOrNull(Option.CORPID, Parsers::corpid);
        corpsecret = values.getOrNull(Option.CORPSECRET, text -> text);
        agentid = values.getOrNull(Option.AGENTID, text -> text);
        jsApiList = fixed(values.list(Option.JS_API_LIST));
        isJsApiListSet = values.isSet(Option.JS_API_LIST);
        openTagList = fixed(values.list(Option.OPEN_TAG_LIST));
        debug = values.get(Option.DEBUG, Parsers::bool);
        String saidBaseUrl = values.getOrNull(Option.BASE_URL, Parsers::baseUrl);
        List<String> named = values.list(Option.HOSTS, HostList::isPattern, new InvalidValueException("is not a host",
                "Write it like shop.example.com or *.shop.example, without scheme, port and path"));
        boolean areHostsMeant = values.isSet(Option.HOSTS) || values.isUnresolved(Option.HOSTS);
        boolean isOwnBaseUrl = saidBaseUrl != null && (!values.isNamed() || values.isOfAccount(Option.BASE_URL));
        boolean isBaseUrlOfOthers = saidBaseUrl != null && !isOwnBaseUrl && areHostsMeant
                && !HostList.of(named).contains(host(saidBaseUrl));
        baseUrl = isBaseUrlOfOthers ? null : saidBaseUrl;
        claims = claims(named, areHostsMeant, saidBaseUrl != null && isOwnBaseUrl ? host(saidBaseUrl) : null);
        hosts = hosts(values, named, areHostsMeant);
        trustedProxies = trustedProxies(values);
        include = fixed(patterns(values, Option.INCLUDE));
        exclude = fixed(patterns(values, Option.EXCLUDE));
        clientsAll = "all".equals(values.get(Option.CLIENTS, Parsers.oneOf("wechat", "all")));
        spa = values.get(Option.SPA, Parsers::bool);
        share = values.get(Option.SHARE, Parsers::share);
        shareTitle = values.getOrNull(Option.SHARE_TITLE, text -> text);
        shareDesc = values.getOrNull(Option.SHARE_DESC, text -> text);
        shareImage = values.getOrNull(Option.SHARE_IMAGE, Parsers::cardAddress);
        shareLink = values.getOrNull(Option.SHARE_LINK, Parsers::cardAddress);
        store = values.get(Option.STORE, Parsers::store);
        trace = values.get(Option.TRACE, Parsers::bool);
        status = values.get(Option.STATUS, Parsers::status);
        attribute = values.getOrNull(Option.ATTRIBUTE, Parsers::attribute);
        accountsDir = values.getOrNull(Option.ACCOUNTS_DIR, Parsers::path);
        enabled = values.get(Option.ENABLED, Parsers::bool);
        sdkUrl = noneIs("none", values.get(Option.SDK_URL, Parsers::sdkUrl));
        endpoint = noneIs("off", values.get(Option.ENDPOINT, Parsers::endpoint));
        tokenMode = "classic".equals(values.get(Option.TOKEN, Parsers.oneOf("stable", "classic")))
                ? TokenMode.CLASSIC : TokenMode.STABLE;
        ticketUrl = values.getOrNull(Option.TICKET_URL, Parsers::httpUrl);
        ticketToken = values.getOrNull(Option.TICKET_TOKEN, Parsers::bearerToken);
        apiBase = values.get(Option.API_BASE, Parsers::apiBase);
        corpApiBase = values.get(Option.CORP_API_BASE, Parsers::apiBase);
        corpSdkUrl = noneIs("none", values.get(Option.CORP_SDK_URL, Parsers::sdkUrl));
        storeDir = values.getOrNull(Option.STORE_DIR, Parsers::path);
        connectTimeout = values.get(Option.CONNECT_TIMEOUT, Parsers::timeout);
        readTimeout = values.get(Option.READ_TIMEOUT, Parsers::timeout);
        secretNow = values.again(Option.SECRET, secret, text -> text);
        corpsecretNow = values.again(Option.CORPSECRET, corpsecret, text -> text);
        ticketTokenNow = values.again(Option.TICKET_TOKEN, ticketToken, Parsers::bearerToken);
        shown = Collections.unmodifiableMap(values.shown());
        texts = values.texts();
        written = values.written();
        SuspiciousValues.warn(this, values);
        if (values.isNamed() && missing() != null
                && values.problems().stream().noneMatch(problem -> problem.startsWith(values.prefix()))) {
            values.problem(values.prefix()
                    + "appid is not set; the account is left out. Set it, or take the name out of wxconfig.accounts.");
        }
        List<String> found = values.problems();
        found.removeAll(known);
        problems = fixed(found);
    }

    /**
     * @param sources the sources of values; of two that set the same option, the earlier one counts. In a container: system
     *         properties, environment, init-params, context-params
     */
    public static Settings read(List<SettingsSource> sources) {
        return read(sources, Placeholders.ofThisMachine());
    }

    static Settings read(List<SettingsSource> sources, Placeholders placeholders) {
        return new Settings(sources, placeholders);
    }

    /** Whether pages are to be signed: it is enabled, and there is an account to sign for, or a folder for accounts. */
    public boolean active() {
        return enabled && (missing() == null || !accounts().isEmpty() || accountsDir != null);
    }

    /** The settings of the accounts that {@code wxconfig.accounts} names and that are complete, by their names. */
    public Map<String, Settings> accounts() {
        Map<String, Settings> complete = new LinkedHashMap<>(accounts);
        complete.values().removeIf(account -> account.missing() != null);
        return complete;
    }

    /**
     * Reads the settings of a further account from a file of its own; what it does not set is as in these settings.
     *
     * @param file the file's name for messages
     * @param properties what the file says, by the options' names, with or without prefix
     */
    public Settings account(String name, String file, Map<String, String> properties) {
        return account(name, Collections.singletonList(SettingsSource.file(file, name, properties)));
    }

    /** Whether {@code text} may be the name of an account: letters and digits, and no word that options begin with. */
    public static boolean isAccountName(String text) {
        return AccountNames.isName(text);
    }

    private Settings account(String name, List<SettingsSource> own) {
        List<SettingsSource> all = new ArrayList<>(own);
        all.addAll(inherited);
        return new Settings(new OptionValues(all, placeholders, name), placeholders, Collections.<SettingsSource>emptyList(),
                problems);
    }

    /** Where the files of further accounts are, or {@code null}. */
    public @Nullable Path accountsDir() {
        return accountsDir;
    }

    /** The hosts by which an account is chosen; {@code null} for every host. */
    public @Nullable HostList claims() {
        return claims;
    }

    /** The name of the option that an account lacks; {@code null} if there is an Official Account or a corp that is complete. */
    public @Nullable String missing() {
        if (hasOfficialAccount() || hasCorp()) {
            return null;
        }
        if (appid == null) {
            boolean isCorpMeant = corpid != null || corpsecret != null;
            return (!isCorpMeant ? Option.APPID : corpid == null ? Option.CORPID : Option.CORPSECRET).property();
        }
        boolean isServerMeant = isWritten(Option.TICKET_URL.property()) && !isWritten(Option.SECRET.property());
        return isServerMeant ? Option.TICKET_URL.property() : Option.SECRET.property();
    }

    /** Whether pages can be signed with the ticket of an Official Account. */
    public boolean hasOfficialAccount() {
        return appid != null && (secret != null || ticketUrl != null);
    }

    /** Whether pages can be signed with the tickets of a corp in WeCom. */
    public boolean hasCorp() {
        return corpid != null && corpsecret != null;
    }

    /** Whether any source contains this option, even with an invalid value. */
    public boolean isWritten(String property) {
        return written.contains(property);
    }

    /** Whether any option was set, including mistyped names. */
    public boolean isAnySet() {
        return !written.isEmpty() || !problems.isEmpty();
    }

    /** Whether the same options have the same values, whichever sources set them, also those of the accounts. */
    public boolean isLike(Settings other) {
        return texts.equals(other.texts) && accounts.keySet().equals(other.accounts.keySet())
                && accounts.entrySet().stream().allMatch(account -> account.getValue().texts.equals(
                        Objects.requireNonNull(other.accounts.get(account.getKey())).texts));
    }

    /** The problems of the values, also of those of the accounts, one sentence each with the remedy; without secrets. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        accounts.values().forEach(account -> all.addAll(account.problems));
        return fixed(all);
    }

    /** What was set, and in which source: one line for each option, with secrets masked. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        shown().forEach((name, value) -> {
            StringBuilder line = new StringBuilder(name).append(' ');
            while (line.length() < COLUMN) {
                line.append('.');
            }
            lines.add(line.append(' ').append(value).toString());
        });
        return fixed(lines);
    }

    /** The same by the options' names. */
    public Map<String, String> shown() {
        Map<String, String> all = new LinkedHashMap<>(shown);
        accounts.forEach((name, account) -> account.shown.forEach((property, value) -> {
            if (property.startsWith(Option.PREFIX + name + '.')) {
                all.put(property, value);
            }
        }));
        return Collections.unmodifiableMap(all);
    }

    /** Or {@code null}. */
    public @Nullable String appid() {
        return appid;
    }

    /** Or {@code null}. Do not log it. */
    public @Nullable String secret() {
        return secret;
    }

    /** The same, read again from its file if it is kept in one; the last value while the file cannot be used. May block. */
    public @Nullable String secretNow() {
        return secretNow.get();
    }

    /** The id of the corp in WeCom, or {@code null}. */
    public @Nullable String corpid() {
        return corpid;
    }

    /** The secret of the corp's app, or {@code null}. Do not log it. */
    public @Nullable String corpsecret() {
        return corpsecret;
    }

    /** The same, read again from its file if it is kept in one; the last value while the file cannot be used. May block. */
    public @Nullable String corpsecretNow() {
        return corpsecretNow.get();
    }

    /** The AgentId of the corp's app, or {@code null}: agentConfig is not called. */
    public @Nullable String agentid() {
        return agentid;
    }

    public List<String> jsApiList() {
        return jsApiList;
    }

    /** The APIs that a page of the corp may call: {@link #jsApiList()}, or a list for WeCom if that option is not set. */
    public List<String> corpApiList() {
        return ApiNames.corp(isJsApiListSet ? jsApiList : null, agentid != null);
    }

    /** Those of {@link #corpApiList()} that need the app's identity, and those of which it is not known. */
    public List<String> agentApiList() {
        return ApiNames.ofApp(corpApiList());
    }

    public List<String> openTagList() {
        return openTagList;
    }

    public boolean debug() {
        return debug;
    }

    /**
     * Scheme, host and port as a browser would show them ({@code https://shop.example.com}: lower case, no default
     * port, no slash at the end), or {@code null}.
     */
    public @Nullable String baseUrl() {
        return baseUrl;
    }

    /** The only hosts whose pages are signed, among them that of {@link #baseUrl()}; {@code null} for every host. */
    public @Nullable HostList hosts() {
        return hosts;
    }

    /** The proxies whose forwarding headers are trusted. */
    public CidrList trustedProxies() {
        return trustedProxies;
    }

    /** Valid patterns for {@link PathPatterns}. */
    public List<String> include() {
        return include;
    }

    /** Valid patterns for {@link PathPatterns}; they win over {@link #include()}. */
    public List<String> exclude() {
        return exclude;
    }

    /** Whether every browser gets the script, and not WeChat's alone. */
    public boolean clientsAll() {
        return clientsAll;
    }

    /** Whether to sign anew when a page changes its URL by script. */
    public boolean spa() {
        return spa;
    }

    /** Which pages get a card when they are shared: {@code meta}, {@code all} or {@code off}. */
    public String share() {
        return share;
    }

    /** What the card of a page says that does not say it itself, as the next three; or {@code null}. */
    public @Nullable String shareTitle() {
        return shareTitle;
    }

    public @Nullable String shareDesc() {
        return shareDesc;
    }

    public @Nullable String shareImage() {
        return shareImage;
    }

    public @Nullable String shareLink() {
        return shareLink;
    }

    /** {@code ehcache}, {@code memory}, a {@code redis://} or {@code rediss://} URL, or a class name. May hold a password. */
    public String store() {
        return store;
    }

    /** Or {@code null}: the store chooses. */
    public @Nullable Path storeDir() {
        return storeDir;
    }

    public boolean trace() {
        return trace;
    }

    /** {@code off}, {@code local}, or the path segment that opens the status page: a secret. */
    public String status() {
        return status;
    }

    /** The request attribute in which pages find the signature, or {@code null}: none is set. */
    public @Nullable String attribute() {
        return attribute;
    }

    public boolean enabled() {
        return enabled;
    }

    /** A URL or path made of ASCII without quotes, blanks and angle brackets, or {@code null} if the page loads the SDK. */
    public @Nullable String sdkUrl() {
        return sdkUrl;
    }

    /** A path that begins with one slash and does not end with one, or {@code null} if there is to be none. */
    public @Nullable String endpoint() {
        return endpoint;
    }

    public TokenMode tokenMode() {
        return tokenMode;
    }

    /** An absolute http or https URL, or {@code null}: WeChat is asked. */
    public @Nullable String ticketUrl() {
        return ticketUrl;
    }

    /** The bearer token for {@link #ticketUrl()}, or {@code null}. Do not log it. */
    public @Nullable String ticketToken() {
        return ticketToken;
    }

    /** The same, read again from its file if it is kept in one; the last value while the file cannot be used. May block. */
    public @Nullable String ticketTokenNow() {
        return ticketTokenNow.get();
    }

    /** An absolute http or https URL without query and without a slash at its end. */
    public String apiBase() {
        return apiBase;
    }

    /** The same of WeCom's API. */
    public String corpApiBase() {
        return corpApiBase;
    }

    /** The same as {@link #sdkUrl()}, for pages of the corp. */
    public @Nullable String corpSdkUrl() {
        return corpSdkUrl;
    }

    /** 100 milliseconds to 2 minutes. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** 100 milliseconds to 2 minutes. */
    public Duration readTimeout() {
        return readTimeout;
    }

    /**
     * If all hosts are invalid or cannot be resolved, no page is signed: the default would sign more than the operator intended.
     */
    private @Nullable HostList hosts(OptionValues values, List<String> named, boolean areMeant) {
        if (baseUrl == null && !areMeant) {
            return null;
        }
        List<String> hosts = new ArrayList<>(named);
        if (baseUrl != null) {
            hosts.add(host(baseUrl));
        } else if (hosts.isEmpty()) {
            values.problem(values.property(Option.HOSTS)
                    + " names no host; no page will be signed. Leave the option out to sign for every host.");
        }
        return HostList.of(hosts);
    }

    private static @Nullable HostList claims(List<String> named, boolean areMeant, @Nullable String hostOfBaseUrl) {
        List<String> hosts = new ArrayList<>(named);
        if (hostOfBaseUrl != null) {
            hosts.add(hostOfBaseUrl);
        }
        return areMeant || hostOfBaseUrl != null ? HostList.of(hosts) : null;
    }

    private static String host(String baseUrl) {
        return baseUrl.replaceFirst("^https?://", "").replaceFirst(":\\d+$", "");
    }

    /**
     * If all ranges are invalid or cannot be resolved, no proxy is trusted: the default might trust more than the operator
     * intended.
     */
    private static CidrList trustedProxies(OptionValues values) {
        List<String> ranges = values.list(Option.TRUSTED_PROXIES, CidrList::isRange,
                new InvalidValueException("is neither an IP address nor a CIDR range",
                        "Write it like 10.0.0.0/8, fd00::/8 or private"));
        return CidrList.of(values.isUnresolved(Option.TRUSTED_PROXIES) ? Collections.<String>emptyList() : ranges);
    }

    private static List<String> patterns(OptionValues values, Option option) {
        return values.list(option, PathPatterns::isPattern,
                new InvalidValueException("is not a path pattern", "Write it like /*, /shop/*, *.jsp or /index.html"));
    }

    private static List<String> fixed(List<String> list) {
        return Collections.unmodifiableList(list);
    }

    private static @Nullable String noneIs(String word, String value) {
        return word.equals(value) ? null : value;
    }
}
