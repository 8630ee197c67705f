package io.github.wxconfig.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.wxconfig.page.RequestStub;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageUrlResolverTest {

    private static final PageUrlResolver RESOLVER = new PageUrlResolver(null, address -> address.startsWith("10."));

    private static String url(RequestStub stub) {
        return RESOLVER.resolve(stub.request());
    }

    @ParameterizedTest
    @CsvSource({
        "http, shop.example.com, 80, http://shop.example.com/a",
        "https, shop.example.com, 443, https://shop.example.com/a",
        "http, localhost, 8080, http://localhost:8080/a",
        "https, SHOP.example.com, 8443, https://shop.example.com:8443/a",
        "http, [::1], 8080, http://[::1]:8080/a",
        "http, ::1, 80, http://[::1]/a",
    })
    void dropsDefaultPortsAndKeepsOthers(String scheme, String host, int port, String url) {
        assertEquals(url, url(new RequestStub(scheme, host, port, "/a", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/a;jsessionid=0A1B?from=singlemessage&isappinstalled=0",
        "/%E4%BD%A0/%e5%a5%bd.jsp?q=%C4%E3%BA%C3",
        "/a%20b?x=a+b&y=%26|{}",
        "/?",
        "//double//slash/",
    })
    void takesTheRequestLineAsItIs(String line) {
        int query = line.indexOf('?');
        RequestStub stub = query < 0 ? RequestStub.get(line, null)
                : RequestStub.get(line.substring(0, query), line.substring(query + 1));
        assertEquals("http://shop.example.com" + line, url(stub));
    }

    /** As on Open Liberty, whose request URL has it. */
    @ParameterizedTest
    @ValueSource(strings = {";jsessionid=0A1B", ";jsessionid=0A1B;k=2", ";jsessionid=", ";jsessionid=0A1B/b"})
    void givesThePathBackWhatTheContainerCutOff(String session) {
        for (String path : new String[] {"/a", "/a;v=1/b"}) {
            assertEquals("http://shop.example.com" + path + session + "?q", url(RequestStub.get(path, "q")
                    .set("getRequestURL", new StringBuffer("http://inner:9080" + path + session))));
        }
        assertEquals("http://shop.example.com/a?q", url(RequestStub.get("/a", "q")
                .set("getRequestURL", new StringBuffer("http://inner:9080/other;jsessionid=0A1B"))));
        assertEquals("http://shop.example.com/a?q", url(RequestStub.get("/a", "q").set("getRequestURL", null)));
    }

    /** As on Payara and Resin, which have it nowhere else. */
    @ParameterizedTest
    @CsvSource({
        ", ABC123.node-1, ;jsessionid=ABC123.node-1",
        "JSESSIONID, ABC123, ;jsessionid=ABC123",
        "SHOP, ABC123, ;SHOP=ABC123",
        ", ABC/b, ;jsessionid=ABC/b",
        ", '', ;jsessionid=",
        ", %41, ;jsessionid=%41",
        ", 'a b', ''",
        ", 'a?b', ''",
        ", '\"', ''",
        ", , ''",
    })
    void givesThePathBackItsSession(String cookie, String id, String session) {
        assertEquals("http://shop.example.com/a" + session + "?q", url(withSession(RequestStub.get("/a", "q"), cookie, id)));
        assertEquals("http://shop.example.com/first" + session, url(withSession(RequestStub.get("/second", null), cookie, id)
                .attribute("jakarta.servlet.forward.request_uri", "/first")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a;jsessionid=ABC123", "/a;jsessionid=ABC123;k=2", "/a;jsessionid=other/b"})
    void givesNoPathASecondSession(String path) {
        assertEquals("http://shop.example.com" + path, url(withSession(RequestStub.get(path, null), null, "ABC123")));
    }

    private static RequestStub withSession(RequestStub stub, String cookie, String id) {
        SessionCookieConfig config = proxy(SessionCookieConfig.class, "getName", cookie);
        return stub.set("isRequestedSessionIdFromURL", true).set("getRequestedSessionId", id)
                .set("getServletContext", proxy(ServletContext.class, "getSessionCookieConfig", config));
    }

    private static <T> T proxy(Class<T> type, String getter, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            assertEquals(getter, method.getName());
            return answer;
        }));
    }

    @Test
    void believesATrustedProxy() {
        assertEquals("https://m.example.com/shop/a?b", url(RequestStub.get("/a", "b")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "m.example.com")
                .header("X-Forwarded-Prefix", "/shop/")));
        assertEquals("https://m.example.com:8443/a", url(RequestStub.get("/a", null)
                .header("Forwarded", "for=192.0.2.43; proto=https;host=\"M.example.com:8443\", for=10.1.1.1;proto=http")));
        assertEquals("https://shop.example.com:8443/a", url(RequestStub.get("/a", null)
                .header("X-Forwarded-Proto", "https").header("X-Forwarded-Port", "8443")));
        assertEquals("http://m.example.com:8080/a", url(RequestStub.get("/a", null)
                .header("X-Forwarded-Host", "m.example.com:8080").header("X-Forwarded-Port", "9090")));
        assertEquals("https://m.example.com/a", url(RequestStub.get("/a", null)
                .header("X-Forwarded-Proto", "HTTPS, http")
                .header("X-Forwarded-Host", "m.example.com, inner:8080")
                .header("X-Forwarded-Port", "443,80")));
        assertEquals("https://shop.example.com/a", url(RequestStub.get("/a", null)
                .header("X-Forwarded-Proto", "https").header("X-Forwarded-Port", "80")));
        assertEquals("http://[2001:db8::1]:81/a", url(RequestStub.get("/a", null)
                .header("X-Forwarded-Host", "[2001:db8::1]:81")));
    }

    @Test
    void prefersForwardedToXForwarded() {
        assertEquals("https://new.example.com/a", url(RequestStub.get("/a", null)
                .header("Forwarded", "host=new.example.com;proto=https")
                .header("X-Forwarded-Host", "old.example.com").header("X-Forwarded-Proto", "http")));
    }

    @Test
    void doesNotBelieveAnybodyElse() {
        assertEquals("http://shop.example.com/a", url(RequestStub.get("/a", null)
                .set("getRemoteAddr", "203.0.113.9")
                .header("Forwarded", "proto=https;host=evil.example.com")
                .header("X-Forwarded-Proto", "https").header("X-Forwarded-Host", "evil.example.com")
                .header("X-Forwarded-Port", "81").header("X-Forwarded-Prefix", "/evil")));
        assertEquals("http://shop.example.com/a", url(RequestStub.get("/a", null)
                .set("getRemoteAddr", null).header("X-Forwarded-Proto", "https")));
    }

    @Test
    void letsTheBaseUrlDecideBeforeAllOthers() {
        PageUrlResolver resolver = new PageUrlResolver("https://Shop.example.com:443", address -> true);
        assertEquals("https://shop.example.com/a?b", resolver.resolve(new RequestStub("http", "inner", 8080, "/a", "b")
                .header("Forwarded", "host=other;proto=http").header("X-Forwarded-Prefix", "/x").request()));
        assertThrows(IllegalArgumentException.class, () -> new PageUrlResolver("shop.example.com", address -> true));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "evil.example.com\r\nX: y", "evil host", "a:1:2", "a:", "a:0", "a:65536", "a:99999999999", "a:4294967376", ":80",
        "[::1", "[]", "[g::1]", "[::1]x", "\"quoted\"", "user@evil.example.com", "evil.example.com/path", "evil\\", "<script>",
        "a?b", "a#b", "%65vil", "", "\u4f60\u597d.example.com", "evil.example.com;", "a\u0000b",
    })
    void takesAMalformedHostForNone(String host) {
        assertEquals("http://shop.example.com/a", url(RequestStub.get("/a", null).header("X-Forwarded-Host", host)));
        assertEquals("http://shop.example.com/a", url(RequestStub.get("/a", null)
                .header("Forwarded", "host=\"" + host.replace("\"", "\\\"") + '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "host=a;host=b", "proto=http;proto=https", "host", "host=", "=a", "host==a", "host=\"a", "host=\"a\\", "host=a b",
        "host=a\tproto=https", "host=\"a\"b", ";;=;", "{host}=a", "h\u00f6st=a", "host=a;proto=https \r\n",
    })
    void takesAMalformedForwardedForNone(String forwarded) {
        assertEquals("http://shop.example.com/a", url(RequestStub.get("/a", null).header("Forwarded", forwarded)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "https:", "ftp", "https\r\n", "", ",https", "ht tps"})
    void takesAMalformedSchemeForNone(String proto) {
        String scheme = proto.trim().equals("https") ? "https" : "http";
        assertEquals(scheme + "://shop.example.com/a", url(RequestStub.get("/a", null).header("X-Forwarded-Proto", proto)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "//evil.example.com", "/<script>", "/a\"b", "/a b", "/a?b", "/a#b", "/\\evil", "/a\r\nb",
            "/\u4f60"})
    void takesAMalformedPrefixForNone(String prefix) {
        assertEquals("http://shop.example.com/a", url(RequestStub.get("/a", null).header("X-Forwarded-Prefix", prefix)));
    }

    @Test
    void remembersTheRequestLineForDispatchesToCome() {
        RequestStub stub = RequestStub.get("/list.do", "page=2");
        Supplier<String> url = RESOLVER.lazily(stub.request());
        stub.set("getRequestURI", "/WEB-INF/list.jsp").set("getQueryString", null);
        assertEquals("http://shop.example.com/list.do?page=2", url.get());
    }

    @Test
    void leavesNothingWithTheRequest() {
        RequestStub stub = RequestStub.get("/list.do", "page=2");
        RESOLVER.resolve(stub.request());
        RESOLVER.lazily(stub.request()).get();
        assertEquals(Map.of(), stub.attributes());
    }

    /** Before Servlet 6.1 no attribute has the query; Tomcat wraps the request for the error page. */
    @Test
    void anErrorPagesOwnQueryIsNotThePages() {
        HttpServletRequest first = RequestStub.get("/gone", "id=1").attribute("jakarta.servlet.error.request_uri", "/gone")
                .request();
        HttpServletRequest forErrorPage = new HttpServletRequestWrapper(first) {
            @Override
            public String getRequestURI() {
                return "/error.jsp";
            }

            @Override
            public String getQueryString() {
                return "code=404";
            }
        };
        assertEquals("http://shop.example.com/gone?id=1", RESOLVER.resolve(forErrorPage));
        assertEquals("http://shop.example.com/gone?id=1", RESOLVER.resolve(new HttpServletRequestWrapper(forErrorPage)));
    }

    @Test
    void looksUpTheRequestLineWhereADispatchHasHiddenIt() {
        assertEquals("http://shop.example.com/list.do?page=2", url(RequestStub.get("/WEB-INF/list.jsp", "x=1")
                .attribute("jakarta.servlet.forward.request_uri", "/list.do")
                .attribute("jakarta.servlet.forward.query_string", "page=2")));
        assertEquals("http://shop.example.com/list.do", url(RequestStub.get("/WEB-INF/list.jsp", "x=1")
                .attribute("jakarta.servlet.forward.request_uri", "/list.do")));
        assertEquals("http://shop.example.com/gone?id=1", url(RequestStub.get("/error.jsp", "id=1")
                .attribute("jakarta.servlet.error.request_uri", "/gone")));
        assertEquals("http://shop.example.com/gone?id=1", url(RequestStub.get("/error.jsp", "code=404")
                .attribute("jakarta.servlet.error.request_uri", "/gone")
                .attribute("jakarta.servlet.error.query_string", "id=1")));
    }

    @Test
    void anyHeaderGivesAUrlOfOurShape() {
        long seed = System.nanoTime();
        java.util.Random random = new java.util.Random(seed);
        String alphabet = "abhtpsfor=;,:\"\\[]/@<>'. \t\r\n\u2028\u00e4%1";
        for (int i = 0; i < 20_000; i++) {
            RequestStub stub = RequestStub.get("/a", null);
            for (String header : new String[] {"Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port",
                "X-Forwarded-Prefix"}) {
                stub.header(header, (i % 2 == 0 ? "host=" : "") + random.ints(random.nextInt(12), 0, alphabet.length())
                        .collect(StringBuilder::new, (b, n) -> b.append(alphabet.charAt(n)), StringBuilder::append));
            }
            String url = url(stub);
            assertNotNull(PageUrl.parse(url), () -> "seed " + seed + ": [" + url + "]");
        }
    }
}
