package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets to see the status page, and what of it could do harm. */
class StatusPageTest {

    private static final String SEGMENT = "0123456789abcdef";

    private Map<String, String> rows = Collections.singletonMap("name", "value");

    private static RequestStub request(String path) {
        return RequestStub.get("/shop" + path, null).set("getContextPath", "/shop")
                .set("getDispatcherType", DispatcherType.REQUEST);
    }

    /** A request from this machine, for its loopback address. */
    private static RequestStub here() {
        return request("/wxconfig/status").set("getRemoteAddr", "127.0.0.1").set("getServerName", "localhost")
                .set("getProtocol", "HTTP/1.1");
    }

    /** The page, or {@code null} if the request goes on to the application, and then nothing was touched. */
    private String answer(String mode, RequestStub request) throws Exception {
        ResponseStub response = new ResponseStub();
        if (new StatusPage(mode, "wxconfig <1>", () -> Collections.singletonMap("section", rows)).handle(request.request(), response.response())) {
            assertEquals(response.contentLength, response.body.size());
            return new String(response.body.toByteArray(), StandardCharsets.UTF_8);
        }
        assertTrue(response.headers.isEmpty() && response.body.size() == 0 && response.contentType == null);
        return null;
    }

    private boolean isShown(String mode, RequestStub request) throws Exception {
        return answer(mode, request) != null;
    }

    @Test
    void isShownToWhoeverKnowsTheWholeSegment() throws Exception {
        assertTrue(isShown(SEGMENT, request("/wxconfig/" + SEGMENT)));
        for (String path : new String[] {"/wxconfig/0123456789abcde", "/wxconfig/0123456789abcdef0", "/wxconfig/",
            "/wxconfig/0123456789ABCDEF", "/wxconfig/status", "/wxconfig/local", "/x/wxconfig/" + SEGMENT, "/", ""}) {
            assertFalse(isShown(SEGMENT, request(path)), path);
        }
    }

    @Test
    void answersNothingButAGetFromOutside() throws Exception {
        assertFalse(isShown(SEGMENT, request("/wxconfig/" + SEGMENT).set("getMethod", "POST")));
        assertFalse(isShown(SEGMENT, request("/wxconfig/" + SEGMENT).set("getDispatcherType", DispatcherType.FORWARD)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "0:0:0:0:0:0:0:1"})
    void isShownOnThisMachine(String name) throws Exception {
        assertTrue(isShown("local", here().set("getServerName", name)));
    }

    @Test
    void isShownToNoOtherMachine() throws Exception {
        assertFalse(isShown("local", here().set("getRemoteAddr", "10.0.0.1")));
        assertFalse(isShown("local", here().set("getRemoteAddr", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void isNotShownThroughAProxyOnThisMachine(String header) throws Exception {
        assertFalse(isShown("local", here().header(header, "x")));
    }

    /** {@code proxy_pass http://127.0.0.1:8080}, and nothing more. */
    @Test
    void isNotShownThroughAnNginxThatWasToldNothing() throws Exception {
        assertFalse(isShown("local", here().set("getServerName", "127.0.0.1").set("getProtocol", "HTTP/1.0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example.com", "127.0.0.1.example.com", "127.example.com", "10.0.0.1"})
    void isNotShownThroughAProxyThatKeepsTheHostAndSaysNothing(String host) throws Exception {
        assertFalse(isShown("local", here().set("getServerName", host)));
    }

    @Test
    void showsMarkupAsText() throws Exception {
        rows = Collections.singletonMap("<b>", "</td><script>\"&amp;'</script>");
        String page = answer("local", here());
        assertTrue(page.contains("<tr><td>&lt;b></td><td>&lt;/td>&lt;script>&quot;&amp;amp;'&lt;/script></td></tr>"), page);
        assertTrue(page.contains("<title>wxconfig &lt;1></title>") && page.contains("<h1>wxconfig &lt;1></h1>"), page);
    }
}
