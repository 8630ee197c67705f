package io.github.wxconfig.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.PageScript;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks for the same page with and without the filter, and compares the whole messages. */
@Timeout(60)
abstract class PageTestBase {

    static final String SCRIPT = PageServer.SCRIPT;
    static final String HTML = "<!DOCTYPE html><html><head><title>t</title></head><body>b</body></html>";

    @TempDir
    static Path folder;
    static PageServer server;

    PageHandler handler;

    @BeforeAll
    static void start() throws Exception {
        server = new PageServer(folder.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void install() {
        install(handler((xhtml, nonce) -> SCRIPT.getBytes(US_ASCII), true));
    }

    void install(PageHandler another) {
        handler = another;
        server.filter(handler);
    }

    static PageHandler handler(PageScript script, boolean trace) {
        return new PageHandler(request -> withSdk(script), false, path -> true, trace, signed -> "the signature of "
                + signed.url(), "");
    }

    /** The same, which says that it loads the SDK. */
    private static PageScript withSdk(PageScript script) {
        return (PageScript) Proxy.newProxyInstance(PageScript.class.getClassLoader(), new Class<?>[] {PageScript.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("sdkUrl")) {
                        return "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
                    }
                    try {
                        return method.invoke(script, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The message with the filter, after a comparison with the one without: the script once, and nothing else differs. */
    String injected(PageServer.Page page, String... headers) throws Exception {
        String plain = plain(page, headers);
        String message = server.get("/page", headers);
        String body = PageServer.body(message);
        int at = body.indexOf(SCRIPT);
        assertTrue(at > 0, message);
        assertEquals(PageServer.body(plain), body.substring(0, at) + body.substring(at + SCRIPT.length()), message);
        assertEquals(contentHeaders(plain), contentHeaders(message));
        String length = PageServer.header(message, "Content-Length");
        assertTrue(length == null || Integer.parseInt(length) == body.length(), message);
        return message;
    }

    /** The message with the filter, which must be the same as without, but for the trace. */
    String untouched(PageServer.Page page, String... headers) throws Exception {
        String plain = plain(page, headers);
        String message = server.get("/page", headers);
        assertEquals(PageServer.head(plain), without(PageServer.head(message), "X-WxConfig"));
        assertEquals(PageServer.body(plain), PageServer.body(message));
        return message;
    }

    String plain(PageServer.Page page, String... headers) throws Exception {
        server.page("/page", page);
        server.noFilter();
        try {
            return server.get("/page", headers);
        } finally {
            server.filter(handler);
        }
    }

    /** Passed for this reason, and nothing else happened. */
    void passes(PassReason reason, PageServer.Page page) throws Exception {
        String message = untouched(page);
        assertEquals("passed; reason=" + reason, PageServer.header(message, "X-WxConfig"));
        assertEquals(1L, handler.counts().pagesPassed().get(reason));
    }

    private static String contentHeaders(String message) {
        return without(PageServer.head(message), "X-WxConfig", "Content-Length", "Transfer-Encoding", "Cache-Control",
                "Vary", "ETag", "Last-Modified", "Accept-Ranges", "Content-MD5", "Digest",
                "CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires");
    }

    static String without(String head, String... names) {
        return Arrays.stream(head.split("\n"))
                .filter(line -> Arrays.stream(names)
                        .noneMatch(name -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1)))
                .collect(Collectors.joining("\n"));
    }
}
