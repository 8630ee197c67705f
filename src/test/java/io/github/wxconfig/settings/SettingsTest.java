package io.github.wxconfig.settings;

import static java.util.Arrays.asList;
import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String CORPID = "ww0123456789abcdef";
    private static final String CORPSECRET = "0123456789_abcdefghijklmnopqrstuvwxyz-ABCDE";

    @Test
    void hasTheDocumentedDefaultsWhenNothingIsSet() {
        Settings settings = Settings.read(emptyList());
        assertNull(settings.appid());
        assertNull(settings.secret());
        assertEquals(36, settings.jsApiList().size());
        assertEquals(emptyList(), settings.openTagList());
        assertFalse(settings.debug());
        assertNull(settings.baseUrl());
        assertNull(settings.hosts());
        assertTrue(settings.trustedProxies().contains("127.0.0.1"));
        assertFalse(settings.trustedProxies().contains("203.0.113.7"));
        assertEquals(asList("/*"), settings.include());
        assertTrue(settings.exclude().contains("*.css"));
        assertFalse(settings.clientsAll());
        assertFalse(settings.spa());
        assertEquals("meta", settings.share());
        assertNull(settings.shareTitle());
        assertEquals("ehcache", settings.store());
        assertNull(settings.storeDir());
        assertFalse(settings.trace());
        assertEquals("off", settings.status());
        assertTrue(settings.enabled());
        assertEquals("https://res.wx.qq.com/open/js/jweixin-1.6.0.js", settings.sdkUrl());
        assertEquals("/wxconfig/signature", settings.endpoint());
        assertEquals(TokenMode.STABLE, settings.tokenMode());
        assertNull(settings.ticketUrl());
        assertNull(settings.ticketToken());
        assertEquals("https://api.weixin.qq.com", settings.apiBase());
        assertNull(settings.corpid());
        assertNull(settings.corpsecret());
        assertNull(settings.agentid());
        assertEquals("https://qyapi.weixin.qq.com", settings.corpApiBase());
        assertEquals("https://res.wx.qq.com/open/js/jweixin-1.2.0.js", settings.corpSdkUrl());
        assertEquals(Duration.ofSeconds(3), settings.connectTimeout());
        assertEquals(Duration.ofSeconds(5), settings.readTimeout());
        assertEquals(emptyList(), settings.problems());
        assertEquals(emptyList(), settings.report());
        assertFalse(settings.active());
    }

    @Test
    void givesBackWhatWasSet() {
        Settings settings = read("appid", APPID, "secret", SECRET, "jsApiList", "chooseImage, scanQRCode",
                "openTagList", "wx-open-audio", "debug", "true", "baseUrl", "https://shop.example.com",
                "hosts", "*.shop.example", "trustedProxies", "203.0.113.0/24", "include", "/shop/*", "exclude", "/shop/api/*",
                "clients", "all", "spa", "true", "store", "memory", "storeDir", "/var/wx", "trace", "true", "status", "local",
                "sdkUrl", "none", "endpoint", "off", "token", "classic", "ticketUrl", "https://t.example.com/t?x=1",
                "ticketToken", "abc", "apiBase", "https://api2.weixin.qq.com/", "connectTimeout", "500ms",
                "readTimeout", "1m", "attribute", "tea.config", "share", "off", "shareTitle", "t", "shareDesc", "d",
                "shareImage", "/i", "shareLink", "/l", "corpid", CORPID, "corpsecret", CORPSECRET, "agentid", "1000002",
                "corpApiBase", "https://wecom.example.com/private/", "corpSdkUrl", "/js/jweixin-1.2.0.js",
                "accounts", "tea", "tea.appid", APPID, "tea.secret", SECRET, "accountsDir", "/etc/wx");
        assertEquals(emptyList(), settings.problems());
        assertEquals("off", settings.share());
        assertEquals("tea.config", settings.attribute());
        assertEquals(APPID, settings.appid());
        assertEquals(SECRET, settings.secret());
        assertEquals(CORPID, settings.corpid());
        assertEquals(CORPSECRET, settings.corpsecret());
        assertEquals("1000002", settings.agentid());
        assertEquals("https://wecom.example.com/private", settings.corpApiBase());
        assertEquals("/js/jweixin-1.2.0.js", settings.corpSdkUrl());
        assertNull(read("corpSdkUrl", "none").corpSdkUrl());
        assertEquals(asList("chooseImage", "scanQRCode"), settings.jsApiList());
        assertEquals(asList("wx-open-audio"), settings.openTagList());
        assertTrue(settings.debug());
        assertEquals("https://shop.example.com", settings.baseUrl());
        assertTrue(settings.hosts().contains("m.shop.example"));
        assertTrue(settings.trustedProxies().contains("203.0.113.7"));
        assertFalse(settings.trustedProxies().contains("127.0.0.1"));
        assertEquals(asList("/shop/*"), settings.include());
        assertEquals(asList("/shop/api/*"), settings.exclude());
        assertTrue(settings.clientsAll());
        assertTrue(settings.spa());
        assertEquals("memory", settings.store());
        assertEquals(Paths.get("/var/wx"), settings.storeDir());
        assertTrue(settings.trace());
        assertEquals("local", settings.status());
        assertNull(settings.sdkUrl());
        assertNull(settings.endpoint());
        assertEquals(TokenMode.CLASSIC, settings.tokenMode());
        assertEquals("https://t.example.com/t?x=1", settings.ticketUrl());
        assertEquals("abc", settings.ticketToken());
        assertEquals("https://api2.weixin.qq.com", settings.apiBase());
        assertEquals(Duration.ofMillis(500), settings.connectTimeout());
        assertEquals(Duration.ofMinutes(1), settings.readTimeout());
        assertTrue(settings.active());
        assertEquals(Option.values().length - 1 + 2, settings.report().size(),
                "all but `enabled` were set, and two of an account");
    }

    @Test
    void theBaseUrlsHostIsAmongTheHosts() {
        HostList hosts = read("baseUrl", "https://Shop.example.com:8443", "hosts", "*.shop.example").hosts();
        assertTrue(hosts.contains("shop.example.com") && hosts.contains("a.shop.example"));
        assertFalse(hosts.contains("shop.example"));
        assertTrue(read("baseUrl", "http://[2001:DB8::1]:81").hosts().contains("[2001:db8::1]"));
        assertTrue(read("baseUrl", "https://shop.example.com", "hosts", "none").hosts().contains("shop.example.com"));
    }

    /** A wrong element is left out; if none is left, no page is signed rather than everybody's. */
    @Test
    void wrongHostsDoNotOpenTheDoor() {
        Settings settings = read("hosts", "https://shop.example.com, shop.example.com:443");
        assertFalse(settings.hosts().contains("shop.example.com"));
        assertEquals(3, settings.problems().size(), settings.problems()::toString);
        assertEquals("wxconfig.hosts [shop.example.com:443] from context-param is not a host; leaving it out. Write it like"
                + " shop.example.com or *.shop.example, without scheme, port and path.", settings.problems().get(1));
        assertTrue(read("hosts", "a/b, shop.example.com").hosts().contains("shop.example.com"));
    }

    @Test
    void signsOnlyWithAnAccountAndWhileEnabled() {
        assertTrue(read("appid", APPID, "secret", SECRET).active());
        assertTrue(read("appid", APPID, "ticketUrl", "http://tickets/").active());
        assertFalse(read("appid", APPID, "secret", SECRET, "enabled", "false").active());
        assertFalse(read("enabled", "false").enabled());
        assertFalse(read("appid", APPID).active());
        assertFalse(read("secret", SECRET).active());
        assertTrue(read("corpid", CORPID, "corpsecret", CORPSECRET).active());
        assertTrue(read("corpid", CORPID, "corpsecret", CORPSECRET, "appid", APPID).active());
        assertFalse(read("corpid", CORPID, "ticketUrl", "http://tickets/").active());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "|wxconfig.appid",
        "appid=a|wxconfig.secret",
        "appid=a ticketUrl=|wxconfig.ticketUrl",
        "corpid=c|wxconfig.corpsecret",
        "corpsecret=s|wxconfig.corpid",
        "corpsecret=s agentid=1|wxconfig.corpid",
        "agentid=1|wxconfig.appid",
        "corpid=c secret=s|wxconfig.corpsecret",
        "appid=a corpid=c|wxconfig.secret",
        "appid=a corpid=c corpsecret=s|",
        "appid=a secret=s corpid=c|",
        "corpid=c corpsecret=s|"})
    void namesTheOptionThatAnAccountLacks(String given, String missing) {
        assertEquals(missing, read(given == null ? new String[0] : given.replace("= ", "=; ").split("[ =]", -1)).missing());
    }

    @Test
    void saysWhatHalfACorpMeans() {
        assertEquals(
                asList("wxconfig.corpid is set and wxconfig.corpsecret is not; no page will be signed. Set wxconfig.corpsecret."),
                read("corpid", CORPID).problems());
        assertEquals(
                asList("wxconfig.corpsecret is set and wxconfig.corpid is not; WeCom gets no signature. Set wxconfig.corpid."),
                read("appid", APPID, "secret", SECRET, "corpsecret", CORPSECRET).problems());
        assertEquals(asList("wxconfig.agentid is set and wxconfig.corpid is not; no page will be signed. Set wxconfig.corpid."),
                read("agentid", "1").problems());
        assertEquals(asList("wxconfig.appid is set and wxconfig.secret is not; pages are signed for WeCom alone."
                + " Set wxconfig.secret, or wxconfig.ticketUrl where a central server keeps the ticket."),
                read("appid", APPID, "corpid", CORPID, "corpsecret", CORPSECRET).problems());
    }

    @Test
    void aCorpThatLooksWrongIsKept() {
        Settings settings = read("corpid", "my-corp", "corpsecret", "s3cr3t", "agentid", "one", "corpApiBase",
                "http://wecom.example.com");
        assertEquals("my-corp", settings.corpid());
        assertEquals("s3cr3t", settings.corpsecret());
        assertEquals("one", settings.agentid());
        assertEquals(4, settings.problems().size(), settings.problems()::toString);
        assertEquals("wxconfig.corpsecret [<masked>] from context-param of 6 characters is not 43 letters, digits, - and"
                + " _; using it anyway. Compare it with the app's page in WeCom's console.", settings.problems().get(1));
        assertTrue(settings.problems().get(3)
                .startsWith("wxconfig.corpApiBase [http://wecom.example.com] from context-param would carry"),
                settings.problems().get(3));
        assertEquals(emptyList(),
                read("corpid", CORPID, "corpsecret", CORPSECRET, "agentid", "1000002", "corpApiBase", "http://wecom").problems());
    }

    @Test
    void namesForWeComGoWhereTheyBelong() {
        Settings settings = read("corpid", CORPID, "corpsecret", CORPSECRET, "agentid", "1000002",
                "jsApiList", "chooseImage, getCurExternalContact, onMenuShareWechat, newApi");
        assertEquals(asList("chooseImage", "getCurExternalContact", "onMenuShareWechat", "newApi", "agentConfig"),
                settings.corpApiList());
        assertEquals(asList("getCurExternalContact", "newApi"), settings.agentApiList());
        assertEquals(1, settings.problems().size(), settings.problems()::toString);
        assertTrue(settings.problems().get(0)
                .startsWith("wxconfig.jsApiList [newApi] from context-param is not an API of WeChat or WeCom; keeping it."),
                settings.problems().get(0));
        Settings without = read("corpid", CORPID, "corpsecret", CORPSECRET);
        assertTrue(without.corpApiList().containsAll(asList("onMenuShareWechat", "scanQRCode", "openEnterpriseChat")));
        assertFalse(without.corpApiList().contains("agentConfig") || without.corpApiList().contains("sendChatMessage"));
        Settings with = read("corpid", CORPID, "corpsecret", CORPSECRET, "agentid", "1");
        assertTrue(with.corpApiList().containsAll(without.corpApiList()) && with.corpApiList().contains("agentConfig"));
        assertTrue(with.agentApiList().contains("sendChatMessage") && !with.agentApiList().contains("scanQRCode")
                && !with.agentApiList().contains("agentConfig"), with.agentApiList()::toString);
        assertEquals(asList("agentConfig"), read("agentid", "1", "jsApiList", "none").corpApiList());
    }

    @Test
    void theEarlierSourceWins() {
        Settings settings = Settings.read(asList(
                source("system property", "appid", "wx0000000000000001"),
                source("environment", "appid", "wx0000000000000002", "spa", "true")));
        assertEquals("wx0000000000000001", settings.appid());
        assertTrue(settings.spa());
    }

    @Test
    void anEmptyValueCountsAsNotSet() {
        Settings settings = Settings.read(asList(
                source("environment", "appid", " ", "exclude", ""), source("context-param", "appid", APPID)));
        assertEquals(APPID, settings.appid());
        assertFalse(settings.exclude().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {" " + APPID + "\r\n", "\t" + APPID, "\u3000" + APPID + "\u00a0", "\ufeff" + APPID + "\u200b"})
    void blanksAroundAValueAreDropped(String value) {
        assertEquals(APPID, read("appid", value).appid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chooseImage,scanQRCode", "\n  chooseImage,\n  scanQRCode,\n", "chooseImage scanQRCode",
        "chooseImage，scanQRCode", "chooseImage、scanQRCode", ",chooseImage,,scanQRCode,chooseImage"})
    void listsTakeCommasAndBlanks(String value) {
        Settings settings = read("jsApiList", value);
        assertEquals(asList("chooseImage", "scanQRCode"), settings.jsApiList());
        assertEquals(emptyList(), settings.problems());
    }

    @Test
    void noneEmptiesAList() {
        Settings settings = read("jsApiList", "none", "exclude", "None", "trustedProxies", "none");
        assertEquals(emptyList(), settings.jsApiList());
        assertEquals(emptyList(), settings.exclude());
        assertFalse(settings.trustedProxies().contains("127.0.0.1"));
        assertEquals(emptyList(), settings.problems());
    }

    @ParameterizedTest
    @CsvSource({"3s,3000", "500ms,500", "1m,60000", "2 S,2000", "1500,1500", "100,100", "120s,120000"})
    void understandsDurations(String text, long millis) {
        Settings settings = read("readTimeout", text);
        assertEquals(Duration.ofMillis(millis), settings.readTimeout());
        assertEquals(emptyList(), settings.problems());
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example.com,          https://shop.example.com",
        "https://shop.example.com/,         https://shop.example.com",
        "HTTPS://Shop.Example.COM:443,      https://shop.example.com",
        "http://shop.example.com:80/,       http://shop.example.com",
        "http://shop.example.com:443,       http://shop.example.com:443",
        "http://localhost:8080,             http://localhost:8080",
        "https://my_shop.example.com,       https://my_shop.example.com",
        "http://localhost:1,                http://localhost:1",
        "http://localhost:65535,            http://localhost:65535",
        "https://[2001:DB8::1]:8443,        https://[2001:db8::1]:8443",
        "https://例子.测试,                  https://xn--fsqu00a.xn--0zwm56d"})
    void givesTheBaseUrlAsABrowserShowsIt(String written, String expected) {
        Settings settings = read("baseUrl", written);
        assertEquals(expected, settings.baseUrl());
        assertEquals(emptyList(), settings.problems());
    }

    /** The value, wrong; the default holds, and exactly one message names option, value, source. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "debug|yes", "debug|1", "spa|ture", "trace|on", "enabled|ja", "clients|weixin", "token|stabel",
        "baseUrl|shop.example.com", "baseUrl|//shop.example.com", "baseUrl|https://shop.example.com/shop",
        "baseUrl|https://shop.example.com:0", "baseUrl|https://shop.example.com:65536", "baseUrl|https://",
        "baseUrl|https://shop.example.com#x", "baseUrl|ftp://shop.example.com", "baseUrl|https://a b.example.com",
        "baseUrl|https://\"><script>", "baseUrl|https://[::1", "baseUrl|https://[1.2.3]", "baseUrl|https://.example.com",
        "baseUrl|https://shop..example.com",
        "sdkUrl|jweixin.js", "sdkUrl|javascript:alert(1)", "sdkUrl|https://x/\"onload=\"x", "sdkUrl|https://x/</script>",
        "sdkUrl|https://例子/x.js", "sdkUrl|/a'b", "sdkUrl|/a b", "sdkUrl|/",
        "endpoint|wxconfig", "endpoint|/", "endpoint|//evil.example.com/x", "endpoint|/a/../b", "endpoint|/a/", "endpoint|/a?b",
        "endpoint|/a*", "endpoint|/签名", "ticketUrl|tickets", "ticketUrl|file:///etc/passwd", "ticketUrl|https:///x",
        "ticketUrl|https://x/ y", "ticketUrl|https://user:pw@t.example.com/t", "ticketUrl|http://t.example.com:65536/",
        "ticketUrl|http://t.example.com:x/", "ticketUrl|http://[::1]x/", "ticketUrl|http://例子/", "ticketUrl|http:t",
        "ticketUrl|https://t/#x",
        "apiBase|api.weixin.qq.com", "apiBase|https://user@api.weixin.qq.com", "apiBase|http://",
        "corpApiBase|qyapi.weixin.qq.com", "corpApiBase|https://user@qyapi.weixin.qq.com", "corpSdkUrl|jweixin.js",
        "corpSdkUrl|/a b", "store|echache", "store|redis", "store|redis:6379", "store|com.example.", "storeDir|/a\u0000b",
        "attribute|wx config", "attribute|jakarta.servlet.error.message", "attribute|javax.x",
        "attribute|io.github.wxconfig.skip", "attribute|#{x}", "attribute|签名",
        "connectTimeout|3 hours", "connectTimeout|99ms", "connectTimeout|0", "connectTimeout|121s", "connectTimeout|-1",
        "readTimeout|5", "readTimeout|99999999999999999999", "readTimeout|5m", "readTimeout|1.5s"})
    void aWrongValueIsReportedAndTheDefaultHolds(String key, String value) {
        Settings settings = read(key, value);
        assertEquals(1, settings.problems().size(), () -> "problems: " + settings.problems());
        String problem = settings.problems().get(0);
        String shown = Option.valueOf(key.replaceAll("[A-Z]", "_$0").toUpperCase(Locale.ROOT)).shown(value);
        assertTrue(problem.startsWith("wxconfig." + key + " [" + shown + "] from context-param "), problem);
        assertTrue(problem.contains("; using "), problem);
        assertEquals(view(Settings.read(emptyList())), view(settings));
        assertEquals(1, settings.report().size());
        assertTrue(settings.report().get(0).endsWith("(default, the value from context-param is wrong)"),
                settings.report()::toString);
    }

    @Test
    void aProblemReadsLikeASentenceWithItsRemedy() {
        assertEquals(asList("wxconfig.readTimeout [5 hours] from context-param is not a duration from 100ms to 2m;"
                + " using [5s]. Write it like 500ms, 3s or 1m."), read("readTimeout", "5 hours").problems());
        assertEquals(asList("wxconfig.baseUrl [shop] from context-param is not scheme, host and port alone;"
                + " using none. Write it like https://shop.example.com."), read("baseUrl", "shop").problems());
    }

    @Test
    void unknownApiNamesAreKeptAndTheNearestIsNamed() {
        Settings settings = read("jsApiList", "scanQRcode,chooseWXPay,checkJsApi,selectExternalContact", "openTagList",
                "wx-open-lanch-app");
        assertEquals(asList("scanQRcode", "chooseWXPay", "checkJsApi", "selectExternalContact"), settings.jsApiList());
        assertEquals(asList("wx-open-lanch-app"), settings.openTagList());
        assertEquals(3, settings.problems().size(), settings.problems()::toString);
        assertEquals("wxconfig.jsApiList [scanQRcode] from context-param is not an API of JS-SDK 1.6.0; keeping it."
                + " The nearest known name is [scanQRCode].", settings.problems().get(0));
        assertTrue(settings.problems().get(1).contains("[selectExternalContact]"));
        assertTrue(settings.problems().get(2).contains("[wx-open-launch-app]"), settings.problems().get(2));
    }

    @Test
    void anAccountThatLooksWrongIsKept() {
        Settings settings = read("appid", "gh_0123456789ab", "secret", "YOUR_SECRET");
        assertEquals("gh_0123456789ab", settings.appid());
        assertEquals("YOUR_SECRET", settings.secret());
        assertTrue(settings.active());
        assertEquals(2, settings.problems().size());
        assertTrue(settings.problems().get(0).contains("[gh_0123456789ab]"));
        assertFalse(settings.problems().get(1).contains("YOUR_SECRET"));
    }

    @Test
    void halfAnAccountIsReported() {
        assertTrue(read("appid", APPID).problems().get(0).startsWith("wxconfig.appid is set and wxconfig.secret is not"));
        assertTrue(read("secret", SECRET).problems().get(0).startsWith("wxconfig.secret is set and wxconfig.appid is not"));
        assertTrue(read("ticketToken", "x").problems().get(0).startsWith("wxconfig.ticketToken is set and wxconfig.ticketUrl"));
    }

    @Test
    void doesNotSayThatSomethingIsMissingWhichHasBeenSet() {
        String unreadable = "${file:/no/such/file}";
        for (Settings settings : asList(read("appid", APPID, "secret", unreadable), read("appid", APPID, "secret", ""),
                read("appid", unreadable, "secret", SECRET), read("appid", APPID, "ticketUrl", "ftp://t/"),
                read("appid", APPID, "secret", unreadable, "ticketUrl", unreadable),
                read("ticketUrl", "http://t/", "appid", unreadable),
                read("ticketToken", "x", "ticketUrl", unreadable, "appid", APPID, "secret", SECRET))) {
            String problems = settings.problems().toString();
            assertFalse(problems.contains("is not;"), problems);
            assertTrue(problems.contains(" is set, but its value is empty or cannot be used; "), problems);
            assertTrue(settings.missing() == null || settings.isWritten(settings.missing()), problems);
        }
    }

    /** The defaults are every host, and every proxy of a private network. */
    @Test
    void whatCannotBeReadOpensNoDoor() {
        for (String unreadable : asList("${file:/no/such/file}", "${env:NO_SUCH_VARIABLE}", "${")) {
            Settings settings = read("appid", APPID, "secret", SECRET, "hosts", unreadable, "trustedProxies", unreadable);
            assertFalse(settings.hosts().contains("shop.example.com"));
            assertFalse(settings.trustedProxies().contains("127.0.0.1"));
        }
    }

    @Test
    void wrongElementsAreLeftOutAndTheOthersKept() {
        Settings settings = read("exclude", "/api/*,admin/*,/a/*/b,*.do,*.tar.gz", "trustedProxies",
                "10.0.0.0/33, 10.1.2.3,nginx");
        assertEquals(asList("/api/*", "*.do"), settings.exclude());
        assertEquals(5, settings.problems().size());
        assertTrue(settings.problems().stream().allMatch(problem -> problem.contains("leaving it out")));
        assertTrue(settings.trustedProxies().contains("10.1.2.3"));
        assertFalse(settings.trustedProxies().contains("10.1.2.4"));
    }

    @Test
    void aWrongProxyNeverWidensWhoIsTrusted() {
        Settings settings = read("trustedProxies", "10.0.0.0/8/8");
        assertFalse(settings.trustedProxies().contains("127.0.0.1"));
        assertFalse(settings.trustedProxies().contains("192.168.0.1"));
    }

    @Test
    void includingNothingIsReported() {
        assertEquals(2, read("include", "shop").problems().size());
        assertEquals(1, read("include", "none").problems().size());
    }

    @ParameterizedTest
    @CsvSource({"http://api.example.com,1", "http://203.0.113.7,1", "http://wechat:8089,0", "http://wechat_mock:8089/wx,0",
        "http://my_api.example.com:80,1", "http://127.0.0.1:1,0",
        "http://[::1]:1,0", "http://10.1.2.3/wx,0", "https://api.example.com,0"})
    void aSecretSentUnencryptedBeyondTheNetworkIsReported(String apiBase, int problems) {
        Settings settings = read("apiBase", apiBase);
        assertEquals(apiBase, settings.apiBase());
        assertEquals(problems, settings.problems().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://cache", "redis://:pw@redis_cache:6379", "rediss://user:p%40ss@cache.example.com:6380/2",
        "com.example.MyStore", "redis://[::1]:6379", "com.example.Outer$Store"})
    void storesAreKeptAsWritten(String store) {
        Settings settings = read("store", store);
        assertEquals(store, settings.store());
        assertEquals(emptyList(), settings.problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://cdn.example.com/jweixin-1.6.0.js?v=2", "//res.wx.qq.com/open/js/jweixin-1.6.0.js",
        "/static/js/jweixin.js", "http://res.wx.qq.com/a_b~c/(1).js", "https://res.wx.qq.com/%E4%BE%8B;v=1"})
    void sdkAddressesAreKeptAsWritten(String url) {
        assertEquals(url, read("sdkUrl", url).sdkUrl());
    }

    @Test
    void thePrivateRangesCanBeExtended() {
        Settings settings = read("trustedProxies", "private, 203.0.113.0/24");
        assertTrue(settings.trustedProxies().contains("203.0.113.7"));
        assertTrue(settings.trustedProxies().contains("fd00::1"));
        assertEquals(emptyList(), settings.problems());
    }

    @Test
    void reportsInAColumnWhatWasSetAndWhere() {
        Settings settings = Settings.read(asList(source("environment", "readTimeout", "8s"),
                source("context-param", "appid", APPID, "secret", SECRET)));
        assertEquals(asList(
                "wxconfig.appid ............. wx0123456789abcdef (from context-param)",
                "wxconfig.secret ............ <masked> (from context-param)",
                "wxconfig.readTimeout ....... 8s (from environment)"), settings.report());
    }

    @Test
    void reportsAValueOfSeveralLinesOnOne() {
        assertEquals(asList("wxconfig.jsApiList ......... chooseImage, scanQRCode (from context-param)"),
                read("jsApiList", "chooseImage,\r\n\t scanQRCode").report());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "redis://host:6379/0     | redis://host:6379/0",
        "redis://u:pw@host/0     | redis://<masked>@host/0",
        "redis://:p@w@host       | redis://<masked>@host",
        "redis:u:pw@host         | <masked>",
        "u:p://w@host            | <masked>",
        "redis://user:pass       | redis://<masked>",
        "redis://u:1/x@host      | redis://<masked>",
        "redis://:p/w@host       | redis://<masked>",
        "redis://:p?w@host       | redis://<masked>",
        "https://t/jsapi?key=a@X | https://<masked>",
        "https://t:81/key/abc    | https://t:81/<masked>",
        "https://t/?key=abc      | https://t/?<masked>",
        "https://t/#abc          | https://t/#<masked>",
        "REDISS://[::1]:6379/12  | REDISS://[::1]:6379/12",
        "com.example.Store       | com.example.Store",
        "${file:/etc/redis}      | ${file:/etc/redis}",
        "@                       | <masked>",
        "host@://x               | <masked>",
        "redis://host?key=pw     | redis://host?<masked>",
        "host?k                  | <masked>",
        "?pw?pw                  | <masked>"})
    void onlyWhatMayBeAPasswordIsMaskedInAnAddress(String value, String shown) {
        assertEquals(shown, Option.STORE.shown(value));
    }

    /** Nothing that a terminal or a log viewer takes for a command, another line or another direction. */
    @Test
    void noValueLooksLikeAnotherLine() {
        for (int c = 0; c < 0x20000; c++) {
            int type = Character.getType(c);
            boolean invisible = type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE;
            if (invisible) {
                assertEquals("a b", Option.APPID.shown("a" + new String(Character.toChars(c)) + "b"), Integer.toHexString(c));
            }
        }
    }

    @Test
    void noSecretIsEverShown() {
        Settings settings = read("appid", APPID, "secret", "s3cr3t!", "corpsecret", "s3cr3t!", "ticketToken", "s3cr3t ü",
                "status", "s3cr3t!", "store", "redis://user:s3cr3t@s3cr3t/@[", "ticketUrl",
                "https://u:s3cr3t@t.example.com/x?key=s3cr3t", "apiBase", "http://u:s3cr3t@api.example.com", "corpApiBase",
                "http://u:s3cr3t@api.example.com", "corpSdkUrl", "https://u:s3cr3t@x/y");
        assertEquals(9, settings.problems().size(), settings.problems()::toString);
        String shown = settings.problems() + "\n" + settings.report() + "\n" + settings;
        assertFalse(shown.contains("s3cr3t"), shown);
        assertTrue(shown.contains("https://<masked>@t.example.com/<masked>?<masked>"), shown);
        assertEquals(asList("wxconfig.status ............ false (from context-param)"), read("status", "false").report());
        Settings open = read("status", "s3cr3t-S3cr3t_s3cr3t");
        assertEquals("s3cr3t-S3cr3t_s3cr3t", open.status());
        assertEquals(asList("wxconfig.status ............ <masked> (from context-param)"), open.report());
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionIsReadAndReported(Option option) {
        Settings settings = read(option.key(), option.defaultText().isEmpty() ? "?" : option.defaultText());
        assertEquals(1, settings.report().size());
        assertTrue(settings.report().get(0).startsWith(option.property() + " ."), settings.report()::toString);
        if (!option.defaultText().isEmpty()) {
            assertEquals(emptyList(), settings.problems());
            assertEquals(view(Settings.read(emptyList())), view(settings));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "/a", "a,", "1:", "1.", "redis://a.", "https://a.", "https://a/", "//", "@", "?", "$",
            "é", "\ud800"})
    void noValueIsTooLongOrTooOdd(String unit) {
        String value = String.join("", Collections.nCopies(Placeholders.MAX_FILE_BYTES / unit.length(), unit));
        for (Option option : Option.values()) {
            assertFalse(read(option.key(), value).report().isEmpty());
        }
    }

    @Test
    void whatYamlMakesOfOffIsOff() {
        assertEquals("off", read("status", "false").status());
        assertNull(read("endpoint", "false").endpoint());
    }

    @Test
    void cardsMayHoldWhatEachPageFillsIn() {
        Settings settings = read("share", "ALL", "shareTitle", "${title} - Tea", "shareDesc", "${description}", "shareImage",
                "/${title}.png", "shareLink", "https://shop.example.com/?t=${title}");
        assertEquals(emptyList(), settings.problems());
        assertEquals(asList("all", "${title} - Tea", "${description}", "/${title}.png", "https://shop.example.com/?t=${title}"),
                asList(settings.share(), settings.shareTitle(), settings.shareDesc(), settings.shareImage(),
                        settings.shareLink()));
        assertEquals("off", read("share", "false").share());
        for (String wrong : asList("javascript:alert(1)", "data:image/png,x", "ftp://shop.example.com/")) {
            assertNull(read("shareImage", wrong).shareImage());
            assertNull(read("shareLink", wrong).shareLink());
        }
        assertNull(read("shareTitle", "${tilte}").shareTitle());
    }

    @Test
    void cannotBeChanged() {
        Settings settings = Settings.read(emptyList());
        for (List<String> list : asList(settings.jsApiList(), settings.openTagList(), settings.include(),
                settings.exclude(), settings.problems(), settings.report())) {
            assertThrows(UnsupportedOperationException.class, () -> list.add("x"));
        }
        assertThrows(UnsupportedOperationException.class, () -> settings.shown().put("x", "x"));
    }

    private static Settings read(String... keysAndValues) {
        return Settings.read(Collections.singletonList(source("context-param", keysAndValues)));
    }

    private static SettingsSource source(String name, String... keysAndValues) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("wxconfig." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return SettingsSource.of(name, properties);
    }

    /** Everything that the getters give, to compare by. */
    private static String view(Settings s) {
        List<Object> view = new ArrayList<>(asList(s.appid(), s.secret(), s.jsApiList(), s.openTagList(), s.debug(),
                s.baseUrl(), s.include(), s.exclude(), s.clientsAll(), s.spa(), s.store(), s.storeDir(), s.trace(),
                s.status(), s.enabled(), s.sdkUrl(), s.endpoint(), s.tokenMode(), s.ticketUrl(), s.ticketToken(),
                s.apiBase(), s.corpid(), s.corpsecret(), s.agentid(), s.corpApiBase(), s.corpSdkUrl(), s.connectTimeout(),
                s.readTimeout()));
        return view.toString();
    }
}
