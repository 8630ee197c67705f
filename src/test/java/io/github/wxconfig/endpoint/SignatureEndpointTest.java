package io.github.wxconfig.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.page.RequestStub;
import io.github.wxconfig.page.ResponseStub;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.Json;
import io.github.wxconfig.wechat.Signer;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureEndpointTest {

    private static final String PATH = "/wxconfig/signature";
    private static final String PAGE = "http://shop.example.com/a?b=c&d=%C4%E3+e";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final ConfigOptions OPTIONS =
            new ConfigOptions("wx0", true, Arrays.asList("chooseImage"), Collections.emptyList());

    private Credential ticket = new Credential("ticket", NOW, NOW.plusSeconds(7200));
    private PageUrlResolver urls = new PageUrlResolver(null, address -> false);
    private SiteHosts hosts = SiteHosts.EVERY;
    private ResponseStub response = new ResponseStub();

    private boolean handle(RequestStub request) throws IOException {
        response = new ResponseStub();
        UrlSigner signatures = new UrlSigner(() -> ticket, hosts, Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
        return signing(PATH, urls, signatures)
                .handle(request.set("getDispatcherType", DispatcherType.REQUEST).request(), response.response(), true);
    }

    private static RequestStub endpoint(String query) {
        return RequestStub.get(PATH, query);
    }

    private static String encode(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What the endpoint says to this URL, asked in the most favourable way. */
    private int status(String url) throws IOException {
        assertTrue(handle(endpoint("url=" + encode(url)).header("X-Requested-With", "XMLHttpRequest")));
        return response.status;
    }

    private Map<String, Object> json() {
        assertEquals("application/json;charset=UTF-8", response.contentType);
        assertEquals("no-store", response.headers.get("Cache-Control"));
        assertEquals("nosniff", response.headers.get("X-Content-Type-Options"));
        assertTrue(response.headers.keySet().stream().noneMatch(name -> name.startsWith("Access-Control")), "CORS");
        assertEquals(response.body.size(), response.contentLength);
        String body = response.body.toString(StandardCharsets.US_ASCII);
        assertTrue(body.chars().allMatch(c -> c >= ' ' && c < 0x7F && "<>&'".indexOf(c) < 0), body);
        return Json.readObject(body);
    }

    private String refusal(int status) {
        assertEquals(status, response.status);
        Map<String, Object> json = json();
        assertEquals(Set.of("error"), json.keySet());
        return (String) json.get("error");
    }

    private void assertSigned(String url) {
        assertEquals(200, response.status);
        Map<String, Object> json = json();
        assertEquals(url, json.get("url"));
        String signature = new Signer("ticket").sign("aaaaaaaaaaaaaaaa", 1_700_000_000L, url);
        assertEquals(Map.of("debug", true, "appId", "wx0", "timestamp", new BigDecimal(1_700_000_000), "nonceStr",
                "aaaaaaaaaaaaaaaa",
                "signature", signature, "jsApiList", Arrays.asList("chooseImage"), "url", url, "validUntil",
                new BigDecimal(1_700_007_200)), json);
    }

    /** The endpoint of a filter with one account. */
    private static SignatureEndpoint signing(String path, PageUrlResolver urls, UrlSigner signatures) {
        return new SignatureEndpoint(path, new OneAccount(new PageSigner("", OPTIONS, urls, signatures), null), "");
    }

    @Test
    void signsForAFetch() throws IOException {
        assertTrue(handle(endpoint("url=" + encode(PAGE))));
        assertSigned(PAGE);
        assertTrue(handle(endpoint("url=http%3A%2F%2Fshop.example.com/a%3Fb=c+d")));
        assertSigned("http://shop.example.com/a?b=c+d");
        assertTrue(handle(endpoint("x=1&url=" + encode(PAGE + "#/route") + "&_=1")));
        assertSigned(PAGE);
        assertTrue(handle(RequestStub.get("/shop" + PATH + ";jsessionid=1", "url=" + encode(PAGE))
                .set("getContextPath", "/shop")));
        assertSigned(PAGE);
        assertTrue(handle(endpoint("url=http://shop.example.com/a")));
        assertSigned("http://shop.example.com/a");
    }

    @Test
    void signsAtThePagesOwnAddressForTheHeader() throws IOException {
        assertTrue(handle(RequestStub.get("/any/page.do", "x=1").header("X-WxConfig-Url", encode(PAGE))));
        assertSigned(PAGE);
    }

    @Test
    void leavesEverythingElseToTheApplication() throws IOException {
        assertFalse(handle(RequestStub.get("/wxconfig", "url=" + encode(PAGE))));
        assertFalse(handle(RequestStub.get(PATH + "/x", "url=" + encode(PAGE))));
        assertFalse(handle(RequestStub.get("/a" + PATH, "url=" + encode(PAGE))));
        assertFalse(handle(RequestStub.get("/save", null).set("getMethod", "POST").header("X-WxConfig-Url", encode(PAGE))));
        RequestStub error = endpoint("url=" + encode(PAGE));
        UrlSigner none = new UrlSigner(() -> null, Clock.systemUTC());
        assertFalse(signing(PATH, urls, none)
                .handle(error.set("getDispatcherType", DispatcherType.ERROR).request(), response.response(), true));
        assertFalse(signing(null, urls, none)
                .handle(error.set("getDispatcherType", DispatcherType.REQUEST).request(), response.response(), true));
        RequestStub excluded = RequestStub.get("/b/page.do", null).header("X-WxConfig-Url", encode(PAGE));
        assertFalse(signing(PATH, urls, none)
                .handle(excluded.set("getDispatcherType", DispatcherType.REQUEST).request(), response.response(), false));
        assertEquals(0, response.status);
    }

    @Test
    void saysWhyItDoesNotSign() throws IOException {
        assertTrue(handle(endpoint(null)));
        assertTrue(refusal(400).startsWith("url is missing"));
        assertTrue(handle(endpoint("curl=1")));
        assertTrue(refusal(400).startsWith("url is missing"));
        assertTrue(handle(endpoint("url=http://shop.example.com/a?b=1&c=2")));
        assertTrue(refusal(400).contains("not percent-encoded"), "a URL of which the half would have been lost");
        assertTrue(handle(endpoint("url=%zz")));
        assertTrue(refusal(400).contains("not percent-encoded"));
        assertTrue(handle(endpoint("url=http%3A%2F%2Fshop.example.com%2F%ED%A0%80")));
        assertTrue(refusal(400).contains("not percent-encoded UTF-8"));
        status("http://shop.example.com/" + "x".repeat(SignatureEndpoint.MAX_LENGTH));
        assertTrue(refusal(400).contains("longer than 4096"));
        status("https://evil.example.com/");
        assertTrue(refusal(403).contains("wxconfig.baseUrl"));
        for (String method : new String[] {"POST", "HEAD", "OPTIONS", "PUT"}) {
            assertTrue(handle(endpoint("url=" + encode(PAGE)).set("getMethod", method)));
            refusal(405);
            assertEquals("GET", response.headers.get("Allow"));
        }
        ticket = null;
        status(PAGE);
        assertEquals(503, response.status);
        assertEquals(Map.of("error", "there is no ticket from WeChat yet", "appId", "wx0"), json());
        assertEquals("2", response.headers.get("Retry-After"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "javascript:alert(1)", "ftp://shop.example.com/", "//shop.example.com/", "/a", "shop.example.com/a",
        "http:shop.example.com", "http:/shop.example.com/", "http:///shop.example.com/", "https:\\\\shop.example.com\\",
        "http://", "http://?a", "http://:80/", "http://shop.example.com@evil.example.com/",
        "http://evil.example.com\\@shop.example.com/", "http://shop.example.com\\@evil.example.com/",
        "http://shop.example.com\\.evil.example.com/", "http://user:pw@shop.example.com/", "http://shop.example.com:80:80/",
        "http://shop.example.com:/", "http://shop.example.com:99999/", "http://shop.example.com:8o/",
        "http://shop.example.com%2eevil.example.com/", "http://%73hop.example.com/", "http://shop.example.com /",
        " http://shop.example.com/", "http://shop.example.com/ ", "http://shop.example.com/\r\nSet-Cookie: a=b",
        "http://shop.example.com/\t", "http://shop.example.com/\u0000", "http://shop.example.com/\u007f",
        "http://shop.example.com/\u0085", "http://\u212aop.example.com/", "http://\u5e97.example.com/",
        "http://shop\u3002example.com/", "http://[::1/", "http://[]/", "http://shop.example.com/a\\b",
        "view-source:http://shop.example.com/", "http://http://shop.example.com/", "",
    })
    void refusesWhatIsNotTheAddressOfAPage(String url) throws IOException {
        assertEquals(400, status(url));
        refusal(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://evil.example.com/", "http://shop.example.com.evil.example.com/", "http://evilshop.example.com/",
        "http://evil.example.com/shop.example.com", "http://evil.example.com?shop.example.com",
        "http://evil.example.com#@shop.example.com",
        "http://shop.example.com./", "http://xn--shop.example.com/", "http://example.com/", "http://www.shop.example.com/",
        "http://127.0.0.1/",
        "http://[::1]/", "http://0x7f.1/", "http://localhost/",
    })
    void refusesOtherSites(String url) throws IOException {
        assertEquals(403, status(url));
        refusal(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://shop.example.com", "https://shop.example.com/", "HTTPS://Shop.Example.COM:8443/a", "http://shop.example.com?a",
        "http://shop.example.com/a?b=\\|{}^`'\"<>", "http://shop.example.com/?u=http://evil.example.com/",
        "http://shop.example.com/a;b=c/..//d", "http://shop.example.com/\u4f60\ud83d\ude00\u2028",
        "http://shop.example.com/a@b:c",
        "http://shop.example.com/</script><!--?');alert(1)//",
    })
    void signsWhateverIsOfThisSite(String url) throws IOException {
        assertEquals(200, status(url));
        assertSigned(url);
    }

    @Test
    void knowsTheHostOfTheBaseUrlAndOfATrustedProxy() throws IOException {
        urls = new PageUrlResolver("https://public.example.com", address -> false);
        assertEquals(200, status("https://public.example.com/a"));
        urls = new PageUrlResolver(null, address -> true);
        assertTrue(handle(endpoint("url=" + encode("https://m.example.com/a")).header("X-Forwarded-Host", "m.example.com")));
        assertEquals(200, response.status);
    }

    @Test
    void believesTheBrowserThatThePageIsOfTheSameOrigin() throws IOException {
        String url = "https://public.example.com/a";
        String query = "url=" + encode(url);
        handle(endpoint(query).header("Sec-Fetch-Site", "same-origin").header("Referer", url));
        assertSigned(url);
        handle(endpoint(query).header("X-Requested-With", "XMLHttpRequest").header("Referer", url + "?x"));
        assertSigned(url);
        handle(endpoint(query).header("X-Requested-With", "XMLHttpRequest").header("Origin", "https://public.example.com"));
        assertSigned(url);
        handle(RequestStub.get("/a", null).header("X-WxConfig-Url", encode(url))
                .header("Referer", "https://public.example.com/"));
        assertSigned(url);
    }

    @Test
    void believesOurScriptWhereTheBrowserNamesNoPage() throws IOException {
        String url = "https://public.example.com/a";
        String query = "url=" + encode(url);
        handle(endpoint(query).header("X-WxConfig-Origin", "https://public.example.com").header("Sec-Fetch-Site", "same-origin"));
        assertSigned(url);
        handle(endpoint(query).header("X-WxConfig-Origin", "https://public.example.com"));
        assertSigned(url);
        handle(endpoint(query).header("X-WxConfig-Origin", "https://public.example.com").header("Referer", ""));
        assertSigned(url);
        handle(RequestStub.get("/a", null).header("X-WxConfig-Url", encode(url))
                .header("X-WxConfig-Origin", "https://public.example.com"));
        assertSigned(url);
    }

    @Test
    void believesOurScriptsHeaderOnlyWhereTheBrowserDoesNotSayOtherwise() throws IOException {
        String url = "https://evil.example.com/a";
        String query = "url=" + encode(url);
        for (String site : new String[] {"cross-site", "same-site", "none", ""}) {
            handle(endpoint(query).header("X-WxConfig-Origin", "https://evil.example.com").header("Sec-Fetch-Site", site));
            refusal(403);
        }
        for (String origin : new String[] {"null", "https://shop.example.com", "", "evil.example.com"}) {
            handle(endpoint(query).header("X-WxConfig-Origin", "https://evil.example.com").header("Origin", origin));
            refusal(403);
        }
        handle(endpoint(query).header("X-WxConfig-Origin", "https://evil.example.com")
                .header("Referer", "https://shop.example.com/"));
        refusal(403);
        handle(endpoint(query).header("X-WxConfig-Origin", "https://shop.example.com").header("Sec-Fetch-Site", "same-origin"));
        refusal(403);
        handle(RequestStub.get("/a", null).header("X-WxConfig-Url", encode(url)));
        refusal(403);
    }

    @Test
    void believesNobodyElse() throws IOException {
        String url = "https://evil.example.com/a";
        String query = "url=" + encode(url);
        for (String site : new String[] {"cross-site", "same-site", "none", "same-origin, same-origin", ""}) {
            handle(endpoint(query).header("Sec-Fetch-Site", site).header("Referer", url)
                    .header("X-Requested-With", "XMLHttpRequest"));
            refusal(403);
            handle(RequestStub.get("/", null).header("X-WxConfig-Url", encode(url)).header("Sec-Fetch-Site", site)
                    .header("Referer", url));
            refusal(403);
        }
        handle(endpoint(query).header("Referer", url).header("Origin", "https://evil.example.com"));
        refusal(403);
        handle(endpoint(query).header("Referer", url).header("X-Requested-With", "com.tencent.mm"));
        refusal(403);
        handle(endpoint(query).header("Referer", url).header("Origin", "null").header("X-Requested-With", "XMLHttpRequest"));
        refusal(403);
        handle(endpoint(query).header("Sec-Fetch-Site", "same-origin"));
        refusal(403);
        handle(endpoint(query).header("Sec-Fetch-Site", "same-origin")
                .header("Referer", "https://shop.example.com/?https://evil.example.com/"));
        refusal(403);
        handle(endpoint(query).header("X-Forwarded-Host", "evil.example.com"));
        refusal(403);
        handle(endpoint(query).header("X-WxConfig-Url", "\r\n" + encode(url)));
        assertEquals(400, response.status);
    }

    @Test
    void namesAnOriginThatIsRefusedAgainAndAgainWithTheRemedy() throws IOException {
        String foreign = "https://public.example.com/a";
        String tooLong = "http://shop.example.com/" + "x".repeat(SignatureEndpoint.MAX_LENGTH);
        try (LogCapture log = new LogCapture(RefusedOrigins.class.getName())) {
            SignatureEndpoint endpoint = signing(PATH, urls, new UrlSigner(() -> ticket, Clock.systemUTC()));
            for (String url : new String[] {foreign, foreign, foreign, tooLong, tooLong, tooLong}) {
                endpoint.handle(endpoint("url=" + encode(url)).header("X-Requested-With", "XMLHttpRequest")
                        .set("getDispatcherType", DispatcherType.REQUEST).request(), new ResponseStub().response(), true);
            }
            assertEquals(2, log.lines().size(), log.lines()::toString);
            assertTrue(log.lines().get(0).contains("[https://public.example.com]"), log.lines().get(0));
            assertTrue(log.lines().get(0).contains("wxconfig.baseUrl"), log.lines().get(0));
            assertTrue(log.lines().get(1).contains("longer than [4096]"), log.lines().get(1));
        }
    }

    @Test
    void neverSignsWhatABrowserWouldOpenElsewhere() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {"http", "https", ":", "/", "//", "\\", "@", "shop.example.com", "evil.example.com", ".", "?",
            "#", "%2e", "80", " ", "\t", "[", "]", "\u3002", "\uff0f", "a", ";", "&"};
        int signed = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder url = new StringBuilder(random.nextBoolean() ? "http://" : "");
            for (int n = random.nextInt(8); n >= 0; n--) {
                url.append(pieces[random.nextInt(pieces.length)]);
            }
            if (status(url.toString()) == 200) {
                signed++;
                String host = new URL(url.toString().replace('\\', '/')).getHost();
                assertEquals("shop.example.com", host, "seed " + seed + ": [" + url + "]");
            }
        }
        assertTrue(signed > 100, "seed " + seed + ": only " + signed + " were signed");
    }

    /** A cache that is told to keep everything must not hand the answer to whoever asks for the page. */
    @Test
    void everyAnswerSaysThatTheHeaderDecides() throws IOException {
        for (String value : new String[] {encode(PAGE), "%zz", encode("https://evil.example/"), ""}) {
            assertTrue(handle(RequestStub.get("/any/page.do", null).header("X-WxConfig-Url", value)));
            assertEquals("X-WxConfig-Url", response.headers.get("Vary"), value);
        }
        ticket = null;
        assertEquals(503, status(PAGE));
        assertEquals("X-WxConfig-Url", response.headers.get("Vary"));
    }

    @Test
    void signsForTheNamedHostsAloneWhateverTheRequestSays() throws IOException {
        hosts = SiteHosts.named("public.example.com"::equals);
        assertEquals(200, status("https://public.example.com/a"));
        assertEquals(403, status("http://shop.example.com/a"));
        assertTrue(refusal(403).contains("wxconfig.hosts"));
        handle(endpoint("url=" + encode("https://m.example.com/a")).header("Sec-Fetch-Site", "same-origin")
                .header("Referer", "https://m.example.com/a"));
        refusal(403);
    }

    /** Port 8000 to 8099: whoever asks can make them up. */
    private static List<String> urls() {
        List<String> urls =
                new ArrayList<>(Arrays.asList(PAGE, PAGE.replace("http:", "https:"), PAGE.replace("http:", "https:") + "2"));
        for (int port = 8000; port < 8100; port++) {
            urls.add("http://shop.example.com:" + port + "/");
        }
        urls.add("https://shop.example.com:8443/");
        return urls;
    }

    private List<String> logged(SiteHosts named, String baseUrl, List<String> asked) throws IOException {
        try (LogCapture log = new LogCapture(OriginAdvice.class.getName())) {
            UrlSigner signatures = new UrlSigner(() -> ticket, named, Clock.fixed(NOW, ZoneOffset.UTC));
            SignatureEndpoint endpoint =
                    signing(PATH, new PageUrlResolver(baseUrl, address -> false), signatures);
            for (String url : asked) {
                RequestStub request = endpoint("url=" + encode(url)).set("getDispatcherType", DispatcherType.REQUEST);
                endpoint.handle(request.request(), new ResponseStub().response(), true);
            }
            return log.lines();
        }
    }

    @Test
    void tellsTheOperatorOnceUnderWhichOriginBrowsersSeeThePages() throws IOException {
        List<String> lines = logged(SiteHosts.named("shop.example.com"::equals), null, urls());
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("[https://shop.example.com]") && lines.get(0).contains("[http://shop.example.com]"),
                lines.get(0));
        assertTrue(lines.get(0).contains("set wxconfig.baseUrl to [https://shop.example.com]"), lines.get(0));
        assertTrue(lines.get(1).contains("another port") && !lines.get(1).contains("80"), lines.get(1));
    }

    @Test
    void namesNoOriginThatItDoesNotKnowToBeTheSitesOwn() throws IOException {
        List<String> lines = logged(SiteHosts.EVERY, null, urls());
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("another scheme") && lines.get(0).contains("wxconfig.baseUrl"), lines.get(0));
        assertTrue(lines.get(1).contains("another port") && !lines.get(1).contains("80"), lines.get(1));
    }

    @Test
    void saysThatABaseUrlIsOnlyOneAddressWhereBrowsersUseSeveral() throws IOException {
        List<String> lines = logged(SiteHosts.named(host -> true), "https://shop.example.com",
                Arrays.asList("https://shop.example.com/", "http://shop.example.com/", "https://m.example.com/"));
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("another scheme than wxconfig.baseUrl [https://shop.example.com]"), lines.get(0));
        assertTrue(lines.get(1).contains("another host") && lines.get(1).contains("wxconfig.hosts"), lines.get(1));
    }
}
