package io.github.wxconfig.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.page.RequestStub;
import io.github.wxconfig.page.ResponseStub;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.PageFile;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What pages load of their script is kept for ever, is theirs at any address of a page, and nobody else meets it. */
class FileEndpointTest {

    private static final String ENDPOINT = "/wxconfig/signature";

    private final PageFile file = file(ENDPOINT, ShareOptions.META);
    private ResponseStub response = new ResponseStub();

    private static PageFile file(String endpoint, ShareOptions share) {
        ConfigOptions options = new ConfigOptions("wx0", false, Arrays.asList("updateAppMessageShareData"),
                Collections.emptyList());
        return new ConfigScript(new PageSigner("", options, new PageUrlResolver(null, address -> false),
                new UrlSigner(() -> null, Clock.systemUTC())), null, endpoint, false, false, share).file();
    }

    private boolean handle(RequestStub request, boolean included) throws IOException {
        response = new ResponseStub();
        return new FileEndpoint(ENDPOINT, new OneAccount(null, file))
                .handle(request.set("getDispatcherType", DispatcherType.REQUEST).request(), response.response(), included);
    }

    private void assertIsFile() {
        String body = response.body.toString(StandardCharsets.US_ASCII);
        assertTrue(body.startsWith("/*wx1*/"), body);
        assertEquals(body.length(), response.contentLength);
        assertEquals("text/javascript;charset=UTF-8", response.contentType);
        assertEquals("nosniff", response.headers.get("X-Content-Type-Options"));
    }

    @Test
    void isKeptForEverAtItsOwnPath() throws IOException {
        assertTrue(handle(RequestStub.get("/shop" + file.path(), null).set("getContextPath", "/shop"), false));
        assertIsFile();
        assertEquals("public, max-age=31536000, immutable", response.headers.get("Cache-Control"));
        assertTrue(handle(RequestStub.get(file.path() + ";jsessionid=1", "x=1"), false));
        assertIsFile();
        assertTrue(file.path().matches("/wxconfig/more\\.[0-9a-f]{8}\\.js"), file.path());
    }

    @Test
    void servesPagesOfAnotherVersionButNoCache() throws IOException {
        assertTrue(handle(RequestStub.get("/wxconfig/more.00000000.js", null), false));
        assertIsFile();
        assertEquals("no-store", response.headers.get("Cache-Control"));
    }

    @Test
    void isKeptByNobodyAtAPagesAddress() throws IOException {
        assertTrue(handle(RequestStub.get("/any/page.do", "x=1").header("X-WxConfig", "1"), true));
        assertIsFile();
        assertEquals("no-store", response.headers.get("Cache-Control"));
        assertEquals("X-WxConfig", response.headers.get("Vary"));
    }

    @Test
    void leavesEverythingElseToTheApplication() throws IOException {
        assertFalse(handle(RequestStub.get("/any/page.do", null).header("X-WxConfig", "1"), false), "an excluded path");
        assertFalse(handle(RequestStub.get("/any/page.do", null), true));
        assertFalse(handle(RequestStub.get("/wxconfig/more.js", null), false));
        assertFalse(handle(RequestStub.get("/wxconfig/more.000000000.js", null), false));
        assertFalse(handle(RequestStub.get("/a" + file.path(), null), true));
        assertFalse(handle(RequestStub.get("/any", null).set("getMethod", "POST").header("X-WxConfig", "1"), true));
        assertFalse(handle(RequestStub.get(file.path(), null).set("getMethod", "POST"), true));
        assertFalse(new FileEndpoint(null, new OneAccount(null, file)).handle(RequestStub.get(file.path(),
                null).set("getDispatcherType", DispatcherType.REQUEST).request(),
                response.response(), true));
        assertEquals(0, response.body.size());
        assertTrue(response.headers.isEmpty());
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        assertTrue(handle(RequestStub.get(file.path(), null).set("getMethod", "HEAD"), true));
        assertEquals(0, response.body.size());
        assertEquals(file.text().length, response.contentLength);
    }

    @Test
    void hasAnotherNameWithOtherOptions() {
        assertNotEquals(file.path(),
                file("/wxconfig/signature", new ShareOptions(ShareOptions.Mode.ALL, "t", null, null, null)).path());
        assertTrue(file("/a/b", ShareOptions.META).path().startsWith("/a/more."));
        String off = new String(file("/wxconfig/signature", ShareOptions.OFF).text(), StandardCharsets.US_ASCII);
        assertFalse(off.contains("og:title"), "nothing about cards");
        assertFalse(new String(file.text(), StandardCharsets.US_ASCII).contains("$share$"));
    }
}
