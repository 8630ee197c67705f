package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.wechat.Json;
import io.github.wxconfig.wechat.Signer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WxConfigTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final ConfigOptions OPTIONS =
            new ConfigOptions("wx0", false, Arrays.asList("chooseImage", "</script>"), Collections.emptyList());

    private final Map<String, Object> attributes = new HashMap<>();
    private final ClassLoader application = new ClassLoader() { };
    private final List<String> calls = new ArrayList<>();
    private int asked;
    private Credential ticket = new Credential("ticket", NOW, NOW.plusSeconds(7200));
    private final WxConfig wxConfig = of(OPTIONS, new UrlSigner(() -> {
        asked++;
        return ticket;
    }, Clock.fixed(NOW, ZoneOffset.UTC)), request -> true);

    /** One whose filter has one account. */
    static WxConfig of(ConfigOptions options, UrlSigner signatures, Predicate<HttpServletRequest> pages) {
        PageSigner signer = new PageSigner("", options, new PageUrlResolver(null, address -> false), signatures);
        return new WxConfig(new WxConfig.Accounts() {
            @Override
            public PageSigner signerOf(HttpServletRequest request) {
                return signer;
            }

            @Override
            public PageSigner signerOf(String url) {
                return signer;
            }

            @Override
            public PageSigner signerNamed(String name) {
                return name.isEmpty() ? signer : null;
            }
        }, pages, "");
    }

    /** A servlet context or a request that has attributes and a few fixed answers. */
    private <T> T stub(Class<T> type) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("getContextPath", "/shop");
        answers.put("getClassLoader", application);
        answers.put("getRequestURL", new StringBuffer("https://shop.example.com/shop/a"));
        answers.put("getScheme", "https");
        answers.put("getServerName", "shop.example.com");
        answers.put("getServerPort", 443);
        answers.put("getRemoteAddr", "203.0.113.9");
        answers.put("getRequestURI", "/shop/a");
        answers.put("getQueryString", "b='</script>");
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            calls.add(method.getName());
            switch (method.getName()) {
                case "getAttribute":
                    return attributes.get((String) arguments[0]);
                case "setAttribute":
                    return attributes.put((String) arguments[0], arguments[1]);
                case "removeAttribute":
                    return attributes.remove((String) arguments[0]);
                case "getServletContext":
                    return stub(ServletContext.class);
                default:
                    return answers.get(method.getName());
            }
        }));
    }

    @Test
    void isFoundInItsApplication() {
        ServletContext context = stub(ServletContext.class);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> WxConfig.from(context));
        assertTrue(e.getMessage().contains("[/shop]"), e.getMessage());
        wxConfig.publish(context);
        assertSame(wxConfig, WxConfig.from(context));
        wxConfig.withdraw(context);
        assertThrows(IllegalStateException.class, () -> WxConfig.from(context));
    }

    @Test
    void leavesNothingInTheContext() {
        wxConfig.publish(stub(ServletContext.class));
        assertEquals(Collections.emptyMap(), attributes);
        assertFalse(calls.contains("setAttribute"));
    }

    @Test
    void theFilterThatCameFirstIsFound() {
        ServletContext context = stub(ServletContext.class);
        WxConfig second = another("wx1", request -> true);
        wxConfig.publish(context);
        second.publish(context);
        assertSame(wxConfig, WxConfig.from(context));
        second.withdraw(context);
        assertSame(wxConfig, WxConfig.from(context));
        second.publish(context);
        wxConfig.withdraw(context);
        assertSame(second, WxConfig.from(context));
    }

    private WxConfig another(String appid, Predicate<HttpServletRequest> pages) {
        return of(new ConfigOptions(appid, false, Collections.emptyList(), Collections.emptyList()),
                new UrlSigner(() -> ticket, Clock.systemUTC()), pages);
    }

    @Test
    void aRequestIsSignedByTheAccountOfItsPage() {
        ServletContext context = stub(ServletContext.class);
        HttpServletRequest request = stub(HttpServletRequest.class);
        another("wx1", asked -> false).publish(context);
        assertEquals("wx1", WxConfig.of(request).getAppId(), "the only one there is");
        another("wx2", asked -> asked == request).publish(context);
        WxSignature signature = WxConfig.of(request);
        assertEquals("wx2", signature.getAppId());
        assertTrue(signature.isSigned());
        assertEquals("https://shop.example.com/shop/a?b='</script>", signature.getUrl());
    }

    @Test
    void whoAsksTwiceGetsThePagesOwn() {
        WxSignature own = wxConfig.sign("https://shop.example.com/");
        attributes.put(WxConfig.REQUEST_ATTRIBUTE, own);
        assertSame(own, WxConfig.of(stub(HttpServletRequest.class)));
    }

    /** As on a developer's machine, where there is no account: a page that asks must not break. */
    @Test
    void aRequestIsAnsweredWithoutAFilterAtWork() {
        WxSignature signature = WxConfig.of(stub(HttpServletRequest.class));
        assertFalse(signature.isSigned());
        assertEquals("https://shop.example.com/shop/a", signature.getUrl());
        assertEquals("{\"debug\":false,\"appId\":\"\",\"timestamp\":0,\"nonceStr\":\"\",\"signature\":\"\",\"jsApiList\":[]}",
                signature.getJson());
    }

    @Test
    void aSignatureHasTheConfiguredLists() {
        ConfigOptions options = new ConfigOptions("wx0", true, List.of("scanQRCode", "openLocation"), List.of("wx-open-audio"));
        WxSignature signature = new WxSignature(options, () -> "https://shop.example.com/", url -> null);
        assertEquals(List.of("scanQRCode", "openLocation"), signature.getJsApiList());
        assertEquals(List.of("wx-open-audio"), signature.getOpenTagList());
        assertTrue(signature.isDebug());
        assertFalse(new WxSignature(new ConfigOptions("wx0", false, List.of(), List.of()), () -> "", url -> null).isDebug());
    }

    @Test
    void signsAtOnce() {
        WxSignature signature = wxConfig.sign("https://shop.example.com/");
        ticket = null;
        assertTrue(signature.isSigned());
    }

    @Test
    void signsAUrlWithoutItsFragment() {
        WxSignature signature = wxConfig.sign("https://shop.example.com/a?b=c#d");
        assertTrue(signature.isSigned());
        assertEquals("https://shop.example.com/a?b=c", signature.getUrl());
        assertEquals("wx0", signature.getAppId());
        assertEquals(1_700_000_000L, signature.getTimestamp());
        assertTrue(signature.getNonceStr().matches("[a-z2-7]{16}"), signature.getNonceStr());
        assertEquals(new Signer("ticket").sign(signature.getNonceStr(), 1_700_000_000L, "https://shop.example.com/a?b=c"),
                signature.getSignature());
        assertFalse(wxConfig.sign("https://shop.example.com/").getNonceStr().equals(signature.getNonceStr()));
        assertThrows(IllegalArgumentException.class, () -> wxConfig.sign("/a"));
    }

    @Test
    void writesJsonThatMayStandInAScript() {
        String json = wxConfig.sign("https://shop.example.com/?'</script><!--\u2028").getJson();
        assertTrue(json.chars().allMatch(c -> c >= ' ' && c < 0x7F && "<>&'".indexOf(c) < 0), json);
        Map<String, Object> read = Json.readObject(json);
        assertEquals("https://shop.example.com/?'</script><!--\u2028", read.get("url"));
        assertEquals(Arrays.asList("chooseImage", "</script>"), read.get("jsApiList"));
        assertFalse(read.containsKey("openTagList"));
    }

    @Test
    void signsForAPageWhenThePageFirstAsks() {
        HttpServletRequest request = stub(HttpServletRequest.class);
        wxConfig.expose(request, "wxconfig");
        WxSignature signature = (WxSignature) request.getAttribute("wxconfig");
        assertEquals(0, asked);
        assertEquals("https://shop.example.com/shop/a?b='</script>", signature.getUrl());
        String first = signature.getSignature();
        ticket = null;
        assertEquals(first, signature.getSignature());
        assertEquals(1, asked);
        wxConfig.expose(request, "wxconfig");
        assertSame(signature, request.getAttribute("wxconfig"), "the same in a forward");
        attributes.put("wxconfig", "the application's own");
        wxConfig.expose(request, "wxconfig");
        assertEquals("the application's own", request.getAttribute("wxconfig"));
    }

    @Test
    void costsAPageThatDoesNotAskNothingButALookAtTheRequestLine() {
        calls.clear();
        HttpServletRequest request = stub(HttpServletRequest.class);
        wxConfig.expose(request, "wxconfig");
        calls.removeAll(Arrays.asList("getAttribute", "setAttribute"));
        assertEquals(Arrays.asList("getRequestURI", "getRequestURL", "isRequestedSessionIdFromURL", "getQueryString"), calls);
        attributes.put("jakarta.servlet.forward.request_uri", "/shop/seen-too-late");
        assertEquals("https://shop.example.com/shop/a?b='</script>", ((WxSignature) request.getAttribute("wxconfig")).getUrl());
    }

    @Test
    void saysThatItIsNotSignedWhileThereIsNoTicket() {
        ticket = null;
        WxSignature signature = wxConfig.sign("https://shop.example.com/");
        assertFalse(signature.isSigned());
        assertEquals("", signature.getSignature());
        assertEquals("", signature.getNonceStr());
        assertEquals(0, signature.getTimestamp());
        assertEquals("{\"debug\":false,\"appId\":\"wx0\",\"timestamp\":0,\"nonceStr\":\"\",\"signature\":\"\","
                + "\"jsApiList\":[\"chooseImage\",\"\\u003c/script\\u003e\"]}", signature.getJson());
    }
}
