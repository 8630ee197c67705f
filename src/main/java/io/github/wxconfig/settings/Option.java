package io.github.wxconfig.settings;

import io.github.wxconfig.text.ShownText;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lists the options: one constant each, with its name, its default and its meaning.
 *
 * <p>The tables of {@code docs/options.md} in both languages, {@code web-fragment-sample.xml}, the start-up report and the
 * check for mistyped names are all made from here. A default of {@code ""} means that there is none.
 */
public enum Option {

    APPID("appid", Group.ESSENTIAL, "",
            "The appid of your Official Account. Without it the filter is inactive, which is logged once.",
            "公众号的 appid。未配置时过滤器不生效，只在日志里说明一次。"),
    SECRET("secret", Group.ESSENTIAL, "",
            "The secret of the same account. Best kept in a file, as `${file:/path}`.",
            "同一公众号的 secret（AppSecret）。建议放在文件里，写成 `${file:/path}`。"),

    CORPID("corpid", Group.OFTEN, "",
            "The id of your corp in WeCom, for pages that are opened there. It may stand beside an appid, or alone: then"
            + " WeChat gets it, too.", "企业微信的企业 ID（corpid），用于在企业微信中打开的页面。可以与 appid 同时设置，也可以单独设置；单独设置时微信也使用它。"),
    CORPSECRET("corpsecret", Group.OFTEN, "",
            "The secret of an app of this corp. Better kept in a file, as `${file:/path}`.",
            "该企业中某个应用的 Secret。建议放在文件里，写成 `${file:/path}`。"),
    AGENTID("agentid", Group.OFTEN, "",
            "The AgentId of the same app: agentConfig is called, too, for the APIs that need the app's identity.",
            "同一应用的 AgentId：设置后还会调用 agentConfig，用于需要应用身份的接口。"),
    JS_API_LIST("jsApiList", Group.OFTEN, String.join(",", ApiNames.OFFICIAL),
            "The APIs that pages may call. An unknown name causes a warning and is kept.",
            "页面要使用的接口列表，以逗号分隔。未知的名称会记录警告，但仍然保留。"),
    OPEN_TAG_LIST("openTagList", Group.OFTEN, "",
            "The open tags that pages use, such as `wx-open-launch-weapp`.",
            "页面要使用的开放标签列表，以逗号分隔，例如 `wx-open-launch-weapp`。"),
    DEBUG("debug", Group.OFTEN, "false",
            "The `debug` of wx.config: WeChat shows the result of each call as an alert, to every visitor.",
            "wx.config 的 `debug`：微信会用弹窗显示每次调用的结果，所有访问者都能看到。"),
    BASE_URL("baseUrl", Group.OFTEN, "",
            "Scheme and host that browsers see, such as `https://shop.example.com`. What proxies say is then ignored.",
            "浏览器实际看到的协议和域名，例如 `https://shop.example.com`；设置后不再参考代理传来的信息。"),
    HOSTS("hosts", Group.OFTEN, "",
            "The only hosts whose pages are signed: `shop.example.com, *.shop.example`, without ports. The host of `baseUrl`"
                    + " is always one of them. If neither option is set, pages are signed for the host of the request.",
            "只为这些域名的页面签名：`shop.example.com, *.shop.example`，不写端口。`baseUrl` 的域名自动包含在内。"
                    + "两个选项都没有设置时，请求以哪个域名到达，就为哪个域名签名。"),
    TRUSTED_PROXIES("trustedProxies", Group.OFTEN, "private",
            "The proxies whose `Forwarded` and `X-Forwarded-*` headers are trusted: IP addresses and CIDR ranges,"
                    + " `private` (loopback and private ranges), or `none`.",
            "信任哪些来源的 `Forwarded` 和 `X-Forwarded-*` 请求头：IP 地址或 CIDR 网段列表，"
                    + "`private`（本机和内网网段），或 `none`。"),
    INCLUDE("include", Group.OFTEN, "/*",
            "The paths whose pages may get the script, below the context path: `/*`, `/shop/*`, `*.jsp`, `/index.html`.",
            "要处理的路径（不含 context path）：`/*`、`/shop/*`、`*.jsp`、`/index.html`，以逗号分隔。"),
    EXCLUDE("exclude", Group.OFTEN, PathPatterns.STATIC_FILES,
            "The paths that are left alone, in the same form. It overrides `include`; `none` excludes nothing.",
            "不处理的路径，写法相同，优先于 `include`。`none` 表示不排除任何路径。"),
    CLIENTS("clients", Group.OFTEN, "wechat",
            "The browsers that get the script: `wechat` or `all`.",
            "向哪些浏览器输出脚本：`wechat`（仅微信）或 `all`（所有浏览器）。"),
    SPA("spa", Group.OFTEN, "false",
            "For single-page applications: signs again on pushState, replaceState and popstate where Android needs that.",
            "用于单页应用：在安卓需要时，于 pushState、replaceState、popstate 之后重新签名。"),
    SHARE("share", Group.OFTEN, "meta",
            "Which pages get a card when they are shared: `meta`, those with `og:` or `wechat:` tags; `all`; `off`.",
            "哪些页面在分享时带有卡片：`meta`（带 `og:` 或 `wechat:` 标签的页面）、`all`（所有页面）、`off`（关闭）。"),
    SHARE_TITLE("shareTitle", Group.OFTEN, "",
            "The card's title if the page's tags have none. `${title}` is the page's own title, `${description}` its description,"
                    + " here and in the next three.",
            "页面的标签没有给出标题时使用的卡片标题。`${title}` 代表页面自身的标题，`${description}` 代表页面的描述，以下三项也可以使用。"),
    SHARE_DESC("shareDesc", Group.OFTEN, "",
            "The card's text if the page's tags have none.",
            "页面的标签没有给出描述时使用的卡片描述。"),
    SHARE_IMAGE("shareImage", Group.OFTEN, "",
            "The card's picture if the page's tags have none: an address, or a path from the root of the site.",
            "页面的标签没有给出图片时使用的卡片图片：完整地址，或从网站根目录开始的路径。"),
    SHARE_LINK("shareLink", Group.OFTEN, "",
            "The card's link, in the same form, if the page names none on its own host. Without it, the page's own address.",
            "页面没有给出本域名下的链接时使用的卡片链接，写法相同；没有设置时使用页面自身的地址。"),
    STORE("store", Group.OFTEN, "ehcache",
            "Where tickets are kept: `ehcache`, `memory`, `redis://…` or `rediss://…` for a cluster, or the class name"
                    + " of a store of your own.",
            "ticket 存放的位置：`ehcache`、`memory`，集群用 `redis://…` 或 `rediss://…`，也可以是自己实现的类名。"),
    TRACE("trace", Group.OFTEN, "false",
            "`true` adds the response header `X-WxConfig`, which says what was done with the page, and why.",
            "设为 `true` 则输出响应头 `X-WxConfig`，说明对页面做了什么以及原因。"),
    STATUS("status", Group.OFTEN, "off",
            "The status page: `off`, `local` (from this machine only, at the address in the log), or a secret path segment of"
                    + " 16 characters or more.",
            "状态页：`off`、`local`（仅限本机，完整地址写在日志里），或一段至少 16 个字符的保密路径。"),
    ATTRIBUTE("attribute", Group.OFTEN, "",
            "The name of a request attribute with the signature, for pages that print their own script: with `wxconfig`,"
                    + " `${wxconfig.json}` is the argument of wx.config.",
            "供自己输出脚本的页面使用的 request attribute 名称，其中保存签名：设为 `wxconfig` 时，`${wxconfig.json}` 就是"
                    + " wx.config 的参数。"),
    ACCOUNTS("accounts", Group.OFTEN, "",
            "Names of further accounts, such as `shop, school`, each with options of its own, such as `wxconfig.shop.appid`,"
                    + " `wxconfig.shop.secret` and `wxconfig.shop.hosts`.",
            "更多账号的名称，例如 `shop, school`，每个账号有自己的选项：`wxconfig.shop.appid`、`wxconfig.shop.secret`、`wxconfig.shop.hosts` 等。"),
    ENABLED("enabled", Group.OFTEN, "true",
            "`false` switches everything off.",
            "设为 `false` 则全部关闭。"),

    ACCOUNTS_DIR("accountsDir", Group.RARELY, "",
            "Folder with one file `NAME.properties` per further account (`appid=`, `secret=`, `hosts=`, …), looked at every ten"
                    + " seconds.",
            "存放更多账号的目录，每个账号一个 `名称.properties` 文件（`appid=`、`secret=`、`hosts=` 等），每十秒检查一次。"),
    SDK_URL("sdkUrl", Group.RARELY, "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
            "Where the JS-SDK is loaded from; `none` if the page loads it itself.",
            "JS-SDK 的加载地址。`none` 表示由页面自己加载。"),
    ENDPOINT("endpoint", Group.RARELY, "/wxconfig/signature",
            "Path of the signing endpoint below the context path; `off` for none.",
            "签名接口的路径（不含 context path）；`off` 表示关闭。"),
    TOKEN("token", Group.RARELY, "stable",
            "`stable` never disturbs other programs of the account. `classic` uses `/cgi-bin/token`.",
            "`stable` 不会影响同一公众号的其他程序；`classic` 使用 `/cgi-bin/token`。"),
    TICKET_URL("ticketUrl", Group.RARELY, "",
            "The URL of your own ticket server, used instead of WeChat. The secret is then not needed.",
            "从自己的中控服务器（而不是微信）获取 jsapi_ticket；此时不需要 secret。"),
    TICKET_TOKEN("ticketToken", Group.RARELY, "",
            "The bearer token for `ticketUrl`.",
            "访问 `ticketUrl` 时使用的 Bearer token。"),
    API_BASE("apiBase", Group.RARELY, "https://api.weixin.qq.com",
            "The address of WeChat's API: for the simulator, a gateway or a mirror.",
            "微信接口的地址：用于模拟器、网关或镜像。"),
    CORP_API_BASE("corpApiBase", Group.RARELY, "https://qyapi.weixin.qq.com",
            "The same of WeCom's API: for a private deployment, the simulator or a gateway.",
            "企业微信接口的地址：用于私有化部署、模拟器或网关。"),
    CORP_SDK_URL("corpSdkUrl", Group.RARELY, "https://res.wx.qq.com/open/js/jweixin-1.2.0.js",
            "Where pages of the corp load the JS-SDK from; WeCom does not support 1.6.0. `none`: the page loads it itself.",
            "使用企业身份的页面加载 JS-SDK 的地址；企业微信不支持 1.6.0。`none` 表示由页面自己加载。"),
    STORE_DIR("storeDir", Group.RARELY, "",
            "The folder in which Ehcache keeps tickets over a restart, readable by its owner only.",
            "Ehcache 用于在重启后保留 ticket 的目录，仅所有者可读。"),
    CONNECT_TIMEOUT("connectTimeout", Group.RARELY, "3s",
            "How long connecting to WeChat may take: `500ms`, `3s`, `1m`, or a plain number of milliseconds.",
            "连接微信的最长时间：`500ms`、`3s`、`1m`，不带单位时为毫秒。"),
    READ_TIMEOUT("readTimeout", Group.RARELY, "5s",
            "How long to wait for WeChat's answer, in the same form.",
            "等待微信应答的最长时间，写法相同。");

    /** How likely a user needs an option; the order of the documents. */
    public enum Group { ESSENTIAL, OFTEN, RARELY }

    /** Whom an option concerns. */
    public enum Scope {
        /** The whole filter: an account has none of its own. */
        FILTER,
        /** An account; one that does not set it takes the value of the option without a name. */
        ACCOUNT,
        /** An account, which it makes what it is: never taken from the option without a name. */
        IDENTITY
    }

    private static final Set<Option> OF_THE_FILTER = Collections.unmodifiableSet(EnumSet.of(TRUSTED_PROXIES, EXCLUDE, CLIENTS,
            STORE,
            STORE_DIR, TRACE, STATUS, ATTRIBUTE, ACCOUNTS, ACCOUNTS_DIR, ENABLED, ENDPOINT, CONNECT_TIMEOUT, READ_TIMEOUT));
    private static final Set<Option> IDENTITIES = Collections.unmodifiableSet(
            EnumSet.of(APPID, SECRET, CORPID, CORPSECRET, AGENTID, TICKET_URL, TICKET_TOKEN, HOSTS, INCLUDE));

    /** The prefix of the key in system properties and context-params. */
    public static final String PREFIX = "wxconfig.";

    /** The prefix of the key in environment variables. */
    static final String VARIABLE_PREFIX = "WXCONFIG_";

    private static final Pattern PLAIN_ELEMENT = Pattern.compile("[\\p{L}\\p{N}*._-]+(?::\\d{1,5})?");

    static final String MASKED = ShownText.MASKED;

    private final String key;
    private final Group group;
    private final String defaultText;
    private final String english;
    private final String chinese;

    Option(String key, Group group, String defaultText, String english, String chinese) {
        this.key = key;
        this.group = group;
        this.defaultText = defaultText;
        this.english = english;
        this.chinese = chinese;
    }

    /** The name without prefix, such as {@code appid}. */
    public String key() {
        return key;
    }

    /** The name with prefix, such as {@code wxconfig.appid}. */
    public String property() {
        return PREFIX + key;
    }

    /** The name as an environment variable, such as {@code WXCONFIG_APPID}. */
    public String variable() {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT);
    }

    public Group group() {
        return group;
    }

    /** Whom it concerns. */
    public Scope scope() {
        return OF_THE_FILTER.contains(this) ? Scope.FILTER : IDENTITIES.contains(this) ? Scope.IDENTITY : Scope.ACCOUNT;
    }

    /** What a user would write to get the default; {@code ""} if there is none. */
    public String defaultText() {
        return defaultText;
    }

    /** What it means, in one or two sentences of English; code in backticks. */
    public String english() {
        return english;
    }

    /** The same in Chinese. */
    public String chinese() {
        return chinese;
    }

    /** Whether its value must never be shown. */
    public boolean secret() {
        return this == SECRET || this == CORPSECRET || this == TICKET_TOKEN;
    }

    /** Whether its value may have the placeholder of this name, which is filled in by each page. */
    boolean allowsForPage(String placeholder) {
        return isOfCard() && (placeholder.equals("title") || placeholder.equals("description"));
    }

    private boolean isOfCard() {
        return this == SHARE_TITLE || this == SHARE_DESC || this == SHARE_IMAGE || this == SHARE_LINK;
    }

    /**
     * Returns a value as it may be shown in a log, on one line. Masks a secret, the parts of an address that may contain a
     * password or a key, and the path segment that keeps the status page private.
     */
    public String shown(String value) {
        return shown(value, value);
    }

    /** Returns an element of the list {@code whole}, which may have split an address, as it may be shown. */
    String shown(String value, String whole) {
        if (secret() || this == STATUS && !Parsers.isOff(value) && !value.equalsIgnoreCase("local")) {
            return MASKED;
        }
        if (!value.equals(whole) && PLAIN_ELEMENT.matcher(value).matches()) {
            return value;
        }
        boolean isPublic = this == BASE_URL || this == SDK_URL || this == CORP_SDK_URL;
        boolean isAddress = isPublic || this == STORE || this == TICKET_URL || this == API_BASE || this == CORP_API_BASE;
        return isAddress || whole.contains("://") || whole.indexOf('@') >= 0 ? ShownText.address(value, isPublic)
                : ShownText.line(value);
    }
}
