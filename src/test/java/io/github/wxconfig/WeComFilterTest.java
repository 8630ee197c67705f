package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.servlet.FilterHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose signature a page gets in WeChat and in WeCom, by what the operator has set. */
@Timeout(60)
class WeComFilterTest extends FilterTestBase {

    private static final String WECHAT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50";
    private static final String WECOM = "Mozilla/5.0 (iPhone; like Mac OS X) wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh";
    private static final String CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0";
    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "00112233445566778899aabbccddeeff";
    private static final String CORPID = "ww0123456789abcdef";
    private static final String CORPSECRET = "0123456789_abcdefghijklmnopqrstuvwxyz-ABCDE";
    private static final String AGENTID = "1000002";
    private static final String[] OFFICIAL = {"appid", APPID, "secret", SECRET};
    private static final String[] CORP = {"corpid", CORPID, "corpsecret", CORPSECRET};
    private static final String[] APP = {"corpid", CORPID, "corpsecret", CORPSECRET, "agentid", AGENTID};
    private static final String PAGE = "<!DOCTYPE html><html><head><title>shop</title></head><body>tea</body></html>";
    private static final String URL = "http://shop.example.com/shop/tea?id=1";

    WeComFilterTest() {
        super("/shop");
        weChat.account(APPID, SECRET).corp(CORPID, CORPSECRET, AGENTID);
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().print(request.getParameter("own") == null ? PAGE : WxConfig.of(request).getJson());
    }

    private void start(String[]... options) throws Exception {
        begin(options);
        await(WECHAT);
        await(WECOM);
    }

    private void begin(String[]... options) throws Exception {
        FilterHolder filter = filter();
        for (String[] some : options) {
            for (int i = 0; i < some.length; i += 2) {
                filter.setInitParameter(some[i], some[i + 1]);
            }
        }
        filter.setInitParameter("apiBase", weChat.baseUrl());
        filter.setInitParameter("corpApiBase", weChat.baseUrl());
        filter.setInitParameter("store", "memory");
        filter.setInitParameter("trace", "true");
        startWith(filter);
    }

    /** Until the page of this client has all signatures, if it gets any. */
    private void await(String agent) {
        await(() -> !get("/shop/tea", agent).contains("signature:\"\""));
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> weChat.requests() + " " + log.lines());
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String get(String path, String agent) {
        try {
            return connector.getResponse("GET " + path
                    + " HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\nUser-Agent: "
                    + agent + "\r\n\r\n");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The id by which {@code text} is signed for {@link #URL}, and the AgentId. */
    private String signedBy(String text) {
        return signedBy(URL, text);
    }

    private String signedBy(String url, String text) {
        Matcher config = Pattern.compile("\"?appId\"?:\"(\\w+)\",\"?timestamp\"?:(\\d+),\"?nonceStr\"?:\"(\\w+)\","
                + "\"?signature\"?:\"(\\w+)\"").matcher(text);
        if (!config.find()) {
            return text.contains("passed; reason=client") ? "nobody" : text;
        }
        long timestamp = Long.parseLong(config.group(2));
        assertTrue(weChat.verify(url, config.group(1), timestamp, config.group(3), config.group(4)).ok(), text);
        Matcher agent = Pattern.compile("\"?agentid\"?:\"(\\w+)\".*?\"?signature\"?:\"(\\w+)\"").matcher(text);
        if (!agent.find()) {
            return config.group(1);
        }
        assertTrue(weChat.verifyAgent(url, config.group(1), agent.group(1), timestamp, config.group(3), agent.group(2)).ok(),
                text);
        return config.group(1) + " " + agent.group(1);
    }

    private String page(String agent) {
        return signedBy(get("/shop/tea?id=1", agent));
    }

    @Test
    void anOfficialAccountIsForWeChatAlone() throws Exception {
        start(OFFICIAL);
        assertEquals(List.of(APPID, "nobody", "nobody"), List.of(page(WECHAT), page(WECOM), page(CHROME)));
    }

    @Test
    void aCorpAloneIsForBoth() throws Exception {
        start(CORP);
        assertEquals(List.of(CORPID, CORPID, "nobody"), List.of(page(WECHAT), page(WECOM), page(CHROME)));
        assertTrue(get("/shop/tea", WECOM).contains("https://res.wx.qq.com/open/js/jweixin-1.2.0.js"));
        assertTrue(get("/shop/tea", WECOM).contains("beta:true"));
        assertEquals(0, weChat.calls("ticket/get"));
        assertFalse(log.lines().stream().anyMatch(line -> line.startsWith("WARNING")), log.lines()::toString);
    }

    @Test
    void withBothTheClientDecides() throws Exception {
        start(OFFICIAL, APP);
        assertEquals(List.of(APPID, CORPID + " " + AGENTID, "nobody"), List.of(page(WECHAT), page(WECOM), page(CHROME)));
        assertTrue(get("/shop/tea", WECHAT).contains("jweixin-1.6.0.js"));
        assertEquals(1, weChat.calls("gettoken"), "one token for both tickets");
        assertTrue(varies(WECOM));
    }

    private boolean varies(String agent) {
        return Pattern.compile("\r\nVary: [^\r]*User-Agent").matcher(get("/shop/tea", agent)).find();
    }

    @Test
    void everythingThatAPageAsksForIsOfItsClient() throws Exception {
        start(OFFICIAL, APP);
        String endpoint = "/shop/wxconfig/signature?url=" + URLEncoder.encode(URL, StandardCharsets.UTF_8);
        assertEquals(APPID, signedBy(get(endpoint, WECHAT)));
        assertEquals(CORPID + " " + AGENTID, signedBy(get(endpoint, WECOM)));
        String own = URL + "&own=1";
        assertEquals(APPID, signedBy(own, get("/shop/tea?id=1&own=1", WECHAT)));
        assertEquals(CORPID + " " + AGENTID, signedBy(own, get("/shop/tea?id=1&own=1", WECOM)), "WxConfig.of(request)");
    }

    @Test
    void eachClientLoadsItsOwnFile() throws Exception {
        start(OFFICIAL, APP);
        String official = file(WECHAT);
        String corp = file(WECOM);
        assertFalse(official.equals(corp), official);
        assertTrue(get(official, WECHAT).contains("immutable") && get(corp, WECOM).contains("immutable"));
        assertTrue(get(corp, WECOM).contains("onMenuShareWechat"), "the card's APIs of WeCom");
    }

    private String file(String agent) {
        Matcher file = Pattern.compile("\"(/shop/wxconfig/more\\.\\w+\\.js[^\"]*)\"").matcher(get("/shop/tea", agent));
        assertTrue(file.find());
        return file.group(1);
    }

    @Test
    void allBrowsersGetWhatWeChatGets() throws Exception {
        start(OFFICIAL, APP, new String[] {"clients", "all"});
        assertEquals(List.of(APPID, CORPID + " " + AGENTID, APPID), List.of(page(WECHAT), page(WECOM), page(CHROME)));
        assertTrue(varies(CHROME), "or a cache would mix them up");
    }

    /** Wrong credentials of the one are no fault of the other. */
    @Test
    void aCorpThatIsRefusedHarmsNotTheOfficialAccount() throws Exception {
        weChat.fail("gettoken", 60020);
        begin(OFFICIAL, APP);
        await(WECHAT);
        assertEquals(APPID, page(WECHAT));
        assertTrue(get("/shop/tea?id=1", WECOM).contains("injected; signed=no"));
        await(() -> log.lines().stream().anyMatch(line -> line.contains("WeCom refused [/cgi-bin/gettoken] with errcode [60020]")
                && line.contains("[203.0.113.7]")));
    }
}
