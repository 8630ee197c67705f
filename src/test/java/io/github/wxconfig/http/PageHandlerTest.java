package io.github.wxconfig.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole HTTP messages, as Jetty sends them. */
class PageHandlerTest {

    static final String SCRIPT = PageServer.SCRIPT;

    private final PageHandler handler = new PageHandler(
            request -> (xhtml, nonce) -> SCRIPT.getBytes(US_ASCII), false, path -> true, null, false);
    private final PageServer server = new PageServer().filter(handler);

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void answers(String expected, PageServer.Page page, String... headers) throws Exception {
        server.page("/page", page).start();
        assertEquals(expected.replace("\n", "\r\n"), server.get("/page", headers));
    }

    @Test
    void putsTheScriptIntoAPageAndCorrectsItsLength() throws Exception {
        answers("HTTP/1.1 200 OK\nConnection: close\nContent-Type: text/html;charset=utf-8\nCache-Control: private\n"
                + "Vary: User-Agent\nContent-Length: 55\n\n<html><head>" + SCRIPT + "<title>hello</title>",
                (request, response) -> {
                    byte[] page = "<html><head><title>hello</title>".getBytes(UTF_8);
                    response.setContentType("text/html;charset=utf-8");
                    response.setContentLength(page.length);
                    response.getOutputStream().write(page);
                });
        assertEquals(1, handler.counts().pagesInjected());
        assertEquals(Collections.emptyMap(), handler.counts().pagesPassed());
    }
}
