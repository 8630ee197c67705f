package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What WeChat's client would say, and whether the reason that is given is the true one. */
class VerifierTest {

    private final WeChatSimulator simulator =
            WeChatSimulator.start(0, Clock.fixed(Instant.parse("2026-03-01T03:00:00Z"), ZoneOffset.UTC));
    private final Browser browser = new Browser(simulator);
    private final String ticket = browser.ticketOf("wx1");

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/shop/list.jsp?id=7&name=%C4%E3, http://localhost:8080/shop/list.jsp?id=7&name=%C4%E3",
        "https://shop.example.com/#/cart, https://shop.example.com/",
        "https://h/a?b#c#d, https://h/a?b",
        "http://[::1]:8080/, http://[::1]:8080/"})
    void acceptsTheUrlWithoutItsFragment(String page, String signed) {
        Verdict verdict = verdict(page, "wx1", signed);
        assertTrue(verdict.ok(), verdict.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/a, http://h/a, the scheme differs",
        "http://h:8080/a, http://h/a, the port is missing",
        "http://h:8080/a, https://h/a, scheme and port differ",
        "https://h/a?b=c, https://h/a, the query is missing",
        "https://h/a?b=c&from=timeline&isappinstalled=0, https://h/a?b=c, what the sharing client added to the query is missing",
        "https://h/a, https://h:443/a, the default port was signed too",
        "https://h/a/?b, https://h/a?b, the slash at the end of the path is missing",
        "https://h/a?b, https://h/a/?b, a slash was added to the path",
        "https://h/a?b=c&d=e, https://h/a?b=c&amp;d=e, the URL was escaped for HTML",
        "https://h/a?b=%E4%BD%A0, https://h/a?b=你, the URL was decoded",
        "https://h/a?b, https%3A%2F%2Fh%2Fa%3Fb, the URL was encoded once more",
        "https://h/a#b, https://h/a#b, the fragment was signed too"})
    void namesTheMistake(String page, String signed, String reason) {
        Verdict verdict = verdict(page, "wx1", signed);
        assertEquals("preVerifyJSAPI:fail_invalid signature", verdict.errMsg());
        assertEquals(reason + ": it was signed for [" + signed + "], but the page is at [" + page.replaceFirst("#.*", "") + "]",
                verdict.detail());
    }

    @Test
    void saysWhoseTicketItWas() {
        browser.ticketOf("wx2");
        Verdict verdict = verdict("https://h/", "wx2", "https://h/");
        assertEquals("it was signed with a ticket of appid [wx1], but wx.config says appId [wx2]", verdict.detail());
        assertEquals("it was signed with a ticket of appid [wx1], but wx.config says appId [wx3]",
                verdict("https://h/", "wx3", "https://h/").detail());
    }

    @Test
    void letsAnOldTicketDieWhenTheKnobSays() {
        simulator.advance(Duration.ofHours(1));
        browser.ticketOf("wx1");
        Verdict still = verdict("https://h/", "wx1", "https://h/");
        assertEquals("signed for [https://h/] with an earlier ticket, dead in 7200 s", still.detail());
        simulator.oldTicketLife(Duration.ofSeconds(300)).advance(Duration.ofSeconds(310));
        assertEquals("it was signed with a ticket that expired 10 s ago", verdict("https://h/", "wx1", "https://h/").detail());
    }

    @Test
    void wantsABoundDomainOnAnOrdinaryPort() {
        simulator.domains("Example.com");
        assertTrue(verdict("https://shop.example.com/", "wx1", "https://shop.example.com/").ok());
        assertTrue(verdict("http://example.com:80/", "wx1", "http://example.com:80/").ok());
        for (String url : new String[] {"https://badexample.com/", "https://example.com:8443/", "https://example.com.cn/",
            "https://user@example.com/", "file:///a", "https://"}) {
            assertEquals("preVerifyJSAPI:fail_invalid url domain", verdict(url, "wx1", url).errMsg());
        }
    }

    @Test
    void answersPagesOfAnyOrigin() throws Exception {
        String url = "http://localhost:8080/";
        HttpResponse<String> answer = browser.post("/verify",
                Json.write(Json.object("url", url, "appId", "wx1", "timestamp", "17",
                "nonceStr", "n", "signature", sign(url), "jsApiList", List.of("scanQRCode"))));
        assertEquals("*", answer.headers().firstValue("Access-Control-Allow-Origin").get());
        Map<String, Object> json = Browser.json(answer.body());
        assertEquals("preVerifyJSAPI:ok", json.get("err_msg"));
        assertEquals("signed for [" + url + "] with the latest ticket", json.get("detail"));
    }

    @Test
    void saysWhatIsMissing() {
        Map<String, Object> json = Browser.json(browser.post("/verify", "{\"url\":\"http://h/\",\"appId\":\"wx1\"}").body());
        assertEquals("preVerifyJSAPI:fail", json.get("err_msg"));
        assertEquals("wx.config has no timestamp", json.get("detail"));
        assertEquals(400, browser.post("/verify", "url=x").statusCode());
    }

    private Verdict verdict(String page, String appId, String signedUrl) {
        return simulator.verify(page, appId, 17, "n", sign(signedUrl));
    }

    private String sign(String url) {
        try {
            String string1 = "jsapi_ticket=" + ticket + "&noncestr=n&timestamp=17&url=" + url;
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(string1.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
