package io.github.wxconfig.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.page.RequestStub;
import io.github.wxconfig.page.ResponseStub;
import io.github.wxconfig.text.HostileText;
import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets to see the status page, and what of it could do harm. */
class StatusPageTest {

    private static final String SEGMENT = "0123456789abcdef";

    private Map<String, String> rows = Collections.singletonMap("name", "value");
    private final StatusPage local = page("local");

    private StatusPage page(String mode) {
        return new StatusPage(mode, "wxconfig <1>", () -> Collections.singletonMap("section", rows));
    }

    private static RequestStub request(String path) {
        int query = path.indexOf('?');
        return RequestStub.get("/shop" + (query < 0 ? path : path.substring(0, query)),
                query < 0 ? null : path.substring(query + 1))
                .set("getContextPath", "/shop").set("getDispatcherType", DispatcherType.REQUEST)
                .set("getRemoteAddr", "127.0.0.1").set("getServerName", "localhost").set("getProtocol", "HTTP/1.1");
    }

    /** A request by the operator: from this machine, for its loopback address, with the key. */
    private RequestStub operator() {
        return request(local.localAddress());
    }

    /** What is answered, or {@code null} if the request goes on to the application, and then nothing was touched. */
    private ResponseStub answer(StatusPage page, RequestStub request) throws Exception {
        ResponseStub response = new ResponseStub();
        if (page.handle(request.request(), response.response())) {
            assertEquals(response.contentLength, response.body.size());
            return response;
        }
        assertTrue(response.headers.isEmpty() && response.body.size() == 0 && response.contentType == null
                && response.status == 0);
        return null;
    }

    private static String text(ResponseStub response) {
        return new String(response.body.toByteArray(), StandardCharsets.UTF_8);
    }

    private boolean isShown(StatusPage page, RequestStub request) throws Exception {
        ResponseStub answer = answer(page, request);
        return answer != null && text(answer).contains("<td>name</td>");
    }

    private boolean isShown(String mode, RequestStub request) throws Exception {
        return isShown(page(mode), request);
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
    void isShownOnThisMachineToWhoeverHasReadTheLog(String name) throws Exception {
        assertTrue(isShown(local, operator().set("getServerName", name)));
        assertTrue(isShown(local, operator().set("getRemoteAddr", "0:0:0:0:0:0:0:1%lo")));
    }

    /**
     * The rule that holds against every proxy: of all that a visitor chooses and a proxy adds, takes away or changes, nothing
     * is the key. So whatever the request looks like, without the key it is not shown.
     */
    @Test
    void isShownToNobodyWithoutTheKeyWhateverTheRequestLooksLike() throws Exception {
        String key = local.localAddress().substring(local.localAddress().indexOf('=') + 1);
        String[] queries = {null, "", "key", "key=", "key=" + "0".repeat(32), "key=" + key.substring(1), "key=" + key + "0",
            "KEY=" + key, "x=1&key=" + key, "key=" + key + "&x=1", "key=" + key.toUpperCase() + "g"};
        String[] headers = {null, "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP", "Referer", "Cookie"};
        for (String query : queries) {
            for (String header : headers) {
                for (String value : new String[] {"127.0.0.1", "localhost", "for=127.0.0.1", "key=" + key}) {
                    for (String name : new String[] {"localhost", "127.0.0.1", "127.999.999.999", "[::1]", "shop.example.com"}) {
                        for (String remote : new String[] {"127.0.0.1", "::1", "203.0.113.9", null}) {
                            for (String protocol : new String[] {"HTTP/1.0", "HTTP/1.1", "HTTP/2.0"}) {
                                RequestStub request = request("/wxconfig/status").set("getQueryString", query)
                                        .set("getServerName", name).set("getRemoteAddr", remote).set("getProtocol", protocol);
                                assertFalse(isShown(local, header == null ? request : request.header(header, value)));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void theKeyIsLongAndNewForEachPage() {
        assertTrue(local.localAddress().matches("/wxconfig/status\\?key=[0-9a-f]{32}"), local.localAddress());
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            keys.add(page("local").localAddress());
        }
        assertEquals(100, keys.size());
        assertNull(page(SEGMENT).localAddress(), "which is a secret");
    }

    /** Two filters of one application, each with a page at this address. */
    @Test
    void leavesAnotherKeyToWhoeverComesNext() throws Exception {
        assertNull(answer(local, request(page("local").localAddress())));
    }

    @Test
    void saysOnThisMachineWhereTheKeyIs() throws Exception {
        ResponseStub answer = answer(local, request("/wxconfig/status"));
        assertEquals(403, answer.status);
        assertEquals("text/plain;charset=UTF-8", answer.contentType);
        assertTrue(text(answer).contains("The server's log has the whole address"), text(answer));
        assertNull(answer(local, request("/wxconfig/status").set("getRemoteAddr", "203.0.113.9")),
                "as if there were no such page");
    }

    /** The second wall, should the key become known. */
    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void isNotShownThroughAProxyThatSaysSo(String header) throws Exception {
        assertElsewhere(operator().header(header, "x"));
    }

    @Test
    void isShownToNoOtherMachine() throws Exception {
        assertElsewhere(operator().set("getRemoteAddr", "10.0.0.1"));
        assertElsewhere(operator().set("getRemoteAddr", null));
    }

    /** {@code proxy_pass http://127.0.0.1:8080}, and nothing more. */
    @Test
    void isNotShownThroughAnNginxThatWasToldNothing() throws Exception {
        assertElsewhere(operator().set("getServerName", "127.0.0.1").set("getProtocol", "HTTP/1.0"));
    }

    /** Also where a stranger's page makes its own name lead to this machine (DNS rebinding). */
    @ParameterizedTest
    @ValueSource(strings = {"shop.example.com", "127.0.0.1.example.com", "127.example.com", "10.0.0.1", "127.999.999.999",
        "127.0.0.256", "127.0.0"})
    void isNotShownAtAnotherHost(String host) throws Exception {
        assertElsewhere(operator().set("getServerName", host));
    }

    /** Whoever has the key is the operator, and is told why this is not the way. */
    private void assertElsewhere(RequestStub request) throws Exception {
        assertFalse(isShown(local, request));
        ResponseStub answer = answer(local, request);
        assertEquals(403, answer.status);
        assertTrue(text(answer).contains("ssh -L"), text(answer));
    }

    @Test
    void showsNothingThatCannotBeSeen() throws Exception {
        rows = Collections.singletonMap("n" + HostileText.ALL, "v" + HostileText.ALL);
        StatusPage page = new StatusPage(SEGMENT, "t" + HostileText.ALL,
                () -> Collections.singletonMap("s" + HostileText.ALL, rows));
        assertEquals("", HostileText.hostileIn(text(answer(page, request("/wxconfig/" + SEGMENT)))));
    }

    @Test
    void showsMarkupAsText() throws Exception {
        rows = Collections.singletonMap("<b>", "</td><script>\"&amp;'</script>");
        String page = text(answer(local, operator()));
        assertTrue(page.contains("<tr><td>&lt;b></td><td>&lt;/td>&lt;script>&quot;&amp;amp;'&lt;/script></td></tr>"), page);
        assertTrue(page.contains("<title>wxconfig &lt;1></title>") && page.contains("<h1>wxconfig &lt;1></h1>"), page);
    }
}
