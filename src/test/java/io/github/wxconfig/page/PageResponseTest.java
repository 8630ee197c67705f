package io.github.wxconfig.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.ws.webcontainer.LibertyResponse;
import io.github.wxconfig.LogCapture;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.web.header.HeaderWriterFilter;

/** Headers and body agree, whatever the application does in which order. */
class PageResponseTest extends PageTestBase {

    private static final int LENGTH = HTML.length();
    private static final int BOTH = LENGTH + SCRIPT.length();

    private static void html(HttpServletResponse response) {
        response.setContentType("text/html;charset=utf-8");
    }

    private static void write(HttpServletResponse response, String body) throws IOException {
        response.getOutputStream().write(body.getBytes(US_ASCII));
    }

    // Content-Length

    @ParameterizedTest
    @ValueSource(strings = {"setContentLength", "setContentLengthLong", "setHeader", "addHeader", "setIntHeader",
        "addIntHeader"})
    void correctsTheLengthWhateverSetIt(String door) throws Exception {
        for (boolean typeFirst : new boolean[] {true, false}) {
            String message = injected((request, response) -> {
                if (typeFirst) {
                    html(response);
                }
                length(door, response, LENGTH);
                ServletOutputStream out = response.getOutputStream();
                html(response);
                out.write(HTML.getBytes(US_ASCII));
            });
            assertEquals(String.valueOf(BOTH), PageServer.header(message, "Content-Length"));
            assertEquals("injected", PageServer.header(message, "X-WxConfig"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"setContentLength", "setContentLengthLong", "setHeader", "addHeader", "setIntHeader",
        "addIntHeader"})
    void givesTheLengthBackWhateverSetIt(String door) throws Exception {
        passes(PassReason.TYPE, (request, response) -> {
            length(door, response, 4);
            response.setContentType("application/json");
            write(response, "true");
        });
    }

    private static void length(String door, HttpServletResponse response, int length) {
        switch (door) {
            case "setContentLength":
                response.setContentLength(length);
                break;
            case "setContentLengthLong":
                response.setContentLengthLong(length);
                break;
            case "setHeader":
                response.setHeader("content-length", String.valueOf(length));
                break;
            case "addHeader":
                response.addHeader("CONTENT-LENGTH", String.valueOf(length));
                break;
            case "setIntHeader":
                response.setIntHeader("Content-length", length);
                break;
            default:
                response.addIntHeader("Content-Length", length);
        }
    }

    @Test
    void correctsALengthThatIsSetAfterTheScriptWasPutIn() throws Exception {
        String message = injected((request, response) -> {
            html(response);
            write(response, HTML);
            response.setContentLength(LENGTH);
        });
        assertEquals(String.valueOf(BOTH), PageServer.header(message, "Content-Length"));
    }

    @Test
    void correctsTheLengthWhenThePlaceComesInALaterWriteButNothingHasLeft() throws Exception {
        String message = injected((request, response) -> {
            html(response);
            response.setContentLength(LENGTH);
            write(response, HTML.substring(0, 10));
            write(response, HTML.substring(10));
        });
        assertEquals(String.valueOf(BOTH), PageServer.header(message, "Content-Length"));
    }

    private static final Part[] FLUSHES = {HttpServletResponse::flushBuffer, response -> response.getOutputStream().flush(),
        response -> response.getWriter().flush(), response -> response.getWriter().checkError()};

    @Test
    void dropsTheLengthWhenTheHeadersLeaveBeforeThePlaceIsFound() throws Exception {
        for (int i = 0; i < FLUSHES.length; i++) {
            Part flush = FLUSHES[i];
            boolean writes = i > 1;
            String message = injected((request, response) -> {
                html(response);
                response.setContentLength(LENGTH);
                write(response, HTML.substring(0, 10), writes);
                flush.write(response);
                write(response, HTML.substring(10), writes);
            });
            assertNull(PageServer.header(message, "Content-Length"));
            assertEquals("pending", PageServer.header(message, "X-WxConfig"));
        }
    }

    /** The body then perhaps does not come by us, as a file that Tomcat sends by its sendfile attributes. */
    @Test
    void keepsTheLengthWhenTheHeadersLeaveBeforeAnyByte() throws Exception {
        for (int i = 0; i < FLUSHES.length; i++) {
            Part flush = FLUSHES[i];
            boolean writes = i > 1;
            install();
            passes(PassReason.COMMITTED, (request, response) -> {
                html(response);
                response.setContentLength(LENGTH);
                response.setHeader("ETag", "\"1\"");
                flush.write(response);
                write(response, HTML, writes);
            });
        }
    }

    /** Fragments are fetched by scripts, which may well use what a cache says of them. */
    @Test
    void leavesAFragmentWhoseHeadersLeaveAsItIs() throws Exception {
        for (int i = 0; i < FLUSHES.length; i++) {
            Part flush = FLUSHES[i];
            boolean writes = i > 1;
            install();
            passes(PassReason.NO_PLACE, (request, response) -> {
                html(response);
                response.setHeader("Cache-Control", "public, max-age=60");
                response.setDateHeader("Last-Modified", 1_700_000_000_000L);
                write(response, "<div>a part", writes);
                flush.write(response);
                write(response, " of a page</div>", writes);
            });
        }
    }

    @Test
    void injectsAPageWhoseHeadersLeaveBeforeAnyByteWithoutALength() throws Exception {
        for (int i = 0; i < FLUSHES.length; i++) {
            Part flush = FLUSHES[i];
            boolean writes = i > 1;
            injected((request, response) -> {
                html(response);
                flush.write(response);
                write(response, HTML, writes);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dropsTheLengthWhenTheContainersBufferOverflowsBeforeThePlaceIsFound(boolean writes) throws Exception {
        String blank = " ".repeat(70_000);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        String message = injected((request, response) -> {
            html(response);
            response.setHeader("Cache-Control", "public, max-age=60");
            response.setContentLength(blank.length() + LENGTH);
            for (int i = 0; i < blank.length(); i += 7_000) {
                write(response, blank.substring(i, i + 7_000), writes);
            }
            write(response, HTML, writes);
            seen.add(response.getHeader("Cache-Control"));
        });
        assertNull(PageServer.header(message, "Content-Length"));
        assertEquals("private, max-age=60", PageServer.header(message, "Cache-Control"));
        seen.poll(20, TimeUnit.SECONDS); // of the page without us
        assertEquals("public, max-age=60", seen.poll(20, TimeUnit.SECONDS), "what the application set");
    }

    private static void write(HttpServletResponse response, String body, boolean writes) throws IOException {
        if (writes) {
            response.getWriter().write(body);
        } else {
            write(response, body);
        }
    }

    @Test
    void takesALengthBack() throws Exception {
        assertNull(PageServer.header(injected((request, response) -> {
            html(response);
            response.setContentLength(5);
            response.setHeader("Content-Length", null);
            write(response, HTML);
            response.flushBuffer();
        }), "Content-Length"));
    }

    @Test
    void takesACorrectedLengthBack() throws Exception {
        String message = injected((request, response) -> {
            html(response);
            response.setContentLength(LENGTH);
            write(response, HTML.substring(0, 50));
            response.setContentLengthLong(-1);
            write(response, HTML.substring(50) + "<p>more");
        });
        assertTrue(message.endsWith("<p>more"), message);
    }

    @Test
    void leavesABodyOfNoLengthAlone() throws Exception {
        passes(PassReason.EMPTY, (request, response) -> {
            html(response);
            response.setContentLength(0);
            response.flushBuffer();
        });
    }

    // What is left alone

    @Test
    void leavesAloneWhatIsNoPage() throws Exception {
        passes(PassReason.TYPE, (request, response) -> {
            response.setContentType("text/plain");
            write(response, HTML);
        });
        install();
        passes(PassReason.ENCODING, (request, response) -> {
            html(response);
            response.setHeader("Content-Encoding", "gzip");
            write(response, HTML);
        });
        install();
        passes(PassReason.RANGE, (request, response) -> {
            html(response);
            response.setHeader("Content-Range", "bytes 0-9/100");
            write(response, HTML);
        });
        install();
        passes(PassReason.DOWNLOAD, (request, response) -> {
            html(response);
            response.setHeader("Content-Disposition", "Attachment; filename=a.html");
            write(response, HTML);
        });
        install();
        injected((request, response) -> {
            html(response);
            response.setHeader("Content-Encoding", "Identity");
            write(response, HTML);
        });
        passes(PassReason.CHARSET, (request, response) -> {
            response.setContentType("text/html; charset=\"UTF-16LE\"");
            write(response, HTML);
        });
    }

    @Test
    void injectsAPageThatAFilterBeforeUsBeginsToCompressWhenItGivesItsStream() throws Exception {
        server.page("/page", (request, response) -> {
            html(response);
            write(response, HTML);
        });
        server.filter((request, response, chain) -> PageServer.asFilter(handler).doFilter(request,
                new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public ServletOutputStream getOutputStream() throws IOException {
                        setHeader("Content-Encoding", "gzip");
                        return super.getOutputStream(); // here it would compress
                    }
                }, chain));
        assertTrue(server.get("/page").contains(SCRIPT));
    }

    @Test
    void looksAtTheEncodingThatIsSetLast() throws Exception {
        injected((request, response) -> {
            html(response);
            response.setHeader("Content-Encoding", "gzip");
            response.reset();
            html(response);
            write(response, HTML);
        });
        passes(PassReason.ENCODING, (request, response) -> {
            html(response);
            response.addHeader("content-encoding", "br");
            write(response, HTML);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 205, 206, 301, 400, 404, 500})
    void looksAtTheStatus(int status) throws Exception {
        PageServer.Page page = (request, response) -> {
            response.setStatus(status);
            html(response);
            response.setContentLength(LENGTH);
            write(response, HTML);
        };
        if (status == 201) {
            injected(page);
        } else {
            passes(PassReason.STATUS, page);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void handsOnTheValidatorsOfAnAnswerWithoutBody(int status) throws Exception {
        PageServer.Page page = (request, response) -> {
            response.setStatus(status);
            response.setHeader("ETag", "\"1\"");
            response.setDateHeader("Last-Modified", 1_700_000_000_000L);
        };
        untouched(page);
        untouched((request, response) -> {
            page.answer(request, response);
            response.flushBuffer();
        });
        untouched((request, response) -> {
            page.answer(request, response);
            response.getWriter().close();
        });
    }

    @Test
    void handsEverythingOnWhenAPageHasNoPlace() throws Exception {
        passes(PassReason.NO_PLACE, (request, response) -> {
            html(response);
            response.setHeader("ETag", "\"1\"");
            response.addHeader("Digest", "sha-256=x");
            response.addHeader("Digest", "md5=y");
            response.setHeader("Cache-Control", "public");
            response.setContentLength(9);
            write(response, "<!-- x");
            write(response, "-->");
        });
        install();
        passes(PassReason.NO_PLACE, (request, response) -> {
            html(response);
            response.setContentLength(15);
            write(response, "{\"json\": \"yes\"}");
        });
    }

    @Test
    void saysOfWhichKindAPageWithoutAPlaceIs() throws Exception {
        passes(PassReason.AMP, (request, response) -> {
            html(response);
            write(response, "<!DOCTYPE html><html amp><head></head></html>");
        });
        install();
        passes(PassReason.FRAMESET, (request, response) -> {
            html(response);
            write(response, "<html><frameset cols='*'><frame src=a></frameset></html>");
        });
        install();
        passes(PassReason.CHARSET, (request, response) -> {
            html(response);
            response.getOutputStream().write("<html><head></head></html>".getBytes(UTF_16));
        });
    }

    @Test
    void letsTheApplicationSkipAPageUpToTheFirstByte() throws Exception {
        for (Object skip : new Object[] {true, "true"}) {
            install();
            passes(PassReason.SKIP, (request, response) -> {
                html(response);
                ServletOutputStream out = response.getOutputStream();
                request.setAttribute("io.github.wxconfig.skip", skip);
                out.write(HTML.getBytes(US_ASCII));
            });
        }
        injected((request, response) -> {
            request.setAttribute("io.github.wxconfig.skip", false);
            html(response);
            write(response, HTML);
        });
    }

    @Test
    void injectsADocumentWithoutType() throws Exception {
        injected((request, response) -> write(response, HTML));
        untouched((request, response) -> {
            response.flushBuffer();
            write(response, HTML);
        });
    }

    @Test
    void leavesDataWithoutTypeAlone() throws Exception {
        passes(PassReason.NO_PLACE,
                (request, response) -> write(response, "<?xml version=\"1.0\"?><mail><body>hi</body></mail>"));
        install();
        passes(PassReason.NO_PLACE, (request, response) -> {
            for (char c : "<mail><body>hi</body></mail>".toCharArray()) {
                write(response, String.valueOf(c));
            }
        });
        install();
        passes(PassReason.TYPE, (request, response) -> {
            response.setHeader("X-Content-Type-Options", "nosniff");
            write(response, HTML);
        });
        install();
        passes(PassReason.TYPE, (request, response) -> {
            response.setContentType("application/octet-stream");
            write(response, HTML);
        });
    }

    @Test
    void looksAtTheTypeWhateverSetIt() throws Exception {
        injected((request, response) -> {
            response.setHeader("Content-Type", null);
            response.getOutputStream();
            response.setHeader("content-TYPE", " Text/HTML ;charset=GBK");
            write(response, HTML);
        });
        injected((request, response) -> {
            response.addHeader("Content-Type", "application/xhtml+xml;charset=utf-8");
            write(response, HTML);
        });
        injected((request, response) -> {
            response.setLocale(Locale.CHINA);
            response.setContentType("application/json");
            response.setContentType("text/html");
            response.getWriter().print(HTML);
        });
    }

    // Validators and caches

    @Test
    void dropsValidatorsThatAreSetBeforeOrAfterTheScript() throws Exception {
        String message = injected((request, response) -> {
            response.setHeader("etag", "\"1\"");
            response.setHeader("Accept-Ranges", "bytes");
            html(response);
            write(response, HTML);
            response.setDateHeader("Last-Modified", 0);
            response.addDateHeader("last-modified", 0);
            response.addHeader("Content-MD5", "x");
        });
        for (String name : Arrays.asList("ETag", "Accept-Ranges", "Last-Modified", "Content-MD5")) {
            assertNull(PageServer.header(message, name), message);
        }
    }

    @Test
    void keepsAPageFromSharedCachesWheneverTheApplicationSpeaksOfThem() throws Exception {
        String message = injected((request, response) -> {
            response.setHeader("Vary", "Accept-Language");
            html(response);
            write(response, HTML);
            response.setHeader("Cache-Control", "public, s-maxage=9, max-age=60");
            response.setHeader("Vary", "Cookie");
            response.setHeader("CDN-Cache-Control", "max-age=600");
            response.setIntHeader("X-Accel-Expires", 60);
            response.addIntHeader("Surrogate-Control", 60);
        });
        assertEquals("0", PageServer.header(message, "X-Accel-Expires"));
        assertEquals("no-store", PageServer.header(message, "Surrogate-Control"));
        assertEquals("private, max-age=60", PageServer.header(message, "Cache-Control"));
        assertEquals("Cookie, Accept, User-Agent", PageServer.header(message, "Vary"));
        assertEquals("no-store", PageServer.header(message, "CDN-Cache-Control"));
    }

    @Test
    void takesBackWhatItSaidToCachesWhenNoPlaceComes() throws Exception {
        String comment = "<!--" + "-".repeat(1000) + "-->";
        passes(PassReason.NO_PLACE, (request, response) -> {
            html(response);
            response.setHeader("Cache-Control", "public, max-age=60");
            response.addHeader("Vary", "Accept-Language");
            response.addHeader("Vary", "Cookie");
            response.setHeader("X-Accel-Expires", "60");
            for (int i = 0; i < 10; i++) {
                write(response, comment);
            }
            response.setHeader("CDN-Cache-Control", "max-age=600");
            response.addHeader("Vary", "Origin");
        });
        install();
        passes(PassReason.NO_PLACE, (request, response) -> {
            html(response);
            for (int i = 0; i < 10; i++) {
                write(response, comment);
            }
        });
        install();
        passes(PassReason.NO_PLACE, (request, response) -> {
            html(response);
            for (int i = 0; i < 10; i++) {
                write(response, comment);
            }
            write(response, "<svg>");
            response.setHeader("Cache-Control", "public"); // it is settled by now
        });
    }

    @Test
    void countsALargePageWithoutAPlace() throws Exception {
        untouchedBody((request, response) -> {
            html(response);
            for (int i = 0; i < 100; i++) {
                write(response, "<!--" + "-".repeat(1000) + "-->");
            }
        });
        assertEquals(1L, handler.counts().pagesPassed().get(PassReason.NO_PLACE));
    }

    private void untouchedBody(PageServer.Page page) throws Exception {
        assertEquals(PageServer.body(plain(page)), PageServer.body(server.get("/page")));
    }

    @Test
    void leavesAPageAloneWhoseHeadersLeftBeforeItCameToUs() throws Exception {
        PageServer.Page page = (request, response) -> write(response, HTML);
        server.page("/page", page);
        server.filter((request, response, chain) -> {
            html((HttpServletResponse) response);
            response.setContentLength(LENGTH);
            response.flushBuffer();
            PageServer.asFilter(handler).doFilter(request, response, chain);
        });
        assertEquals(HTML, PageServer.body(server.get("/page")));
        assertEquals(1L, handler.counts().pagesPassed().get(PassReason.COMMITTED));
    }

    @Test
    void showsWhatTheApplicationItselfSaidToCaches() throws Exception {
        for (int before = 0; before <= 10; before += 10) {
            int blanks = before;
            List<Object> seen = new ArrayList<>();
            server.page("/page", (request, response) -> {
                response.setHeader("cache-control", "public");
                html(response);
                for (int i = 0; i < blanks; i++) {
                    write(response, " ".repeat(1000));
                }
                write(response, HTML);
                response.addHeader("Cache-Control", "max-age=60");
                seen.addAll(Arrays.asList(response.getHeader("Cache-Control"), response.getHeaders("Cache-Control"),
                        response.containsHeader("Vary"), response.getHeader("Vary"),
                        response.getHeaderNames().contains("Vary")));
            });
            String message = server.get("/page");
            assertEquals(Arrays.asList("public", Arrays.asList("public", "max-age=60"), false, null, false), seen);
            assertTrue(message.contains("\r\nCache-Control: private\r\n"), message);
            assertTrue(message.contains("\r\nVary: Accept, User-Agent\r\n"), message);
        }
    }

    @Test
    void doesNotKeepAFilterThatSpeaksAtTheCommitFromForbiddingCaches() throws Exception {
        for (boolean outside : new boolean[] {true, false}) {
            Filter ours = PageServer.asFilter(handler);
            Filter theirs = new HeaderWriterFilter();
            server.page("/page", (request, response) -> {
                html(response);
                write(response, HTML);
            });
            server.filter((request, response, chain) -> (outside ? theirs : ours).doFilter(request, response,
                    (req, res) -> (outside ? ours : theirs).doFilter(req, res, chain)));
            String message = server.get("/page");
            assertTrue(message.contains(SCRIPT), message);
            assertTrue(message.contains("no-store, max-age=0"), message);
            for (String old : new String[] {"Expires", "Pragma", "Cache-Control"}) { // with one of which that filter keeps silent
                server.page("/page", (request, response) -> {
                    html(response);
                    response.setHeader(old, "1");
                    write(response, HTML);
                });
                assertTrue(PageServer.header(server.get("/page"), "Cache-Control").startsWith("private"), old);
            }
        }
    }

    // Content-Security-Policy

    @Test
    void givesTheScriptThePagesOwnNonce() throws Exception {
        install(handler((xhtml, nonce) -> SCRIPT.replace("SCRIPT", "n=" + nonce).getBytes(US_ASCII), true));
        server.page("/page", (request, response) -> {
            response.setHeader("Content-Security-Policy", "script-src 'nonce-aB1+/=' 'strict-dynamic'");
            html(response);
            write(response, HTML);
        });
        assertTrue(server.get("/page").contains("<head><script>n=aB1+/=</script>"));
    }

    @Test
    void leavesAPageAloneWhosePolicyWouldBlockTheScript() throws Exception {
        passes(PassReason.POLICY, (request, response) -> {
            response.setHeader("Content-Security-Policy", "default-src 'self'");
            response.setContentLength(LENGTH);
            html(response);
            write(response, HTML);
        });
    }

    private static final String META_POLICY = "<meta http-equiv=Content-Security-Policy content=\"";

    /** Without a charset in the header the script goes behind the charset's meta, and what comes before that holds for it. */
    private static String withPolicyInMeta(String policy) {
        return "<html><head>" + META_POLICY + policy + "\"><meta charset=utf-8><title>t</title></head><body>b</body></html>";
    }

    private static PageServer.Page pageWithoutCharset(String page) {
        return (request, response) -> {
            response.setContentType("text/html");
            response.getOutputStream().write(page.getBytes(US_ASCII));
        };
    }

    @Test
    void leavesAPageAloneWhoseMetaPolicyWouldBlockTheScript() throws Exception {
        try (LogCapture log = new LogCapture(PageWarnings.class.getName())) {
            passes(PassReason.POLICY, pageWithoutCharset(withPolicyInMeta("default-src 'self'")));
            server.get("/page");
            assertEquals(1, log.records.size());
            assertTrue(log.records.get(0).getMessage().contains("[default-src 'self']"));
        }
        assertEquals(0, handler.counts().pagesInjected());
    }

    @Test
    void givesTheScriptTheNonceOfAPolicyInAMeta() throws Exception {
        install(handler((xhtml, nonce) -> SCRIPT.replace("SCRIPT", "n=" + nonce).getBytes(US_ASCII), true));
        server.page("/page", pageWithoutCharset(withPolicyInMeta("script-src &#39;nonce-aB1&#43;/=&#x27;")));
        assertTrue(server.get("/page").contains("<meta charset=utf-8><script>n=aB1+/=</script>"));
    }

    @Test
    void isNotHeldToAMetaPolicyThatComesLater() throws Exception {
        injected(pageWithoutCharset("<html><head><meta charset=utf-8>" + META_POLICY
                + "default-src 'none'\"></head><body>b</body></html>"));
        injected((request, response) -> {
            html(response);
            write(response, withPolicyInMeta("default-src 'none'"));
        });
    }

    // Includes, as Tomcat does them

    private interface Part {
        void write(HttpServletResponse response) throws IOException;
    }

    /** With a wrapper at the bottom, below all others, that ignores what an included resource says about headers. */
    private static void include(HttpServletResponse response, Part part) throws IOException {
        if (!(response instanceof ServletResponseWrapper)) {
            part.write(new Included(response));
            return;
        }
        ServletResponseWrapper lowest = (ServletResponseWrapper) response;
        while (lowest.getResponse() instanceof ServletResponseWrapper) {
            lowest = (ServletResponseWrapper) lowest.getResponse();
        }
        ServletResponse container = lowest.getResponse();
        lowest.setResponse(new Included((HttpServletResponse) container));
        part.write(response);
        lowest.setResponse(container);
    }

    private static final class Included extends HttpServletResponseWrapper {

        Included(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setContentLength(int length) {
        }

        @Override
        public void setHeader(String name, String value) {
        }

        @Override
        public void addHeader(String name, String value) {
        }

        @Override
        public void reset() {
        }

        @Override
        public void resetBuffer() {
        }
    }

    @Test
    void setsThePagesHeadersWhileItsHeadIsIncluded() throws Exception {
        String message = injected((request, response) -> {
            html(response);
            response.setHeader("Cache-Control", "public, max-age=60");
            response.setContentLength(LENGTH);
            include(response, part -> {
                part.setContentLength(3);
                part.setHeader("ETag", "\"of the part\"");
                write(part, HTML.substring(0, 50));
                part.reset();
                part.resetBuffer();
                part.flushBuffer();
            });
            write(response, HTML.substring(50));
        });
        assertEquals("private, max-age=60", PageServer.header(message, "Cache-Control"));
        assertEquals(String.valueOf(BOTH), PageServer.header(message, "Content-Length"));
    }

    @Test
    void leavesTheLengthWithinAnIncludeToAFilterBeforeUsThatChangesIt() throws Exception {
        server.page("/page", (request, response) -> {
            html(response);
            response.setContentLength(LENGTH);
            include(response, part -> write(part, HTML.substring(0, 50)));
            write(response, HTML.substring(50));
        });
        server.filter((request, response, chain) -> PageServer.asFilter(handler).doFilter(request,
                new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public void setContentLength(int length) {
                        // as those do that compress
                    }

                    @Override
                    public ServletOutputStream getOutputStream() throws IOException {
                        super.getOutputStream().print("(");
                        return super.getOutputStream();
                    }
                }, chain));
        String message = server.get("/page");
        assertEquals(String.valueOf(PageServer.body(message).length()), PageServer.header(message, "Content-Length"));
        assertTrue(message.contains(SCRIPT) && message.endsWith("</html>"), message);
    }

    // Starting again

    @Test
    void injectsThePageThatFollowsAReset() throws Exception {
        String message = injected((request, response) -> {
            html(response);
            response.setContentLength(1000);
            write(response, HTML);
            response.reset();
            html(response);
            response.getWriter().print(HTML.replace(">b<", ">second<"));
        });
        assertTrue(message.contains("second"));
    }

    @Test
    void injectsThePageThatFollowsAResetBuffer() throws Exception {
        injected((request, response) -> {
            html(response);
            response.setContentLength(LENGTH);
            ServletOutputStream out = response.getOutputStream();
            out.write(HTML.getBytes(US_ASCII), 0, 40);
            response.resetBuffer();
            out.write(HTML.getBytes(US_ASCII)); // the stream from before
        });
    }

    @Test
    void passesWhatFollowsAResetIfItIsNoPage() throws Exception {
        untouched((request, response) -> {
            html(response);
            write(response, HTML);
            response.reset();
            response.setContentType("application/json");
            response.setHeader("Cache-Control", "public");
            response.setContentLength(4);
            response.getWriter().print("true");
        });
        untouched((request, response) -> {
            html(response);
            response.setContentLength(LENGTH);
            write(response, HTML.substring(0, 50));
            response.resetBuffer();
            response.setContentType("application/json");
            response.setContentLength(-1);
            write(response, "true");
        });
    }

    @Test
    void goesOnWithTheWriterThatTheContainerHasAfterAReset() throws Exception {
        injected((request, response) -> {
            html(response);
            response.getWriter().print("<html>");
            response.reset();
            response.setContentType("text/html;charset=gbk");
            response.getWriter().print(HTML.replace(">b<", ">\u4f60\u597d<"));
        });
        injected((request, response) -> {
            html(response);
            write(response, "<html>");
            response.reset();
            html(response);
            response.getWriter().print(HTML);
        });
    }

    @Test
    void staysInjectedWhenTheContainerRefusesAReset() throws Exception {
        injected((request, response) -> {
            html(response);
            write(response, HTML);
            response.flushBuffer();
            assertThrows(IllegalStateException.class, response::reset);
            assertThrows(IllegalStateException.class, response::resetBuffer);
            write(response, HTML);
        });
    }

    @Test
    void letsErrorsAndRedirectsReplaceAPage() throws Exception {
        PageServer.Page begun = (request, response) -> {
            html(response);
            write(response, HTML.substring(0, 5));
            response.setContentLength(LENGTH);
        };
        untouched((request, response) -> {
            begun.answer(request, response);
            response.sendError(404, "gone");
        });
        untouched((request, response) -> {
            html(response);
            write(response, HTML);
            response.reset();
            response.setHeader("Cache-Control", "public");
            response.sendRedirect("/elsewhere");
        });
        server.page("/page", (request, response) -> {
            begun.answer(request, response);
            response.sendRedirect("/elsewhere");
        });
        assertEquals("HTTP/1.1 302 Found\nConnection: close\nContent-Length: 0\nContent-Type: text/html;charset=utf-8\n"
                + "Location: http://shop.example.com/elsewhere\nX-WxConfig: passed; reason=status",
                PageServer.head(server.get("/page")));
    }

    /** What the application said about the page that it gave up, and nothing of ours. */
    @Test
    void saysOfARedirectOrAnErrorWhatTheApplicationSaid() throws Exception {
        Part[] endings = {response -> response.sendRedirect("/elsewhere"), response -> response.sendError(404),
            response -> response.sendError(503, "closed")};
        for (Part ending : endings) {
            for (String written : new String[] {"", HTML.substring(0, 5), HTML, HTML + " ".repeat(5000)}) {
                String message = untouched((request, response) -> {
                    html(response);
                    response.setHeader("Cache-Control", "public, max-age=60");
                    response.setHeader("ETag", "\"1\"");
                    write(response, written);
                    response.addHeader("Vary", "Cookie");
                    ending.write(response);
                });
                assertFalse(message.contains("private"), message);
            }
        }
    }

    @Test
    void saysOfAnExceptionWhatTheApplicationSaid() throws Exception {
        untouched((request, response) -> {
            html(response);
            response.setHeader("Vary", "Cookie");
            write(response, HTML);
            throw new IllegalStateException("no tea");
        });
    }

    @Test
    void goesOnWithThePageWhenTheContainerRefusesARedirect() throws Exception {
        String message = injected((request, response) -> {
            html(response);
            response.setHeader("Cache-Control", "public");
            response.setHeader("ETag", "\"1\"");
            write(response, HTML.substring(0, 50));
            assertThrows(RuntimeException.class, () -> response.sendRedirect(null));
            write(response, HTML.substring(50));
        });
        assertEquals("private", PageServer.header(message, "Cache-Control"));
        assertNull(PageServer.header(message, "ETag"));
    }

    // What the application sees

    @Test
    void showsTheHeadersThatItKeeps() throws Exception {
        List<Object> seen = new ArrayList<>();
        server.page("/page", (request, response) -> {
            response.setContentLength(7);
            response.addHeader("Digest", "a");
            response.addHeader("digest", "b");
            response.setDateHeader("Last-Modified", 1_700_000_000_000L);
            response.setIntHeader("X-Int", 1);
            seen.addAll(Arrays.asList(response.containsHeader("content-length"), response.getHeader("CONTENT-LENGTH"),
                    response.getHeaders("Digest"), response.getHeader("Last-Modified"), response.containsHeader("ETag"),
                    response.getHeaderNames().containsAll(Arrays.asList("Content-Length", "Last-Modified", "X-Int"))));
        });
        server.get("/page");
        assertEquals(Arrays.asList(true, "7", Arrays.asList("a", "b"), "Tue, 14 Nov 2023 22:13:20 GMT", false, true), seen);
    }

    @Test
    void makesNoPageOfAnEmptyAnswerThatTheContainerFlushes() throws Exception {
        server.filter((request, response, chain) ->
                PageServer.asFilter(handler).doFilter(request, new LibertyResponse((HttpServletResponse) response), chain));
        for (boolean wrapped : new boolean[] {false, true}) {
            server.page("/page", (request, response) -> {
                html(response);
                response.setDateHeader("Last-Modified", 1_700_000_000_000L);
                LibertyResponse.afterServlet(wrapped ? new HttpServletResponseWrapper(response) : response);
            });
            String message = server.get("/page");
            assertEquals("Tue, 14 Nov 2023 22:13:20 GMT", PageServer.header(message, "Last-Modified"), message);
            assertNull(PageServer.header(message, "Cache-Control"), message);
            assertEquals("passed; reason=" + PassReason.EMPTY, PageServer.header(message, "X-WxConfig"));
        }
    }

    @Test
    void keepsNothingBackThatTheContainerSendsAtOnce() throws Exception {
        StringBuilder blank = new StringBuilder();
        while (blank.length() < 9000) {
            blank.append(' ');
        }
        for (boolean first : new boolean[] {true, false}) {
            for (boolean prints : new boolean[] {true, false}) {
                List<Boolean> seen = new ArrayList<>();
                injected((request, response) -> {
                    html(response);
                    String text = HTML + blank;
                    if (!first) {
                        response.getOutputStream().print(HTML);
                        text = blank.toString();
                    }
                    if (prints) {
                        response.getOutputStream().print(text);
                    } else {
                        response.getOutputStream().write(text.getBytes(US_ASCII));
                    }
                    seen.add(response.isCommitted());
                });
                assertEquals(Arrays.asList(true, true), seen, first + " " + prints);
            }
        }
    }

    @Test
    void showsTheHeadersOfAPageThatHasTheScript() throws Exception {
        List<Object> seen = new ArrayList<>();
        injected((request, response) -> {
            html(response);
            response.setHeader("ETag", "\"1\"");
            write(response, HTML);
            response.setContentLength(LENGTH);
            response.setDateHeader("Last-Modified", 1_700_000_000_000L);
            seen.clear();
            seen.addAll(Arrays.asList(response.getHeader("ETag"), response.containsHeader("last-modified"),
                    response.getHeaders("etag"),
                    response.getHeader("Content-Length"),
                    response.getHeaderNames().containsAll(Arrays.asList("ETag", "Last-Modified"))));
        });
        assertEquals(Arrays.asList("\"1\"", true, Arrays.asList("\"1\""), String.valueOf(LENGTH), true), seen);
    }

    @Test
    void leavesTheChoiceOfWriterOrStreamToTheContainer() throws Exception {
        injected((request, response) -> {
            html(response);
            PrintWriter writer = response.getWriter();
            assertSame(writer, response.getWriter());
            assertThrows(IllegalStateException.class, response::getOutputStream);
            writer.print(HTML);
        });
        injected((request, response) -> {
            html(response);
            assertSame(response.getOutputStream(), response.getOutputStream());
            assertThrows(IllegalStateException.class, response::getWriter);
            write(response, HTML);
            assertFalse(response.isCommitted());
            response.getOutputStream().flush();
            assertTrue(response.isCommitted());
        });
    }

    /** Undertow asks for the writer at the end of a forward, and names a charset before it refuses. */
    @Test
    void namesNoCharsetWhereTheContainerDoesSoThoughItRefusesTheWriter() throws Exception {
        server.page("/page", (request, response) -> {
            response.setContentType("text/html");
            write(response, "<html><head><meta charset=utf-8>");
            assertThrows(IllegalStateException.class, response::getWriter);
        });
        server.filter((request, response, chain) -> PageServer.asFilter(handler).doFilter(request,
                new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public PrintWriter getWriter() throws IOException {
                        setCharacterEncoding("ISO-8859-1");
                        return super.getWriter();
                    }
                }, chain));
        String message = server.get("/page");
        assertEquals("text/html", PageServer.header(message, "Content-Type"));
        assertTrue(message.endsWith(SCRIPT), message);
    }

    @Test
    void printsAsTheContainersStreamDoes() throws Exception {
        injected((request, response) -> {
            html(response);
            ServletOutputStream out = response.getOutputStream();
            out.println("<html>");
            out.print('<');
            out.print("head><title>\u4f60\u597d");
            out.println();
            out.println(1);
            out.println(1L);
            out.println(true);
            out.println('c');
            out.println(1.5f);
            out.print(2.5d);
            out.print((String) null);
        });
    }

    @Test
    void printsAsTheContainersWriterDoes() throws Exception {
        injected((request, response) -> {
            html(response);
            PrintWriter out = response.getWriter();
            out.println();
            out.printf("%s%n<he", "<html>");
            out.append('a').append("d").append("x><y", 1, 2).append(null);
            out.println("\u4f60\u597d");
            out.println(new char[] {'a', 'b'});
            out.println((Object) null);
            out.print(1.5);
            out.write('\u597d');
            out.write("0123456789", 2, 3);
            out.write(new char[] {'a', 'b', 'c'}, 1, 1);
            out.format(Locale.GERMANY, "%.2f", 1.5);
            assertFalse(out.checkError());
        });
    }

    @Test
    void letsTheContainerRefuseWrongSlices() throws Exception {
        injected((request, response) -> {
            html(response);
            ServletOutputStream out = response.getOutputStream();
            out.write(HTML.getBytes(US_ASCII), 0, 0);
            assertThrows(RuntimeException.class, () -> out.write(null, 0, 5));
            assertThrows(RuntimeException.class, () -> out.write(new byte[5], 3, 5));
            assertThrows(RuntimeException.class, () -> out.write(new byte[5], -1, 2));
            out.write(("junk" + HTML + "junk").getBytes(US_ASCII), 4, LENGTH);
        });
        injected((request, response) -> {
            html(response);
            PrintWriter out = response.getWriter();
            assertThrows(RuntimeException.class, () -> out.write("12345", 3, 5));
            assertThrows(RuntimeException.class, () -> out.write(new char[5], -1, 2));
            out.write("junk" + HTML + "junk", 4, LENGTH);
        });
        injected((request, response) -> {
            html(response);
            response.getWriter().write(("junk" + HTML + "junk").toCharArray(), 4, LENGTH);
        });
    }
}
