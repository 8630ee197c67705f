package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.url.PageUrlResolver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import org.htmlunit.BrowserVersion;
import org.htmlunit.BrowserVersion.BrowserVersionBuilder;
import org.htmlunit.ProxyConfig;
import org.htmlunit.ScriptException;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.javascript.DefaultJavaScriptErrorListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pages with our script in a browser, judged by the official SDK and a WeChat that verifies. Whatever lies between
 * browser and application, there is exactly one {@code wx.config}, and it is valid. Each time also without the repair,
 * that is, with the endpoint off: it is the repair that does it. This browser fires no events of script tags, on which the
 * second host depends: {@link SdkIT}.
 */
public class SelfRepairTest {

    private static final String VALID = "[preVerifyJSAPI:ok] [ready]";
    private static final String INVALID = "[preVerifyJSAPI:fail_invalid signature] [config:invalid signature, ready]";
    private static final String NEVER = "[] []";
    public static final String ANDROID = "Mozilla/5.0 (Linux; Android 12; M2012K11AC) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5023 MMWEBSDK/20221012 MicroMessenger/8.0.30.2260";
    static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.30(0x18001e2f) NetType/WIFI Language/zh_CN";

    private static final Logger CONSOLE = Logger.getLogger("org.htmlunit");

    static {
        CONSOLE.setLevel(Level.SEVERE);
    }

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> scriptErrors = new ArrayList<>();
    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = new Site("/shop");
        open.add(site);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        assertEquals(List.of(), scriptErrors);
    }

    private WebClient browser(ProxyConfig proxy) {
        BrowserVersion version = new BrowserVersionBuilder(BrowserVersion.CHROME)
                .setUserAgent(site.ios ? IPHONE : ANDROID).setPlatform(site.ios ? "iPhone" : "Linux armv8l").build();
        WebClient client = new WebClient(version);
        client.getOptions().setCssEnabled(false);
        client.getOptions().setThrowExceptionOnScriptError(false);
        client.getOptions().setPrintContentOnFailingStatusCode(false);
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        client.getOptions().setUseInsecureSSL(true);
        if (proxy != null) {
            client.getOptions().setProxyConfig(proxy);
        }
        client.setJavaScriptErrorListener(new DefaultJavaScriptErrorListener() {
            @Override
            public void loadScriptError(HtmlPage page, java.net.URL address, Exception e) {
                // some tests want an SDK that does not come
            }

            @Override
            public void scriptException(HtmlPage page, ScriptException e) {
                scriptErrors.add(e.getMessage());
            }
        });
        open.add(client);
        return client;
    }

    private TestProxy proxy(ServerSocketFactory sockets) throws IOException {
        TestProxy proxy = new TestProxy(sockets, site.port());
        open.add(proxy);
        return proxy;
    }

    private static ProxyConfig through(TestProxy proxy) {
        ProxyConfig config = new ProxyConfig("127.0.0.1", proxy.port(), "http");
        config.addHostsToProxyBypass("127\\.0\\.0\\.1");
        return config;
    }

    /** A browser for which every host name leads to the site. */
    private HtmlPage open(String url) throws IOException {
        TestProxy names = proxy(ServerSocketFactory.getDefault());
        return settle(browser(through(names)).getPage(url));
    }

    private HtmlPage openDirectly(String url) throws IOException {
        return settle(browser(null).getPage(url));
    }

    private static HtmlPage settle(HtmlPage page) {
        page.getWebClient().waitForBackgroundJavaScript(10_000);
        return page;
    }

    private static String js(HtmlPage page, String expression) {
        return String.valueOf(page.executeJavaScript(expression).getJavaScriptResult());
    }

    /** What the bridge answered to each {@code preVerifyJSAPI}, and what the page's own callbacks got. */
    private static String verdict(HtmlPage page) {
        return js(page, "'[' + bridgeLog.answers.join(', ') + '] [' + results.join(', ') + ']'");
    }

    private void withoutRepair() {
        site.endpoint = null;
    }

    /** Questions to our two doors. */
    private long repairs() {
        return site.requests.stream().filter(line -> line.contains("/wxconfig/signature")).count();
    }

    @Test
    void anOrdinaryPageIsConfiguredAtOnce() throws Exception {
        for (String address : List.of("", "?from=singlemessage&isappinstalled=0", "?q=%C4%E3%BA%C3", "%E4%BD%A0/%e5%a5%bd.jsp",
                "a;jsessionid=0A1B?b=c", "?a=%26|'%27(x)&b={c}", "list.do?page=2", "article.gone?id=1", "#/route")) {
            HtmlPage page = open("http://shop.example.com/shop/" + address);
            assertEquals(VALID, verdict(page), address);
            assertEquals(0, repairs(), address);
        }
        assertEquals(VALID, verdict(openDirectly("http://127.0.0.1:" + site.port() + "/shop/list?page=2")));
        assertEquals(0, repairs());
    }

    @Test
    void theWrappersBringTheSame() throws Exception {
        site.wrapped = true;
        for (String address : List.of("?a=b", "list.do?page=2", "article.gone?id=1")) {
            HtmlPage page = open("http://shop.example.com/shop/" + address);
            assertEquals(VALID, verdict(page), address);
            assertEquals(1, page.getByXPath("//script[contains(., 'validUntil')]").size(), address);
        }
        site.ticket = null;
        HtmlPage page = browser(through(proxy(ServerSocketFactory.getDefault()))).getPage("http://shop.example.com/shop/");
        site.ticket = site.newTicket();
        assertEquals(VALID, verdict(settle(page)));
    }

    @Test
    void aPageIsConfiguredBeforeItsOwnScriptsRun() throws Exception {
        site.page = Site.PAGE.replace("<title>",
                "<script>var early = typeof wx + ' ' + typeof wxconfig.config.signature;</script><title>");
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals("object string", js(page, "early"));
        assertEquals("config,url,resign,share", js(page, "Object.keys(wxconfig).join()"));
        assertEquals("http://shop.example.com/shop/", js(page, "wxconfig.url"));
    }

    @Test
    void repairsASchemeThatTheProxyDidNotTell() throws Exception {
        TestProxy tls = proxy(TestTls.sockets());
        String address = "https://127.0.0.1:" + tls.port() + "/shop/?a=b";
        assertEquals(VALID, verdict(openDirectly(address)));
        assertEquals(1, repairs());
        withoutRepair();
        assertEquals(INVALID, verdict(openDirectly(address)));
        site.urls = new PageUrlResolver(null, remote -> true);
        tls.header("X-Forwarded-Proto: https");
        assertEquals(VALID, verdict(openDirectly(address)));
    }

    @Test
    void repairsAHostThatTheProxyRewrote() throws Exception {
        TestProxy rewriting = proxy(ServerSocketFactory.getDefault()).host("127.0.0.1:" + site.port());
        String address = "http://shop.example.com/shop/?a=b";
        ProxyConfig config = through(rewriting);
        assertEquals(VALID, verdict(settle(browser(config).getPage(address))));
        assertEquals(1, repairs());
        withoutRepair();
        assertEquals(INVALID, verdict(settle(browser(config).getPage(address))));
        site.urls = new PageUrlResolver(null, remote -> true);
        rewriting.header("X-Forwarded-Host: shop.example.com");
        assertEquals(VALID, verdict(settle(browser(config).getPage(address))));
    }

    @Test
    void repairsAPathThatTheProxyRewrote() throws Exception {
        TestProxy rewriting = proxy(ServerSocketFactory.getDefault()).path(path -> path.replace("/m/", "/shop/"));
        String address = "http://shop.example.com/m/list?a=b";
        ProxyConfig config = through(rewriting);
        assertEquals(VALID, verdict(settle(browser(config).getPage(address))));
        site.requests.removeIf(line -> line.contains("/wxconfig/more."));
        assertEquals(List.of("GET /shop/list?a=b", "GET /shop/list?a=b"), site.requests, "asked at the page's own address");
        withoutRepair();
        assertEquals(INVALID, verdict(settle(browser(config).getPage(address))));
    }

    @Test
    void trustsAPrefixThatTheProxyTells() throws Exception {
        withoutRepair();
        site.urls = new PageUrlResolver(null, remote -> true);
        TestProxy rewriting = proxy(ServerSocketFactory.getDefault()).path(path -> path.replace("/m/shop/", "/shop/"))
                .header("X-Forwarded-Prefix: /m");
        ProxyConfig config = through(rewriting);
        assertEquals(VALID, verdict(settle(browser(config).getPage("http://shop.example.com/m/shop/list?a=b"))));
    }

    @Test
    void asksAtTheOtherAddressWhereOneDoesNotAnswer() throws Exception {
        site.ticket = null;
        TestProxy rewriting = proxy(ServerSocketFactory.getDefault())
                .path(path -> path.startsWith("/shop/wxconfig/") ? "/elsewhere" : path);
        ProxyConfig config = through(rewriting);
        HtmlPage page = browser(config).getPage("http://shop.example.com/shop/list");
        site.ticket = site.newTicket();
        assertEquals(VALID, verdict(settle(page)));
    }

    @Test
    void takesNoSignatureOfAnotherAccountsEndpoint() throws Exception {
        site.other = new ConfigOptions("wxfedcba9876543210", false, List.of("chooseImage"), List.of());
        site.ticket = null;
        HtmlPage page = browser(through(proxy(ServerSocketFactory.getDefault()))).getPage("http://shop.example.com/shop/b");
        site.ticket = site.newTicket();
        assertEquals(VALID, verdict(settle(page)));
        assertEquals("wx0123456789abcdef", js(page, "wxconfig.config.appId"));
        assertTrue(repairs() >= 1);
        assertEquals("GET /shop/b", site.requests.get(site.requests.size() - 1), "asked at the page's own address");
    }

    @Test
    void doesNotWaitForTheTicketOfAnotherAccount() throws Exception {
        site.other = new ConfigOptions("wxfedcba9876543210", false, List.of("chooseImage"), List.of());
        site.otherIsWell = false;
        site.ticket = null;
        HtmlPage page = browser(through(proxy(ServerSocketFactory.getDefault()))).getPage("http://shop.example.com/shop/b");
        site.ticket = site.newTicket();
        assertEquals(VALID, verdict(settle(page)));
    }

    @Test
    void waitsForTheFirstTicketAfterAStart() throws Exception {
        site.ticket = null;
        TestProxy names = proxy(ServerSocketFactory.getDefault());
        HtmlPage page = browser(through(names)).getPage("http://shop.example.com/shop/");
        assertEquals(NEVER, verdict(page));
        assertEquals("null", js(page, "wxconfig.config"));
        site.ticket = site.newTicket();
        assertEquals(VALID, verdict(settle(page)));
        assertTrue(repairs() >= 1);

        withoutRepair();
        site.ticket = null;
        assertEquals(NEVER, verdict(open("http://shop.example.com/shop/")));
    }

    @Test
    void repairsAPageThatIsOlderThanItsTicket() throws Exception {
        Credential old = site.ticket;
        Instant then = Instant.now().minus(Duration.ofDays(1));
        site.ticket = new Credential(old.value(), then, then.plusSeconds(7200));
        site.clock = Clock.fixed(then, java.time.ZoneOffset.UTC);
        site.weChat.oldTicketLife(Duration.ZERO).rotateTicket();
        Credential fresh = site.newTicket();
        String address = "http://shop.example.com/shop/";
        TestProxy names = proxy(ServerSocketFactory.getDefault());
        HtmlPage page = browser(through(names)).getPage(address);
        site.ticket = fresh;
        site.clock = Clock.systemUTC();
        assertEquals(VALID, verdict(settle(page)));
        assertEquals(1, site.requests.stream().filter(line -> line.contains("/wxconfig/signature")).count());
    }

    @Test
    void repairsAPageThatComesBackFromHistoryAfterItsTicket() throws Exception {
        HtmlPage page = open("http://shop.example.com/shop/");
        String back = "var e = document.createEvent('Event'); e.initEvent('pageshow', false, false); e.persisted = true;"
                + " dispatchEvent(e);";
        js(page, back);
        assertEquals(VALID, verdict(settle(page)), "still good, so left alone");

        site.weChat.oldTicketLife(Duration.ZERO).rotateTicket();
        site.ticket = site.newTicket();
        js(page, "Date.prototype.valueOf = function () { return this.getTime() + 7300000; };" + back);
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:ok] [ready]", verdict(settle(page)));
        assertEquals(1, repairs());
    }

    @Test
    void asksWhereThePhonesClockCannotTellThePagesAge() throws Exception {
        for (String hours : List.of("-1", "3")) {
            site.requests.clear();
            site.page = Site.PAGE.replace(Site.PLACE, "<script>Date.prototype.valueOf = function () { return this.getTime() + "
                    + hours + " * 3600000; };</script>" + Site.PLACE);
            assertEquals(VALID, verdict(open("http://shop.example.com/shop/")));
            assertEquals(1, repairs(), hours);
        }
    }

    @Test
    void waitsForABridgeThatComesLate() throws Exception {
        site.lateBridge = true;
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals(NEVER, verdict(page));
        js(page, "installBridge()");
        assertEquals(VALID, verdict(settle(page)));
    }

    @Test
    void hidesAnAmdLoaderWhileTheSdkLoads() throws Exception {
        String loader = "<script>var defined = []; function define(f) { defined.push(f); } define.amd = {};</script>";
        site.page = Site.PAGE.replace(Site.PLACE, loader + Site.PLACE);
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals(VALID, verdict(page));
        assertEquals("0 function", js(page, "defined.length + ' ' + typeof define"));
    }

    @Test
    void keepsToItsOwnSdkWhereThePageBringsAnother() throws Exception {
        site.page = Site.PAGE.replace("<title>",
                "<script>var callbacks = []; wx.ready(function () { callbacks.push('a'); });</script>"
                + "<script src='" + site.tool("/sdk-again.js") + "'></script>"
                + "<script>wx.ready(function () { callbacks.push('b'); }); jWeixin.ready(function () { callbacks.push('c'); });"
                + "</script><title>");
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals(VALID, verdict(page));
        assertEquals("a,b,c", js(page, "callbacks.join()"));
        assertEquals("function", js(page, "typeof wx.invoke"));

        site.ticket = null;
        page = browser(through(proxy(ServerSocketFactory.getDefault()))).getPage("http://shop.example.com/shop/");
        site.ticket = site.newTicket();
        assertEquals(VALID, verdict(settle(page)));
        assertEquals("function", js(page, "typeof wx.invoke"), "what the SDK adds to itself when it is configured");
    }

    @Test
    void usesTheSdkThatThePageBrings() throws Exception {
        String own = "<script src='" + site.tool("/sdk.js") + "'></script>";
        site.sdkUrl = null;
        site.page = Site.PAGE.replace("<title>", own + "<title>");
        assertEquals(VALID, verdict(open("http://shop.example.com/shop/")));

        site.page = Site.PAGE.replace(Site.PLACE, own + Site.PLACE);
        assertEquals(VALID, verdict(open("http://shop.example.com/shop/")));

        site.sdkUrl = site.tool("/sdk-again.js");
        assertEquals(VALID, verdict(open("http://shop.example.com/shop/")));
    }

    @Test
    void givesTheConfigurationToAPageThatKeepsTheSdkToItself() throws Exception {
        site.sdkUrl = null;
        site.page = Site.PAGE.replace("</body>", "<script>function define(f) { var own = f(); own.ready(function () {"
                + " results.push('ready'); }); own.config(wxconfig.config); } define.amd = {};</script>"
                + "<script src='" + site.tool("/sdk.js") + "'></script></body>");
        assertEquals(VALID, verdict(open("http://shop.example.com/shop/")));
    }

    @Test
    void worksInXhtml() throws Exception {
        site.contentType = "application/xhtml+xml";
        site.bridgeFirst = false;
        site.page = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head>" + Site.PLACE + "<title>x</title></head><body/></html>";
        HtmlPage page = open("http://shop.example.com/shop/?a=1&b=2");
        assertEquals("ok", js(page, "bridgeLog.answers.join() == 'preVerifyJSAPI:ok' ? 'ok' : bridgeLog.answers.join()"));
    }

    @Test
    void runsOnceWhereItStandsTwice() throws Exception {
        site.page = Site.PAGE.replace("<title>", Site.PLACE + "<title>");
        assertEquals(VALID, verdict(open("http://shop.example.com/shop/")));
    }

    @Test
    void signsAPageThatHasAGlobalOfThatNameToo() throws Exception {
        site.page = Site.PAGE.replace(Site.PLACE, "<script>var wxconfig = {appId: 'own'};</script>" + Site.PLACE);
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals("own", js(page, "wxconfig.appId"));
        assertEquals(VALID, verdict(page));
    }

    @Test
    void followsTheRoutesOfASinglePageApplicationOnAndroid() throws Exception {
        site.spa = true;
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals(VALID, verdict(page));
        js(page, "history.pushState(null, '', '/shop/a'); history.replaceState(null, '', '/shop/item/5?x=1#top');");
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:ok] [ready]", verdict(settle(page)));
        assertEquals("http://shop.example.com/shop/item/5?x=1", js(page, "wxconfig.url"));
        assertEquals(1, repairs());
        js(page, "history.replaceState(null, '', '/shop/item/5?x=1#bottom')");
        settle(page);
        assertEquals(1, repairs(), "the fragment is not signed");
        js(page, "History.prototype.replaceState.call(history, null, '', '/shop/back');" // as the back button does
                + "var e = document.createEvent('Event'); e.initEvent('popstate', false, false); dispatchEvent(e);");
        settle(page);
        assertEquals("http://shop.example.com/shop/back", js(page, "wxconfig.url"));
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:ok, preVerifyJSAPI:ok] [ready]", verdict(page));
    }

    @Test
    void leavesTheRoutesOfASinglePageApplicationAloneOnIos() throws Exception {
        site.spa = true;
        site.ios = true;
        HtmlPage page = open("http://shop.example.com/shop/");
        js(page, "history.pushState(null, '', '/shop/item/5')");
        assertEquals(VALID, verdict(settle(page)));
        assertEquals(0, repairs());
        js(page, "wxconfig.resign()");
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:ok] [ready]", verdict(settle(page)),
                "signed for the URL of the landing");
        assertEquals("http://shop.example.com/shop/", js(page, "wxconfig.url"));
    }

    @Test
    void configuresASinglePageApplicationOnceThoughItsRouteChangesBeforeTheBridgeComes() throws Exception {
        site.spa = true;
        site.lateBridge = true;
        HtmlPage page = open("http://shop.example.com/shop/");
        js(page, "history.replaceState(null, '', '/shop/home')");
        settle(page);
        js(page, "installBridge()");
        assertEquals(VALID, verdict(settle(page)));
    }

    @Test
    void takesNoOldSignatureWhereTheBridgeComesRightAfterARoute() throws Exception {
        site.spa = true;
        site.lateBridge = true;
        HtmlPage page = open("http://shop.example.com/shop/");
        js(page, "history.replaceState(null, '', '/shop/home'); installBridge();");
        assertEquals(VALID, verdict(settle(page)));

        page = open("http://shop.example.com/shop/");
        js(page, "history.replaceState(null, '', '/shop/home'); installBridge(); history.replaceState(null, '', '/shop/');");
        assertEquals(VALID, verdict(settle(page)), "back where it was");
    }

    @Test
    void needsThatForASinglePageApplicationOnAndroid() throws Exception {
        HtmlPage page = open("http://shop.example.com/shop/");
        js(page, "history.pushState(null, '', '/shop/item/5'); wx.config(JSON.parse(JSON.stringify(wxconfig.config)));");
        assertEquals("preVerifyJSAPI:ok,preVerifyJSAPI:fail_invalid signature", js(settle(page), "bridgeLog.answers.join()"));
    }

    @Test
    void signsAnewWhenARouterAsks() throws Exception {
        HtmlPage page = open("http://shop.example.com/shop/");
        js(page, "var got = []; history.pushState(null, '', '/shop/b');"
                + "wxconfig.resign(function (config) { got.push(config.signature == wxconfig.config.signature); });"
                + "wxconfig.resign(function (config) { got.push(config.appId); });");
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:ok] [ready]", verdict(settle(page)));
        assertEquals("true,wx0123456789abcdef", js(page, "got.join()"));

        withoutRepair();
        page = open("http://shop.example.com/shop/");
        js(page, "var got = 'nothing'; wxconfig.resign(function (config) { got = config; });");
        assertEquals("null", js(settle(page), "got"));
        assertEquals(VALID, verdict(page));
    }

    @Test
    void theSdkTranslatesACopyOfTheList() throws Exception {
        HtmlPage page = open("http://shop.example.com/shop/");
        assertEquals("onMenuShareTimeline,chooseImage", js(page, "wxconfig.config.jsApiList.join()"));
    }
}
