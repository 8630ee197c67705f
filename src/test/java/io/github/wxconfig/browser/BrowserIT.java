package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.url.PageUrlResolver;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages with our script in Chromium behind nginx, judged by the official SDK and a WeChat that verifies. What
 * {@link SelfRepairTest} shows for a browser in Java is shown here for a real one and a real proxy, with what only these
 * have: caches, history, a content security policy that is enforced.
 */
class BrowserIT {

    private static final String VALID = "[preVerifyJSAPI:ok] [ready]";
    private static final String INVALID = "[preVerifyJSAPI:fail_invalid signature] [config:invalid signature, ready]";
    private static final String NEVER = "[] []";

    /** Writes the verdict into the page as long as there is one. */
    private static final String REPORT = "<pre id='verdict'></pre><script>setInterval(function () {"
            + " document.getElementById('verdict').textContent = '[' + bridgeLog.answers.join(', ') + '] [' +"
            + " results.join(', ') + ']' + (window.more ? ' ' + more() : ''); }, 50);</script>";

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int browsers;
    private Site site;

    @BeforeAll
    static void programs() {
        Needed.isThere(Chromium.problem());
        Needed.isThere(Nginx.problem());
    }

    @BeforeEach
    void start() throws Exception {
        site = new Site("/shop");
        site.page = Site.PAGE.replace("</body>", REPORT + "</body>");
        open.add(site);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Nginx nginx(String location, String... lines) throws Exception {
        Nginx nginx = new Nginx(folder.resolve("nginx" + open.size()), "location " + location + " {\n"
                + String.join("\n", lines) + "\n}");
        open.add(nginx);
        return nginx;
    }

    private String backend() {
        return "http://127.0.0.1:" + site.port();
    }

    /** A new browser for which shop.example.com is at this port, and the rest of the world is not there. */
    private Chromium browser(int port) throws Exception {
        return new Chromium(folder.resolve("chromium" + browsers++))
                .flag("--user-agent=" + (site.ios ? SelfRepairTest.IPHONE : SelfRepairTest.ANDROID))
                .flag("--host-resolver-rules=MAP shop.example.com:80 127.0.0.1:" + port
                        + ", MAP shop.example.com:443 127.0.0.1:" + port + ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
    }

    private static String verdict(String page) {
        Matcher matcher = Pattern.compile("<pre id=\"verdict\">([^<]*)</pre>").matcher(page);
        assertTrue(matcher.find(), page);
        return matcher.group(1);
    }

    /** Straight to the application, at a port of its own. */
    private String direct(String address) throws Exception {
        return verdict(browser(site.port()).open("http://127.0.0.1:" + site.port() + address));
    }

    /** Straight to the application, but by its name. */
    private String named(String address) throws Exception {
        return verdict(browser(site.port()).open("http://shop.example.com" + address));
    }

    private long repairs() {
        return site.requests.stream().filter(line -> line.contains("/wxconfig/signature")).count();
    }

    @Test
    void ordinaryAddresses() throws Exception {
        assertEquals(VALID, direct("/shop/?from=singlemessage&isappinstalled=0"));
        for (String address : List.of("/shop/a;jsessionid=0A1B?q=%C4%E3%BA%C3&r=a|b{c}'",
                "/shop/\u4f60\u597d.jsp?\u4f60=%e5%a5%bd#\u4f60",
                "/shop/list.do?page=2", "/shop/article.gone?id=1", "/shop/?", "/shop/./x/%7Ea~b;c=d?q=^`|&&r=%e5%A5%BD+\\#")) {
            assertEquals(VALID, named(address), address);
        }
        assertEquals(0, repairs());
    }

    @Test
    void tlsThatEndsInNginx() throws Exception {
        Nginx silent = nginx("/", "proxy_pass " + backend() + ";", "proxy_set_header Host $host;");
        String address = "https://shop.example.com/shop/?a=b&from=timeline";
        assertEquals(VALID, verdict(browser(silent.port()).open(address)));
        assertEquals(1, repairs());
        site.endpoint = null;
        assertEquals(INVALID, verdict(browser(silent.port()).open(address)));
        site.urls = new PageUrlResolver(null, remote -> true);
        Nginx telling = nginx("/", "proxy_pass " + backend() + ";", "proxy_set_header Host $host;",
                "proxy_set_header X-Forwarded-Proto $scheme;");
        assertEquals(VALID, verdict(browser(telling.port()).open(address)));
        site.urls = new PageUrlResolver("https://shop.example.com", remote -> false);
        assertEquals(VALID, verdict(browser(silent.port()).open(address)));
    }

    @Test
    void aHostThatNginxRewrites() throws Exception {
        Nginx silent = nginx("/", "proxy_pass " + backend() + ";");
        String address = "https://shop.example.com/shop/?a=b";
        assertEquals(VALID, verdict(browser(silent.port()).open(address)));
        assertEquals(1, repairs());
        site.endpoint = null;
        assertEquals(INVALID, verdict(browser(silent.port()).open(address)));
        site.urls = new PageUrlResolver(null, remote -> true);
        Nginx telling = nginx("/", "proxy_pass " + backend() + ";", "proxy_set_header Forwarded \"host=$host;proto=$scheme\";");
        assertEquals(VALID, verdict(browser(telling.port()).open(address)));
    }

    @Test
    void aHostThatNginxRewritesForAPageThatSendsNoReferrer() throws Exception {
        Nginx silent = nginx("/", "proxy_pass " + backend() + ";", "add_header Referrer-Policy no-referrer;");
        assertEquals(VALID, verdict(browser(silent.port()).open("https://shop.example.com/shop/?a=b")));
        assertEquals(1, repairs());
    }

    @Test
    void aHostThatAProxyWithoutTlsRewritesForAPageThatSendsNoReferrer() throws Exception {
        site.page = site.page.replace("<head>", "<head><meta name='referrer' content='no-referrer'>");
        TestProxy rewriting = new TestProxy(ServerSocketFactory.getDefault(), site.port()).host("127.0.0.1:" + site.port());
        open.add(rewriting);
        assertEquals(VALID, verdict(browser(rewriting.port()).open("http://shop.example.com/shop/?a=b")));
        assertEquals(1, repairs());
    }

    @Test
    void aPathThatNginxRewrites() throws Exception {
        Nginx silent = nginx("/m/", "proxy_pass " + backend() + "/shop/;");
        String address = "https://shop.example.com/m/list?a=b";
        assertEquals(VALID, verdict(browser(silent.port()).open(address)));
        assertEquals(List.of("GET /shop/list?a=b", "GET /shop/list?a=b", "GET /shop/list?a=b"), site.requests,
                "file and signature are asked for at the page's own address");
        site.endpoint = null;
        assertEquals(INVALID, verdict(browser(silent.port()).open(address)));
        site.urls = new PageUrlResolver(null, remote -> true);
        Nginx telling = nginx("/m/", "proxy_pass " + backend() + "/;", "proxy_set_header Host $host;",
                "proxy_set_header X-Forwarded-Proto $scheme;", "proxy_set_header X-Forwarded-Prefix /m;");
        assertEquals(VALID, verdict(browser(telling.port()).open("https://shop.example.com/m/shop/list?a=b")));
    }

    @Test
    void aTicketThatComesAfterThePage() throws Exception {
        Credential ticket = site.ticket;
        site.ticket = null;
        site.onSignature = () -> site.ticket = ticket;
        assertEquals(VALID, named("/shop/"));
        assertEquals(2, repairs());
        site.ticket = null;
        site.endpoint = null;
        assertEquals(NEVER, named("/shop/"));
    }

    /** As if the page had been signed yesterday, with a ticket that is no more. */
    private Credential yesterday() throws Exception {
        Instant then = Instant.now().minus(Duration.ofDays(1));
        Credential old = new Credential(site.ticket.value(), then, then.plusSeconds(7200));
        site.weChat.oldTicketLife(Duration.ZERO).rotateTicket();
        Credential fresh = site.newTicket();
        site.ticket = old;
        site.clock = Clock.fixed(then, ZoneOffset.UTC);
        return fresh;
    }

    @Test
    void aPageFromTheBrowsersCacheAfterItsTicketIsGone() throws Exception {
        site.cacheControl = "max-age=604800";
        Credential fresh = yesterday();
        site.onSignature = () -> { };
        Chromium browser = browser(site.port());
        site.endpoint = null;
        assertEquals(INVALID, verdict(browser.open("http://shop.example.com/shop/")), "without repair");
        site.requests.clear();
        site.endpoint = "/wxconfig/signature";
        browser = browser(site.port());
        verdict(browser.open("http://shop.example.com/shop/"));
        assertEquals(1, repairs());

        site.ticket = fresh;
        site.clock = Clock.systemUTC();
        site.requests.clear();
        assertEquals(VALID, verdict(browser.open("http://shop.example.com/shop/")));
        assertEquals(1, site.requests.size(), "the page came from the cache, so only the repair was asked for: " + site.requests);
        assertEquals(1, repairs());
    }

    /** Goes to another page and back. Meanwhile a day passes and with it the ticket; afterwards the page reports. */
    private String thereAndBack(String... flags) throws Exception {
        CompletableFuture<String> report = new CompletableFuture<>();
        site.serve("/report", question -> {
            report.complete(question);
            return "";
        });
        site.serve("/rotate", question -> {
            site.weChat.oldTicketLife(Duration.ZERO).rotateTicket();
            site.ticket = site.newTicket();
            return "";
        });
        site.cacheControl = "max-age=604800";
        site.page = Site.PAGE.replace("</body>", "<script>"
                + "function ask(path) { var x = new XMLHttpRequest(); x.open('GET', '" + site.tool("")
                + "' + path, false); x.send(); }window.addEventListener('pagehide', function () {"
                + " Date.prototype.valueOf = function () { return this.getTime() + 86400000; }; });"
                + "window.addEventListener('pageshow', function (e) { if (sessionStorage.away) { setTimeout(function () {"
                + " ask('/report?' + e.persisted + ' ' + bridgeLog.answers.join() + ' ' + results.join()); }, 1000); } });"
                + "if (location.pathname == '/shop/other') { setTimeout(function () { sessionStorage.away = 1; ask('/rotate');"
                + " history.back(); }, 300); }"
                + "else if (!sessionStorage.away) { setTimeout(function () { location.href = '/shop/other'; }, 300); }"
                + "</script></body>");
        Chromium browser = browser(site.port());
        for (String flag : flags) {
            browser.flag(flag);
        }
        return browser.open("http://shop.example.com/shop/", report);
    }

    @Test
    void aPageFromHistoryAfterItsTicketIsGone() throws Exception {
        assertEquals("true preVerifyJSAPI:ok,preVerifyJSAPI:ok ready", thereAndBack());
        assertEquals(1, repairs());
    }

    @Test
    void aPageFromHistoryThatWasKeptButNotAlive() throws Exception {
        site.clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        Credential old = site.ticket;
        site.ticket = new Credential(old.value(), old.issuedAt().minus(Duration.ofDays(1)),
                old.expiresAt().minus(Duration.ofDays(1)));
        site.onSignature = () -> site.clock = Clock.systemUTC();
        assertEquals("false preVerifyJSAPI:ok ready", thereAndBack("--disable-features=BackForwardCache"));
        assertEquals(1, site.requests.stream().filter("GET /shop/"::equals).count(), "the page came from the cache");
    }

    @Test
    void aPageFromHistoryWithoutRepair() throws Exception {
        site.endpoint = null;
        assertEquals("false preVerifyJSAPI:fail_invalid signature config:invalid signature,ready",
                thereAndBack("--disable-features=BackForwardCache"));
    }

    @Test
    void routesOfASinglePageApplication() throws Exception {
        String route = "<script>setTimeout(function () { history.pushState(null, '', '/shop/item/5?x=1#top'); }, 1000);"
                + "setTimeout(function () { if (!wxconfig.spa) { wx.config(JSON.parse(JSON.stringify(wxconfig.config)));"
                + " } }, 3000);</script>";
        String page = site.page;
        site.page = page.replace("</body>", route + "</body>");
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:fail_invalid signature] [ready, config:invalid signature]",
                named("/shop/"), "on Android the signature of the landing does not hold on another route");
        site.page = page.replace("</body>", route.replaceFirst("setTimeout\\(function \\(\\) \\{ if.*</script>", "</script>")
                + "</body>");
        site.spa = true;
        assertEquals("[preVerifyJSAPI:ok, preVerifyJSAPI:ok] [ready]", named("/shop/"));
        assertEquals(1, repairs());
        site.ios = true;
        assertEquals(VALID, named("/shop/"));
        assertEquals(1, repairs());
    }

    @Test
    void requireJs() throws Exception {
        site.serve("/require.js", NpmScripts.requireJs());
        String page = site.page;
        String loader = "<script src='" + site.tool("/require.js") + "'></script>";
        site.page = page.replace(Site.PLACE, loader + Site.PLACE)
                .replace("</body>", "<script>window.onerror = function (e) { results.push(e); };"
                + "require([], function () { results.push('required ' + typeof define.amd); });</script></body>");
        assertEquals("[preVerifyJSAPI:ok] [required object, ready]",
                named("/shop/").replace("[ready, required object]", "[required object, ready]"));

        site.page = page.replace("<title>", loader + "<title>")
                .replace("</body>", "<script>require(['" + site.tool("/sdk-again.js")
                + "'], function (own) { results.push(typeof own.config); });</script></body>");
        assertTrue(named("/shop/").contains("function"), "a page that requires the SDK gets one");

        site.sdkUrl = null;
        site.page = page.replace("<title>", loader + "<title>").replace("</body>", "<script>require(['" + site.tool("/sdk.js")
                + "'], function (own) { own.ready(function () { results.push('ready'); }); own.config(wxconfig.config);"
                + " });</script></body>");
        assertEquals(VALID, named("/shop/"));
    }

    @Test
    void anSdkOfThePagesOwn() throws Exception {
        String page = site.page;
        site.page = page.replace("<title>", "<script src='" + site.tool("/sdk-again.js") + "'></script><title>");
        assertEquals(VALID, named("/shop/"));
        site.sdkUrl = null;
        site.page = page.replace("<title>", "<script src='" + site.tool("/sdk.js") + "'></script><title>");
        assertEquals(VALID, named("/shop/"));
        site.page = page.replace("</body>", "<script>setTimeout(function () { var s = document.createElement('script'); s.src = '"
                + site.tool("/sdk.js") + "'; document.body.appendChild(s); }, 500);</script></body>");
        assertEquals("[preVerifyJSAPI:ok] []", named("/shop/"), "an SDK that comes any time later");
    }

    @Test
    void anSdkThatDoesNotCome() throws Exception {
        site.sdkUrl = site.tool("/gone.js");
        assertEquals(NEVER, named("/shop/"));
        site.fallback = site.tool("/sdk-again.js");
        assertEquals(VALID, named("/shop/"));
    }

    @Test
    void aContentSecurityPolicyWithNonces() throws Exception {
        site.nonce = "q83vEjRWeJA=";
        String page = site.page.replace("<script>", "<script nonce='" + site.nonce + "'>");
        site.page = page;
        assertEquals(VALID, named("/shop/"));
        site.sdkUrl = site.tool("/gone.js");
        site.fallback = site.tool("/sdk-again.js");
        assertEquals(VALID, named("/shop/"));
    }

    @Test
    void xhtml() throws Exception {
        site.contentType = "application/xhtml+xml;charset=UTF-8";
        site.page = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head>" + Site.PLACE + "<title>x</title></head><body>"
                + (Site.PAGE + REPORT).replaceAll("(?s).*?(<script>var results.*?</script>).*?(<pre.*)", "$1$2")
                .replace("<script>", "<script>//<![CDATA[\n")
                        .replace("</script>", "\n//]]></script>") + "</body></html>";
        assertEquals(VALID, named("/shop/?a=1&b=2"));
        site.sdkUrl = site.tool("/gone.js");
        site.fallback = site.tool("/sdk-again.js");
        assertEquals("[preVerifyJSAPI:ok] []", named("/shop/?a=1&b=2"),
                "the second host's SDK comes after the page's own scripts here");
    }

    @Test
    void aGbkPage() throws Exception {
        site.charset = Charset.forName("GBK");
        site.contentType = "text/html;charset=GBK";
        site.page = site.page.replace("<body>", "<body><p>\u4f60\u597d</p>");
        String page = browser(site.port()).open("http://shop.example.com/shop/?q=%C4%E3");
        assertEquals(VALID, verdict(page));
        assertTrue(page.contains("\u4f60\u597d"), page);
    }

    @Test
    void anAddressMadeOfScript() throws Exception {
        site.page = site.page.replace("</body>",
                "<script>window.more = function () { return window.evil ? 'evil' : 'good'; };</script></body>");
        assertEquals(VALID + " good",
                named("/shop/?');evil=1//</script><script>evil=1</script><!--\u2028\\\";evil=1//`${evil=1}"));
        assertEquals(VALID + " good", named("/shop/';evil=1;'/%3C/script%3E%3Cscript%3Eevil=1%3C/script%3E"));
    }
}
