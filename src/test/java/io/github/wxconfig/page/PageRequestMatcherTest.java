package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.Client;
import io.github.wxconfig.script.PageScript;
import io.github.wxconfig.script.ScriptProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class PageRequestMatcherTest {

    private static final String ANDROID = "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 XWEB/1160117 MMWEBSDK/20240404"
            + " MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64";
    private static final String WECOM = "Mozilla/5.0 (iPhone) wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh";
    private static final String NAVIGATION = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

    private final PageRequestMatcher wechat = new PageRequestMatcher(false, request -> null, path -> !path.endsWith(".png"));
    private final PageRequestMatcher all = new PageRequestMatcher(true, request -> null, path -> true);

    private static RequestStub browser(String userAgent) {
        return RequestStub.get("/shop/page", null).set("getServletPath", "/page").set("getPathInfo", null)
                .set("getDispatcherType", DispatcherType.REQUEST).set("getContextPath", "/shop")
                .header("User-Agent", userAgent);
    }

    private PassReason refusal(RequestStub stub) {
        return wechat.refusal(stub.request());
    }

    @Test
    void takesWeChatsNavigations() {
        assertNull(refusal(browser(ANDROID)));
        assertNull(refusal(browser(ANDROID).set("getMethod", "POST")));
        assertNull(refusal(browser(ANDROID).header("Accept", NAVIGATION).header("X-Requested-With", "com.tencent.mm")));
        assertNull(refusal(browser(ANDROID).header("Sec-Fetch-Dest", "document").header("Sec-Fetch-Mode", "navigate")));
        assertNull(refusal(browser(ANDROID).header("Accept", "application/xhtml+xml")));
        assertNull(refusal(browser(ANDROID).header("Accept", "text/*;q=0.5")));
        assertNull(refusal(browser("MicroMessenger").header("Accept", "*/*").header("Upgrade", "h2c"))); // curl
    }

    @Test
    void leavesOtherBrowsersAlone() {
        assertEquals(PassReason.CLIENT, refusal(browser("Mozilla/5.0 Chrome/140")));
        assertEquals(PassReason.CLIENT, refusal(browser(WECOM)));
        assertEquals(PassReason.CLIENT, refusal(browser(null)));
    }

    @Test
    void takesWeComsNavigationsWhereItsPagesGetAScript() {
        PageRequestMatcher both = new PageRequestMatcher(false, forEach(true), path -> true);
        assertNull(both.refusal(browser(WECOM).request()));
        assertNull(both.refusal(browser(ANDROID).request()));
        assertEquals(PassReason.CLIENT, both.refusal(browser("Mozilla/5.0 wxwork/4.1.22").request()));
        assertEquals(PassReason.CLIENT, new PageRequestMatcher(false, forEach(false), path ->
                true).refusal(browser(WECOM).request()));
    }

    /** Or a cache of the browser, or of a worker, would give one client the script of the other. */
    @Test
    void saysThatThePageDependsOnTheBrowserWhereItDoes() {
        for (boolean everybody : new boolean[] {false, true}) {
            assertTrue(new PageRequestMatcher(everybody, forEach(true), path -> true).caching(browser(WECOM).request())
                    .rewritten("Vary", "").contains("User-Agent"));
        }
        assertFalse(all.caching(browser(WECOM).request()).rewritten("Vary", "").contains("User-Agent"));
    }

    private static ScriptProvider forEach(boolean serves) {
        return new ScriptProvider() {
            @Override
            public PageScript forRequest(HttpServletRequest request) {
                return null;
            }

            @Override
            public boolean serves(Client client, HttpServletRequest request) {
                return serves;
            }

            @Override
            public boolean differsByClient() {
                return true;
            }
        };
    }

    @Test
    void asksThemAllIfToldTo() {
        assertNull(all.refusal(browser("Mozilla/5.0 Chrome/140").request()));
        assertNull(all.refusal(browser(WECOM).request()));
        assertNull(all.refusal(browser(null).request()));
    }

    @Test
    void looksAtNothingButTheUserAgentOfOtherBrowsers() {
        HttpServletRequest bare = RequestStub.get("/", null).header("User-Agent", "Chrome").request();
        assertEquals(PassReason.CLIENT, wechat.refusal(bare)); // the stub throws for what it was not told
    }

    @Test
    void leavesOtherMethodsAlone() {
        for (String method : new String[] {"HEAD", "PUT", "DELETE", "OPTIONS", "PROPFIND"}) {
            assertEquals(PassReason.METHOD, refusal(browser(ANDROID).set("getMethod", method)));
        }
        assertEquals(PassReason.METHOD, refusal(browser(ANDROID).set("getDispatcherType", DispatcherType.INCLUDE)));
    }

    @Test
    void leavesCallsByScriptsAlone() {
        String[][] headers = {{"X-Requested-With", "XMLHttpRequest"}, {"X-PJAX", "true"}, {"Sec-Fetch-Dest", "empty"},
            {"Sec-Fetch-Dest", "image"}, {"Sec-Fetch-Mode", "cors"}, {"Upgrade", "websocket"},
            {"Accept", "application/json, text/plain, */*"}, {"Accept", "image/avif,image/webp,*/*"},
            {"Accept", "text/event-stream"}, {"Range", "bytes=0-1"}};
        for (String[] header : headers) {
            assertEquals(PassReason.NOT_NAVIGATION, refusal(browser(ANDROID).header(header[0], header[1])), header[1]);
        }
    }

    @Test
    void takesARangeOnlyFromANavigation() {
        assertNull(refusal(browser(ANDROID).header("Accept", NAVIGATION).header("Range", "bytes=100-")));
        assertEquals(PassReason.NOT_NAVIGATION, refusal(browser(ANDROID).header("Accept", "*/*").header("Range", "bytes=0-")));
    }

    @Test
    void asksForThePathThatTheBrowserAskedFor() {
        assertEquals(PassReason.PATH, refusal(browser(ANDROID).set("getServletPath", "/a").set("getPathInfo", "/b.png")));
        assertEquals(PassReason.PATH, refusal(browser(ANDROID).attribute("jakarta.servlet.forward.servlet_path", "/x.png")));
        assertEquals(PassReason.PATH, refusal(browser(ANDROID).attribute("jakarta.servlet.forward.servlet_path", "/x")
                .attribute("jakarta.servlet.forward.path_info", "/y.png")));
        assertEquals(PassReason.PATH, refusal(browser(ANDROID).attribute("jakarta.servlet.error.request_uri", "/shop/x.png")));
        assertNull(refusal(browser(ANDROID).attribute("jakarta.servlet.error.request_uri", "/"))); // of another application
    }
}
