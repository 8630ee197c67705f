package io.github.wxconfig.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.PageScript;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which requests and dispatches end in an injected page; whole HTTP messages, as Jetty sends them. */
class PageHandlerTest extends PageTestBase {

    private static final PageServer.Page PAGE = (request, response) -> {
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().print(HTML);
    };
    private static final PageServer.Page ASYNC_PAGE = (request, response) -> {
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                PAGE.answer(request, (HttpServletResponse) async.getResponse());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            async.complete();
        });
    };

    @Test
    void theTraceSaysHowAPageWithTheScriptIsShared() throws Exception {
        PageScript shared = new PageScript() {
            @Override
            public byte[] render(boolean xhtml, String nonce) {
                return SCRIPT.getBytes(StandardCharsets.US_ASCII);
            }

            @Override
            public String share() {
                return "meta; attribute=yes";
            }
        };
        server.page("/page", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().write(HTML);
        });
        install(handler(shared, true));
        assertEquals("meta; attribute=yes", PageServer.header(server.get("/page"), "X-WxConfig-Share"));
        assertNull(PageServer.header(server.request("GET", "/page", PageServer.DESKTOP), "X-WxConfig-Share"));
        install(handler(shared, false));
        assertNull(PageServer.header(server.get("/page"), "X-WxConfig-Share"));
        assertTrue(PageServer.body(server.get("/page")).contains(SCRIPT));
        server.page("/page", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().write(HTML);
            response.sendRedirect("/other");
        });
        install(handler(shared, true));
        String redirect = PageServer.header(server.get("/page"), "X-WxConfig-Share");
        assertTrue(redirect == null || redirect.equals("none"), redirect);
    }

    @Test
    void putsTheScriptIntoAPageAndCorrectsItsLength() throws Exception {
        server.page("/page", (request, response) -> {
            byte[] page = "<html><head><title>hello</title>".getBytes(UTF_8);
            response.setContentType("text/html;charset=utf-8");
            response.setContentLength(page.length);
            response.getOutputStream().write(page);
        });
        install(handler((xhtml, nonce) -> SCRIPT.getBytes(US_ASCII), false));
        assertEquals("HTTP/1.1 200 OK\nConnection: close\nContent-Type: text/html;charset=utf-8\nCache-Control: private\n"
                + "Vary: Accept, User-Agent\nContent-Length: 55\n\n<html><head>" + SCRIPT + "<title>hello</title>",
                server.get("/page").replace("\r\n", "\n"));
        assertEquals(1, handler.counts().pagesInjected());
        assertEquals(Collections.emptyMap(), handler.counts().pagesPassed());
    }

    @Test
    void givesEverybodyElseTheOriginalObjects() throws Exception {
        AtomicReference<Object> seen = new AtomicReference<>();
        AtomicReference<Object> original = new AtomicReference<>();
        server.page("/page", (request, response) -> seen.set(response));
        server.filter((request, response, chain) -> {
            original.set(response);
            PageServer.asFilter(handler).doFilter(request, response, chain);
        });
        server.request("GET", "/page", PageServer.DESKTOP);
        assertSame(original.get(), seen.get());
    }

    @Test
    void saysInTheTraceWhyARequestIsNoCandidate() throws Exception {
        server.page("/page", PAGE);
        assertEquals("passed; reason=client",
                PageServer.header(server.request("GET", "/page", PageServer.DESKTOP), "X-WxConfig"));
        assertEquals("passed; reason=not-a-navigation",
                PageServer.header(server.get("/page", "X-Requested-With: XMLHttpRequest"), "X-WxConfig"));
    }

    @Test
    void saysInTheTraceThatThereWasNoBody() throws Exception {
        server.page("/page", (request, response) -> response.setContentType("text/html"));
        assertEquals("passed; reason=empty", PageServer.header(server.get("/page"), "X-WxConfig"));
        server.page("/page", (request, response) -> response.setStatus(204));
        assertEquals("passed; reason=status", PageServer.header(server.get("/page"), "X-WxConfig"));
    }

    @Test
    void answersHeadAsTheApplicationDoes() throws Exception {
        server.page("/page", PAGE);
        String message = server.request("HEAD", "/page", PageServer.WECHAT);
        server.noFilter();
        assertEquals(PageServer.head(server.request("HEAD", "/page", PageServer.WECHAT)),
                without(PageServer.head(message), "X-WxConfig"));
    }

    @Test
    void injectsAnswersToPost() throws Exception {
        server.page("/page", PAGE);
        assertTrue(server.request("POST", "/page", PageServer.WECHAT, "Content-Length: 0").contains(SCRIPT));
    }

    private static final String[] BROWSER = {"Accept: text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language: zh-CN"};

    /** The answers of jquery.form's, ajaxFileUpload's, dojo.io.iframe's, Ext's and YUI's servers. */
    private static final String[] DATA = {"<html><body>{\"ok\":true}</body></html>",
        "<body><textarea>{\"ok\":true}</textarea></body>", "<html><body><pre>{\"ok\":true}</pre></body></html>",
        "<html><head></head><body><textarea style=\"width:100%\">{\"ok\":true}</textarea></body></html>",
        "<textarea data-type=\"application/json\">{\"ok\":true}</textarea>", "<script>parent.done({\"ok\":true})</script>",
        "{\"ok\":true}"};

    private static void data(HttpServletResponse response, String data) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(data);
    }

    private static String post(String type, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: " + type;
        all[headers.length + 1] = "Content-Length: 0";
        return server.request("POST", "/page", PageServer.WECHAT, all);
    }

    @Test
    void leavesTheAnswerOfAnUploadAlone() throws Exception {
        for (String data : DATA) {
            server.page("/page", (request, response) -> data(response, data));
            String hidden = post("multipart/form-data; boundary=x", BROWSER);
            assertEquals(data, PageServer.body(hidden));
            String frame = post("multipart/form-data; boundary=x", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe");
            assertEquals(data, PageServer.body(frame));
            assertEquals("passed; reason=frame", PageServer.header(frame, "X-WxConfig"));
        }
    }

    @Test
    void putsNothingIntoTheBodyThatAFormMayHavePostedForIntoAFrame() throws Exception {
        for (String data : DATA) {
            server.page("/page", (request, response) -> data(response, data));
            String body = PageServer.body(post("application/x-www-form-urlencoded", BROWSER));
            assertEquals(data, data.contains("<head>") ? body.replace("<head>" + SCRIPT, "<head>") : body);
        }
        server.page("/page", (request, response) -> data(response, DATA[0]));
        assertTrue(post("application/x-www-form-urlencoded", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
                .contains(SCRIPT));
    }

    @Test
    void tellsABrowsersCacheThatAPageWhichAScriptReadIsNotTheOneToShow() throws Exception {
        PageServer.Page page = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=600");
            response.setHeader("Vary", "Cookie");
            response.setContentType("text/html;charset=UTF-8");
            response.getOutputStream().print(HTML);
            response.addHeader("Vary", "Accept-Encoding");
            response.setHeader("X-Read", response.getHeaders("Vary") + " " + response.getHeader("Vary")
                    + response.containsHeader("Vary"));
        };
        String[] reads = {"Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty", "Accept: */*"};
        String plain = plain(page, reads);
        String message = server.get("/page", reads);
        assertEquals("Cookie, Accept-Encoding, Sec-Fetch-Dest, Sec-Fetch-Mode", PageServer.header(message, "Vary"));
        assertEquals(without(PageServer.head(plain), "Vary"), without(PageServer.head(message), "Vary", "X-WxConfig"));
        assertEquals(PageServer.body(plain), PageServer.body(message));
        assertEquals("Cookie, Accept-Encoding, Accept",
                PageServer.header(server.get("/page", "Accept: */*", BROWSER[1]), "Vary"));
        String shown = server.get("/page", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
        assertTrue(shown.contains("Vary: Cookie, Sec-Fetch-Dest, Sec-Fetch-Mode, User-Agent\r\n"), shown);
    }

    @Test
    void leavesTheHeadersOfWhatIsNoPageAlone() throws Exception {
        String[] reads = {"Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty", "Accept: */*"};
        for (String type : new String[] {"application/json", "text/plain", "image/png", null}) {
            untouched((request, response) -> {
                response.setContentType("text/html"); // a framework's default
                response.setContentType(type);
                response.getOutputStream().print("{}");
            }, reads);
        }
        untouched((request, response) -> {
            response.setContentType("text/html");
            response.sendError(404);
        }, reads);
        untouched((request, response) -> {
            response.setContentType("text/html");
            response.setStatus(304);
        }, reads);
        untouched((request, response) -> {
            response.setContentType("text/html");
            response.getWriter().write(HTML);
            response.reset();
            response.setContentType("application/json");
            response.getWriter().write("{}");
        }, reads);
    }

    @Test
    void marksAPageWhoseTypeIsSaidWhenItsStreamIsOutAlready() throws Exception {
        server.page("/page", (request, response) -> {
            ServletOutputStream out = response.getOutputStream();
            response.setHeader("Content-Type", "text/html");
            response.setHeader("X-Read", response.getHeaderNames().contains("Vary") + " " + response.getHeader("Vary"));
            out.print(HTML);
        });
        String message = server.get("/page", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty");
        assertEquals("Sec-Fetch-Dest, Sec-Fetch-Mode", PageServer.header(message, "Vary"));
        assertEquals("false null", PageServer.header(message, "X-Read"));
    }

    @Test
    void injectsAStaticFileThoughTheBrowserHasItAlready() throws Exception {
        Files.createDirectories(folder.resolve("files"));
        Files.write(folder.resolve("files/page.html"), HTML.getBytes(UTF_8));
        Files.setLastModifiedTime(folder.resolve("files/page.html"), FileTime.fromMillis(1_700_000_000_000L));
        String since = "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT";
        String message = server.get("/files/page.html", since, "Accept: text/html", "Range: bytes=0-9");
        assertTrue(message.startsWith("HTTP/1.1 200"), message);
        assertEquals(HTML.replace("</head>", "</head>" + SCRIPT), PageServer.body(message)); // nobody named a charset
        assertEquals(String.valueOf(HTML.length() + SCRIPT.length()), PageServer.header(message, "Content-Length"));
        assertNull(PageServer.header(message, "Last-Modified"));
        assertNull(PageServer.header(message, "Accept-Ranges"));
        assertTrue(server.request("GET", "/files/page.html", PageServer.DESKTOP, since).startsWith("HTTP/1.1 304"));
    }

    @Test
    void injectsALargeFileThatJettySendsAsynchronously() throws Exception {
        Files.createDirectories(folder.resolve("files"));
        StringBuilder page = new StringBuilder(HTML);
        while (page.length() < 1_000_000) {
            page.append("<p>line ").append(page.length()).append("</p>\n");
        }
        Files.write(folder.resolve("files/large.html"), page.toString().getBytes(UTF_8));
        String body = PageServer.body(server.get("/files/large.html"));
        assertTrue(page.toString().replace("</head>", "</head>" + SCRIPT).equals(body));
    }

    @Test
    void passesADownloadReachedByNavigationWithItsLengthAndValidators() throws Exception {
        passes(PassReason.TYPE, (request, response) -> {
            ServletOutputStream out = response.getOutputStream(); // before anything else, as containers do for files
            response.setHeader("ETag", "W/\"1\"");
            response.setDateHeader("Last-Modified", 1_700_000_000_000L);
            response.setHeader("Accept-Ranges", "bytes");
            response.setContentType("application/pdf");
            response.setContentLengthLong(100_000);
            out.write(new byte[100_000]);
        });
    }

    @Test
    void leavesRangesToMediaPlayers() throws Exception {
        Files.createDirectories(folder.resolve("files"));
        Files.write(folder.resolve("files/clip"), new byte[1000]);
        String message = server.get("/files/clip", "Accept: */*", "Range: bytes=0-1");
        assertTrue(message.startsWith("HTTP/1.1 206"), message);
    }

    @Test
    void hidesConditionalHeadersFromEveryGetter() throws Exception {
        server.page("/page", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().print("<html><head>" + request.getHeader("if-none-match")
                    + request.getDateHeader("If-Modified-Since") + request.getIntHeader("Range")
                    + request.getHeaders("IF-RANGE").hasMoreElements()
                    + Collections.list(request.getHeaderNames()).contains("If-None-Match") + request.getHeader("Accept"));
        });
        assertTrue(server.get("/page", "Accept: text/html", "If-None-Match: \"1\"", "If-Range: \"1\"", "Range: bytes=0-1",
                "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT").contains("null-1-1falsefalsetext/html"));
    }

    @Test
    void hidesNoHeadersFromWhoAcceptsAnything() throws Exception {
        server.page("/page", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter()
                    .print("<html><head></head>" + request.getHeader("Accept-Encoding") + request.getHeader("If-None-Match"));
        });
        String[] headers = {"Accept: text/html,*/*;q=0.8", "Accept-Encoding: gzip", "If-None-Match: \"1\""};
        assertTrue(server.get("/page", headers).contains("</head>nullnull"));
        headers[0] = "Accept: */*";
        assertTrue(server.get("/page", headers).contains("</head>gzip\"1\""));
    }

    @Test
    void injectsAfterNestedForwards() throws Exception {
        server.page("/second", PAGE);
        server.page("/first", (request, response) -> forward(request, response, "/second"));
        injected((request, response) -> forward(request, response, "/first"));
    }

    @Test
    void injectsAForwardThatReplacesAPage() throws Exception {
        server.page("/second", PAGE);
        injected((request, response) -> {
            response.setContentType("text/html;charset=utf-8");
            response.setContentLength(HTML.length());
            response.getWriter().print(HTML.substring(0, 40));
            forward(request, response, "/second");
        });
    }

    @Test
    void injectsAForwardBehindAFilterThatNeverCallsTheChain() throws Exception {
        server.page("/view", PAGE);
        server.filter((request, response, chain) -> {
            if (request.getAttribute("dispatched") == null) {
                request.setAttribute("dispatched", true);
                request.getRequestDispatcher("/view").forward(request, response);
            } else {
                PageServer.asFilter(handler).doFilter(request, response, chain);
            }
        });
        assertTrue(server.get("/action").contains("<head>" + SCRIPT));
    }

    @Test
    void injectsAHeadThatIsIncludedAndSetsTheHeadersAfterTheInclude() throws Exception {
        server.page("/header", (request, response) -> response.getWriter().print("<html><head><title>t</title>"));
        PageServer.Page page = (request, response) -> {
            response.setContentType("text/html;charset=utf-8");
            response.setHeader("Cache-Control", "public, max-age=60");
            response.setContentLength(28 + 13);
            request.getRequestDispatcher("/header").include(request, response);
            if (request.getParameter("flush") != null) {
                response.flushBuffer();
            }
            response.getWriter().print("</head><body>");
        };
        String message = injected(page);
        assertEquals("private", PageServer.header(server.get("/page?flush"), "Cache-Control").split(",")[0]);
        assertEquals("private, max-age=60", PageServer.header(message, "Cache-Control"));
        assertEquals("Accept, User-Agent", PageServer.header(message, "Vary"));
        assertEquals(String.valueOf(41 + SCRIPT.length()), PageServer.header(message, "Content-Length"));
    }

    @Test
    void ignoresWhatAnIncludedResourceSaysAboutItsOwnLength() throws Exception {
        server.page("/header", (request, response) -> {
            response.setContentLength(12);
            response.setHeader("ETag", "\"of the part\"");
            response.getWriter().print("<html><head>");
        });
        PageServer.Page page = (request, response) -> {
            request.getRequestDispatcher("/header").include(request, response);
            response.getWriter().print("<title>t</title></head>");
        };
        injected((request, response) -> {
            response.setContentType("text/html;charset=utf-8");
            page.answer(request, response);
        });
        untouched((request, response) -> {
            response.setContentType("text/plain");
            page.answer(request, response);
        });
        server.page("/header", (request, response) -> response.setContentLength(12));
        injected((request, response) -> {
            page.answer(request, response);
            PAGE.answer(request, response);
        });
    }

    @Test
    void injectsAnErrorPageOnlyIfItSaysThatAllIsWell() throws Exception {
        server.errors().addErrorPage(404, "/sorry");
        server.errors().addErrorPage(410, "/fine");
        server.page("/sorry", PAGE);
        server.page("/fine", (request, response) -> {
            response.setStatus(200);
            PAGE.answer(request, response);
        });
        untouched((request, response) -> response.sendError(404));
        injected((request, response) -> {
            response.setContentType("text/html");
            response.getWriter().print(HTML);
            response.sendError(410);
        });
    }

    @Test
    void keepsItsResponseInStartAsyncWithoutArguments() throws Exception {
        injected(ASYNC_PAGE);
    }

    @Test
    void goesOnSearchingInWhatIsWrittenLater() throws Exception {
        injected((request, response) -> {
            response.setContentType("text/html;charset=utf-8");
            response.getWriter().print(HTML.substring(0, 10));
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    async.getResponse().getWriter().print(HTML.substring(10));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                async.complete();
            });
        });
    }

    @Test
    void writesAfterStartAsyncToTheContainerWhereAFilterBeforeUsKeepsThePage() throws Exception {
        Filter keeping = (request, response, chain) -> {
            StringWriter kept = new StringWriter();
            PrintWriter writer = new PrintWriter(kept);
            chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                @Override
                public PrintWriter getWriter() {
                    return writer;
                }
            });
            if (!request.isAsyncStarted()) {
                response.getWriter().print(kept);
            }
        };
        server.page("/page", ASYNC_PAGE);
        server.filter(keeping);
        String plain = server.get("/page");
        assertTrue(plain.contains(HTML), plain);
        server.filter((request, response, chain) -> keeping.doFilter(request, response,
                (q, s) -> PageServer.asFilter(handler).doFilter(q, s, chain)));
        assertEquals(plain, server.get("/page"));
    }

    @Test
    void dispatchesAsynchronouslyToWhereTheContainerWould() throws Exception {
        server.page("/forwarded", (request, response) -> request.startAsync().dispatch());
        injected((request, response) -> {
            if (request.getAttribute("again") == null) {
                request.setAttribute("again", true);
                forward(request, response, "/forwarded");
            } else {
                PAGE.answer(request, response);
            }
        });
    }

    @Test
    void keepsItsResponseThroughTwoAsynchronousDispatches() throws Exception {
        List<String> seen = new ArrayList<>();
        injected((request, response) -> {
            int round = request.getAttribute("round") == null ? 0 : (Integer) request.getAttribute("round");
            request.setAttribute("round", round + 1);
            seen.add(request.getHeader("If-None-Match"));
            if (round < 2) {
                request.startAsync().dispatch();
            } else {
                PAGE.answer(request, response);
            }
        }, "If-None-Match: \"1\"");
        assertEquals(Arrays.asList(null, null, null), seen.subList(3, 6), "hidden in each");
    }

    @Test
    void writesOnceForEachWriteOfAWriteListener() throws Exception {
        List<String> pieces = new ArrayList<>(Collections.nCopies(15, " ".repeat(20_000)));
        pieces.add(0, HTML);
        for (Writing writing : new Writing[] {(out, piece) -> out.write(piece.getBytes(US_ASCII)), ServletOutputStream::print,
            ServletOutputStream::println}) {
            injected((request, response) -> {
                response.setContentType("text/html;charset=utf-8");
                AsyncContext async = request.startAsync();
                ServletOutputStream out = async.getResponse().getOutputStream();
                out.setWriteListener(new Pieces(pieces.iterator(), writing, async, out));
            });
        }
    }

    private interface Writing {
        void write(ServletOutputStream out, String piece) throws IOException;
    }

    private static final class Pieces implements WriteListener {

        private final Iterator<String> pieces;
        private final Writing writing;
        private final AsyncContext async;
        private final ServletOutputStream out;

        Pieces(Iterator<String> pieces, Writing writing, AsyncContext async, ServletOutputStream out) {
            this.pieces = pieces;
            this.writing = writing;
            this.async = async;
            this.out = out;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (!pieces.hasNext()) {
                    async.complete();
                    return;
                }
                writing.write(out, pieces.next());
            }
        }

        @Override
        public void onError(Throwable t) {
            async.complete();
        }
    }

    @Test
    void startsAnewForAnErrorPageThatTheContainerSendsThroughOurResponse() throws Exception {
        String message = errorPageThroughOurResponse(ServletResponse::resetBuffer);
        assertEquals(HTML.replace("<head>", "<head>" + SCRIPT), PageServer.body(message));
        assertEquals(String.valueOf(HTML.length() + SCRIPT.length()), PageServer.header(message, "Content-Length"));
    }

    @Test
    void putsNoSecondScriptIntoAnErrorPageBehindWhatHasLeft() throws Exception {
        String message = errorPageThroughOurResponse(ServletResponse::flushBuffer);
        assertEquals(HTML.replace("<head>", "<head>" + SCRIPT) + HTML, PageServer.body(message));
    }

    private interface Container {
        void act(ServletResponse response) throws IOException;
    }

    private String errorPageThroughOurResponse(Container beneathUs) throws Exception {
        Filter ours = PageServer.asFilter(handler);
        server.page("/page", PAGE);
        server.filter((request, response, chain) -> ours.doFilter(request, response, (q, page) -> {
            chain.doFilter(q, page);
            beneathUs.act(response);
            ours.doFilter(new HttpServletRequestWrapper((HttpServletRequest) q) {
                @Override
                public DispatcherType getDispatcherType() {
                    return DispatcherType.ERROR;
                }
            }, page, (error, same) -> {
                same.setContentLength(HTML.length());
                same.getWriter().print(HTML);
            });
        }));
        return server.get("/page");
    }

    @Test
    void injectsOnceThoughInstalledTwice() throws Exception {
        PageHandler second = handler((xhtml, nonce) -> "<script>SECOND</script>".getBytes(US_ASCII), false);
        server.page("/page", PAGE);
        server.filter((request, response, chain) -> PageServer.asFilter(handler).doFilter(request, response,
                (q, s) -> PageServer.asFilter(second).doFilter(q, s, chain)));
        String message = server.get("/page");
        assertTrue(message.contains("<head>" + SCRIPT + "<title>"), message);
        assertEquals(0, second.counts().pagesInjected());
    }

    @Test
    void leavesAResponseAloneThatAnotherApplicationsFilterHasWrapped() throws Exception {
        server.page("/page", PAGE);
        server.filter((request, response, chain) -> PageServer.asFilter(handler).doFilter(request,
                new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public boolean containsHeader(String name) {
                        return name.equals("io.github.wxconfig.wrapped") || super.containsHeader(name);
                    }
                }, chain));
        assertTrue(!server.get("/page").contains(SCRIPT));
    }

    @Test
    void sendsThePageWholeWhenTheScriptCannotBeMade() throws Exception {
        install(handler((xhtml, nonce) -> {
            throw new IllegalStateException("no ticket machine");
        }, true));
        passes(PassReason.FAILURE, (request, response) -> {
            response.setContentLength(HTML.length());
            response.setHeader("ETag", "\"1\"");
            PAGE.answer(request, response);
        });
        assertEquals(1L, handler.counts().pagesPassed().get(PassReason.FAILURE));
    }

    @Test
    void sendsThePageWholeWhenTheScriptsMakerBreaksOnEntry() throws Exception {
        install(new PageHandler(request -> {
            throw new NoClassDefFoundError("Gone");
        }, false, path -> true, false, url -> null, ""));
        untouched(PAGE);
        assertEquals(1L, handler.counts().pagesPassed().get(PassReason.FAILURE));
    }

    @Test
    void sendsThePageWholeWhenThePatternsBreak() throws Exception {
        install(new PageHandler(request -> null, false, path -> {
            throw new IllegalStateException("patterns");
        }, false, url -> null, ""));
        untouched(PAGE);
        assertEquals(1L, handler.counts().pagesPassed().get(PassReason.FAILURE));
    }

    @Test
    void letsTheApplicationsOwnExceptionThrough() throws Exception {
        untouched((request, response) -> {
            response.setContentType("text/html");
            response.setContentLength(HTML.length());
            response.getWriter().print(HTML.substring(0, 40));
            throw new IOException("the application's own");
        });
    }

    private static void forward(HttpServletRequest request, HttpServletResponse response, String to) {
        try {
            request.getRequestDispatcher(to).forward(request, response);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

}
