package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With {@code wxconfig.baseUrl} or {@code wxconfig.hosts}, nothing that a program can send makes the filter sign for
 * another host: not at the endpoint, not on a page, not through the application. Requests as bytes, the whole filter.
 */
class ForeignHostsTest extends FilterTestBase {

    private static final String WECHAT = "User-Agent: Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50";
    private static final String PAGE = "<!DOCTYPE html><html><head><title>shop</title></head><body>tea</body></html>";
    private static final Pattern SIGNATURE = Pattern.compile("signature\"?:\"[0-9a-f]{40}\"");

    @TempDir
    Path storeDir;

    ForeignHostsTest() {
        super("/");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = String.valueOf(request.getQueryString());
        response.setContentType("text/html;charset=UTF-8");
        if (query.equals("own")) {
            response.setContentType("application/json");
            response.getWriter().print(WxConfig.of(request).getJson());
        } else if (query.startsWith("sign=")) {
            response.setContentType("application/json");
            response.getWriter().print(WxConfig.from(context.getServletContext()).sign(request.getParameter("sign")).getJson());
        } else {
            response.getWriter().print(PAGE);
        }
    }

    private void start(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("appid", "wx0123456789abcdef", "secret", "00112233445566778899aabbccddeeff",
                "apiBase", weChat.baseUrl(), "storeDir", storeDir.toString(), "trace", "true", "trustedProxies", "0.0.0.0"));
        all.addAll(Arrays.asList(options));
        for (int i = 0; i < all.size(); i += 2) {
            context.setInitParameter("wxconfig." + all.get(i), all.get(i + 1));
        }
        startWith(filter());
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (log.lines().stream().noneMatch(line -> line.contains("There is a ticket"))) {
            assertTrue(System.nanoTime() < end, "no ticket in 20 seconds");
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String get(String target, String host, String... headers) throws Exception {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return connector.getResponse(request.append("\r\n").toString());
    }

    private static String endpoint(String url) {
        return "/wxconfig/signature?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    private static boolean isSigned(String answer) {
        return SIGNATURE.matcher(answer).find();
    }

    /** Each way in which the server can be told that {@code host} is where the page is. */
    private static List<String[]> ways(String host) {
        String url = "https://" + host + "/a";
        return List.of(
                new String[] {host},
                new String[] {"shop.example.com", "X-Requested-With: XMLHttpRequest", "Origin: https://" + host},
                new String[] {"shop.example.com", "X-Requested-With: XMLHttpRequest", "Referer: " + url},
                new String[] {"shop.example.com", "Sec-Fetch-Site: same-origin", "Referer: " + url},
                new String[] {"shop.example.com", "Sec-Fetch-Site: same-origin", "Origin: https://" + host},
                new String[] {"shop.example.com", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: https"},
                new String[] {"shop.example.com", "Forwarded: host=\"" + host + "\";proto=https"},
                new String[] {host, "X-Forwarded-Host: " + host, "Forwarded: host=\"" + host + "\"",
                        "Sec-Fetch-Site: same-origin",
                    "Origin: https://" + host, "Referer: " + url, "X-Requested-With: XMLHttpRequest"});
    }

    private void assertSignsNothingFor(String host) throws Exception {
        String url = "https://" + host + "/a";
        for (String[] way : ways(host)) {
            String[] headers = Arrays.copyOfRange(way, 1, way.length);
            String answer = get(endpoint(url), way[0], headers);
            assertFalse(isSigned(answer), answer);
            String[] more = Arrays.copyOf(headers, headers.length + 1);
            more[headers.length] = "X-WxConfig-Url: " + URLEncoder.encode(url, StandardCharsets.UTF_8);
            answer = get("/any/page", way[0], more);
            assertFalse(isSigned(answer), answer);
        }
        assertFalse(isSigned(get("/?sign=" + URLEncoder.encode(url, StandardCharsets.UTF_8), "shop.example.com")), url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "shop.example.com.evil.example", "evilshop.example.com", "www.shop.example.com",
        "example.com", "127.0.0.1", "localhost", "[::1]", "xn--shop.example.com", "shop.example.com..", "shop_example.com"})
    void theBaseUrlsHostIsTheOnlyOne(String host) throws Exception {
        start("baseUrl", "https://shop.example.com");
        assertSignsNothingFor(host);
        assertTrue(isSigned(get(endpoint("https://shop.example.com/a"), host)), "ours, whatever the proxy calls it inside");
    }

    @Test
    void nobodyIsBelievedWithTrustedProxiesNone() throws Exception {
        start("baseUrl", "https://shop.example.com", "trustedProxies", "none");
        assertSignsNothingFor("evil.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "shop.example", "ashop.example", "m.shop.example.evil.example",
        "www.shop.example.com", ".shop.example", "a..shop.example", "127.0.0.1", "[::1]"})
    void theNamedHostsAreTheOnlyOnes(String host) throws Exception {
        start("hosts", "shop.example.com, *.shop.example");
        assertSignsNothingFor(host);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example.com/a, shop.example.com",
        "https://SHOP.Example.Com/a, shop.example.com",
        "https://shop.example.com./a, shop.example.com.",
        "https://shop.example.com:8443/a, SHOP.example.com:8443",
        "http://m.shop.example/a, inner:8080",
        "http://a.b.c.shop.example/a, 10.0.0.1",
        "http://xn--fiq228c.shop.example/, 10.0.0.1",
        "https://xn--fsqu00a.xn--0zwm56d/, 10.0.0.1",
        "https://[2001:DB8:0:0:0:0:0:1]/, [2001:db8::1]",
    })
    void theNamedHostsAreSignedHoweverTheyAreWritten(String url, String host) throws Exception {
        start("hosts", "Shop.Example.com. *.SHOP.example,例子.测试,[2001:db8::1]");
        assertTrue(isSigned(get(endpoint(url), host)), url);
        String application = get("/?sign=" + URLEncoder.encode(url, StandardCharsets.UTF_8), host);
        assertTrue(isSigned(application), application);
    }

    @Test
    void theBaseUrlsHostIsAlwaysAmongThem() throws Exception {
        start("hosts", "*.shop.example", "baseUrl", "https://shop.example.com:8443");
        assertTrue(isSigned(get(endpoint("https://shop.example.com/"), "x")));
        assertTrue(isSigned(get(endpoint("https://m.shop.example/"), "x")));
        assertSignsNothingFor("evil.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user@shop.example.com@evil.example/", "https://shop.example.com@evil.example/",
        "https://evil.example\\@shop.example.com/", "https://evil.example#@shop.example.com/",
        "https://evil.example?.shop.example.com/",
        "https://evil.example;.shop.example/", "https://evil.example%2f.shop.example/",
        "https://evil.example\u3002.shop.example/",
        "//shop.example.com/", "javascript://shop.example.com/%0aalert(1)", "https:shop.example.com/", "ftp://shop.example.com/"})
    void noSpellingOfAUrlDeceivesIt(String url) throws Exception {
        start("hosts", "shop.example.com,*.shop.example");
        String answer = get(endpoint(url), "shop.example.com", "X-Requested-With: XMLHttpRequest",
                "Origin: https://evil.example");
        assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
        assertFalse(isSigned(answer), answer);
    }

    @Test
    void aPageForAForeignHostIsLeftAloneAndTheTraceSaysWhy() throws Exception {
        start("hosts", "shop.example.com");
        String plain = get("/a", "evil.example");
        String answer = get("/a", "evil.example", WECHAT);
        assertEquals(plain.replace("reason=client", "reason=host"), answer);
        assertTrue(answer.contains("X-WxConfig: passed; reason=host"), answer);
        assertTrue(isSigned(get("/a", "shop.example.com:8080", WECHAT)));
        assertTrue(isSigned(get("/a", "inner:8080", WECHAT, "X-Forwarded-Host: Shop.Example.com")));
        assertTrue(get("/a", "shop.example.com", WECHAT, "X-Forwarded-Host: evil.example").contains("reason=host"));
    }

    /** The whole URL in the request line comes before the Host; and what some containers take for a path is part of a host. */
    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/a", "https://evil.example:443/a", "HTTP://Evil.example/", ".evil.example/a",
        "@evil.example/a", ":80@evil.example/a", "\\.evil.example/a", "//evil.example/a", "http:evil.example/a"})
    void noRequestLineMakesAPageOneOfAnotherHost(String target) throws Exception {
        for (String[] options : new String[][] {{"hosts", "shop.example.com"}, {"baseUrl", "https://shop.example.com"}}) {
            start(options);
            String answer = get(target, "shop.example.com", WECHAT);
            Matcher url = Pattern.compile("url:\"([^\"]*)\"").matcher(answer);
            assertTrue(!isSigned(answer) || url.find() && url.group(1).matches("https?://shop\\.example\\.com/.*"), answer);
            server.stop();
            context.getInitParams().clear();
        }
    }

    /** Whatever the Host is: the signature is for the site's own URL, which everybody can have. */
    @Test
    void withABaseUrlEveryPageIsSignedForIt() throws Exception {
        start("baseUrl", "https://shop.example.com");
        String answer = get("/a?b", "evil.example", WECHAT, "X-Forwarded-Host: evil.example");
        assertTrue(answer.contains("url:\"https://shop.example.com/a?b\"") && isSigned(answer), answer);
    }

    @Test
    void aPageThatPrintsItsOwnScriptGetsNoneForAForeignHostEither() throws Exception {
        start("hosts", "shop.example.com");
        assertTrue(isSigned(get("/?own", "shop.example.com", WECHAT)));
        assertFalse(isSigned(get("/?own", "evil.example", WECHAT)));
    }

    @Test
    void ifAllThatWasNamedIsWrongNobodyIsSignedFor() throws Exception {
        start("hosts", "https://shop.example.com/");
        assertSignsNothingFor("shop.example.com");
        assertTrue(log.lines().stream()
                .anyMatch(line -> line.contains("wxconfig.hosts") && line.contains("no page will be signed")),
                log.lines()::toString);
    }

    /**
     * The log is the operator's. Nothing that strangers send silences it. What they send stands in it only as a question, a
     * few times, where they go on asking.
     */
    @Test
    void strangersNeitherUseUpTheLogNorFillIt() throws Exception {
        start("hosts", "shop.example.com");
        int before = log.lines().size();
        for (int i = 0; i < 200; i++) {
            String evil = "evil" + i + ".example";
            get("/a", evil, WECHAT);
            for (String[] way : ways(evil)) {
                get(endpoint("https://" + evil + "/"), way[0], Arrays.copyOfRange(way, 1, way.length));
            }
        }
        get(endpoint("https://shop.example.com/"), "127.0.0.1:8080");
        List<String> lines = advice(log.lines().subList(before, log.lines().size()));
        assertTrue(lines.size() <= 3, lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.contains("evil")), lines::toString);
        assertTrue(lines.get(lines.size() - 1).contains("set wxconfig.baseUrl to [https://shop.example.com]"), lines::toString);
    }

    /** The lines without those that ask the operator about an origin that is refused again and again. */
    private static List<String> advice(List<String> lines) {
        List<String> questions = lines.stream().filter(line -> line.contains("are refused: ")).toList();
        assertTrue(questions.size() <= 6, questions::toString);
        assertTrue(questions.stream().allMatch(line -> line.contains("If it is not, somebody else is asking")),
                questions::toString);
        return lines.stream().filter(line -> !questions.contains(line)).toList();
    }

    /** Without the options nobody knows what is the site's own; so no value is recommended, and each advice is given once. */
    @Test
    void withoutTheOptionsNoOriginThatSomebodySentIsRecommended() throws Exception {
        start();
        int before = log.lines().size();
        for (int i = 0; i < 200; i++) {
            String evil = "evil" + i + ".example";
            for (String[] way : ways(evil)) {
                get(endpoint("https://" + evil + ":" + (1000 + i) + "/"), way[0], Arrays.copyOfRange(way, 1, way.length));
                get(endpoint("https://" + evil + "/"), way[0], Arrays.copyOfRange(way, 1, way.length));
            }
        }
        List<String> lines = advice(log.lines().subList(before, log.lines().size()));
        assertTrue(!lines.isEmpty() && lines.size() <= 3, lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.contains("evil")), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.contains("wxconfig.baseUrl")), lines::toString);
    }

    /** A property over everything that has a say: no combination gets a signature for another host. */
    @Test
    void noCombinationOfHeadersIsSignedForAnotherHost() throws Exception {
        start("hosts", "shop.example.com,*.shop.example");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] hosts = {"shop.example.com", "evil.example", "m.shop.example", "shop.example", "shop.example.com.evil.example",
            "SHOP.EXAMPLE.COM", "shop.example.com.", "evil.example:443", "[::1]", "127.0.0.1:80", "x@shop.example.com"};
        String[] names = {"X-Forwarded-Host", "Forwarded", "Origin", "Referer", "Sec-Fetch-Site", "X-Requested-With",
            "X-WxConfig-Url", "X-WxConfig-Origin"};
        int signed = 0;
        for (int i = 0; i < 3_000; i++) {
            List<String> headers = new ArrayList<>(List.of(WECHAT));
            for (String name : names) {
                String host = hosts[random.nextInt(hosts.length)];
                if (random.nextInt(3) == 0) {
                    headers.add(name + ": " + value(name, host, random));
                }
            }
            String url = "https://" + hosts[random.nextInt(hosts.length)] + "/a";
            String answer = get(random.nextBoolean() ? endpoint(url) : "/page", hosts[random.nextInt(hosts.length - 1)],
                    headers.toArray(new String[0]));
            if (isSigned(answer)) {
                signed++;
                Matcher of = Pattern.compile("\"?url\"?:\"https?://([^/\"]+)").matcher(answer);
                assertTrue(of.find(), answer);
                String host = of.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.?(:\\d+)?$", "");
                assertTrue(host.equals("shop.example.com") || host.endsWith(".shop.example"),
                        "seed " + seed + ": " + headers + answer);
            }
        }
        assertTrue(signed > 100, "seed " + seed + ": only " + signed + " were signed");
    }

    private static String value(String name, String host, Random random) {
        switch (name) {
            case "Forwarded":
                return "host=\"" + host + "\";proto=https";
            case "Origin":
            case "X-WxConfig-Origin":
                return "https://" + host;
            case "Referer":
                return "https://" + host + "/a";
            case "Sec-Fetch-Site":
                return "same-origin";
            case "X-Requested-With":
                return "XMLHttpRequest";
            case "X-WxConfig-Url":
                return URLEncoder.encode("https://" + host + "/" + random.nextInt(), StandardCharsets.UTF_8);
            default:
                return host;
        }
    }
}
