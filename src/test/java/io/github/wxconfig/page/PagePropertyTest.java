package io.github.wxconfig.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an application calls in whatever order: the message is the same but for the script and what goes with it. */
class PagePropertyTest extends PageTestBase {

    private static final int CASES = 3000;
    private static final String[] BODIES = {HTML, "\n\n  " + HTML, "{\"a\":1}", "<div>fragment</div>", "<!-- only a comment -->",
        "<html><head><meta charset=utf-8><title>\u4f60\u597d</title></head><body>\u597d</body></html>", "x",
        "<html><body class='a'>no head</body></html>", HTML + "<p>long</p>".repeat(2000), "\n".repeat(9000) + HTML};
    private static final String[] TYPES = {"text/html;charset=utf-8", "text/html", "text/plain;charset=utf-8", null,
        "application/json", "application/xhtml+xml;charset=utf-8"};

    @Test
    void differsByTheScriptAlone() throws Exception {
        long injected = 0;
        for (int seed = 0; seed < CASES; seed++) {
            injected += check(seed);
        }
        assertTrue(injected > CASES / 4, "only [" + injected + "] pages got the script");
    }

    private int check(int seed) throws Exception {
        server.page("/page", (request, response) -> new Application(seed, response).run());
        server.noFilter();
        String plain = server.get("/page");
        server.filter(handler);
        String message = server.get("/page");
        String body = PageServer.body(message);
        int at = body.indexOf(SCRIPT);
        String rest = at < 0 ? body : body.substring(0, at) + body.substring(at + SCRIPT.length());
        assertEquals(PageServer.body(plain), rest, "seed " + seed);
        String trace = PageServer.header(message, "X-WxConfig");
        assertTrue(trace == null || trace.equals("pending") || trace.equals("injected") == at >= 0, "seed " + seed + trace);
        assertHeaders(plain, message, at >= 0 || "pending".equals(trace), "seed " + seed);
        return at >= 0 ? 1 : 0;
    }

    private static void assertHeaders(String plain, String message, boolean touched, String why) {
        String[] ours = touched
                ? new String[] {"X-WxConfig", "Cache-Control", "Vary", "ETag", "Content-Length", "Transfer-Encoding"}
                : new String[] {"X-WxConfig", "Content-Length", "Transfer-Encoding"};
        assertEquals(without(PageServer.head(plain), ours), without(PageServer.head(message), ours), why);
        String length = PageServer.header(message, "Content-Length");
        assertTrue(length == null || length.equals(String.valueOf(PageServer.body(message).length())), why + message);
        if (!touched && PageServer.header(plain, "Content-Length") != null) {
            assertEquals(PageServer.header(plain, "Content-Length"), length, why);
        }
    }

    /** Does the same for the same seed. */
    private static final class Application {

        private final Random random;
        private final HttpServletResponse response;
        private final String body;
        private final boolean writes;
        private ServletOutputStream out;
        private PrintWriter writer;

        Application(int seed, HttpServletResponse response) {
            this.random = new Random(seed);
            this.response = response;
            this.body = BODIES[random.nextInt(BODIES.length)];
            this.writes = random.nextBoolean();
        }

        void run() throws IOException {
            String type = TYPES[random.nextInt(TYPES.length)];
            if (writes && type != null && !type.contains("charset")) {
                type += ";charset=utf-8";
            }
            int typeAt = random.nextInt(3);
            int streamAt = random.nextInt(3);
            int lengthAt = random.nextInt(5); // often none
            for (int step = 0; step < 3; step++) {
                if (step == typeAt && type != null) {
                    type(type);
                }
                if (step == lengthAt) {
                    length(body.getBytes(UTF_8).length);
                }
                if (step == streamAt) {
                    open();
                }
            }
            if (random.nextInt(4) == 0) {
                response.setHeader("ETag", "\"" + random.nextInt() + "\"");
                response.setHeader("Cache-Control", "max-age=60, public");
            }
            open();
            write();
        }

        private void open() throws IOException {
            if (writes) {
                response.setCharacterEncoding("utf-8");
                writer = response.getWriter();
            } else {
                out = response.getOutputStream();
            }
        }

        private void type(String type) {
            switch (random.nextInt(3)) {
                case 0:
                    response.setHeader("content-type", type);
                    break;
                case 1:
                    response.setContentType("text/plain");
                    response.setContentType(type);
                    break;
                default:
                    response.setContentType(type);
            }
        }

        private void length(int length) {
            switch (random.nextInt(5)) {
                case 0:
                    response.setHeader("Content-length", String.valueOf(length));
                    break;
                case 1:
                    response.setIntHeader("Content-Length", length);
                    break;
                case 2:
                    response.setContentLengthLong(length);
                    break;
                case 3:
                    response.setContentLength(3);
                    response.setContentLength(length);
                    break;
                default:
                    response.setContentLength(length);
            }
        }

        private void write() throws IOException {
            int most = random.nextBoolean() ? body.length() : 1 + random.nextInt(12);
            if (body.length() > 1000 && most < 1000) {
                most = 997;
            }
            for (int at = 0; at < body.length(); ) {
                int length = Math.min(most, body.length() - at);
                if (writes) {
                    print(body, at, length);
                } else {
                    write(body.substring(at, at + length).getBytes(UTF_8));
                }
                at += length;
                if (random.nextInt(20) == 0) {
                    response.flushBuffer();
                }
            }
            if (random.nextInt(4) == 0) {
                close();
            }
        }

        private void write(byte[] bytes) throws IOException {
            switch (random.nextInt(4)) {
                case 0:
                    for (byte b : bytes) {
                        out.write(b);
                    }
                    break;
                case 1:
                    byte[] larger = ("<head>" + new String(bytes, ISO_8859_1) + "<head>").getBytes(ISO_8859_1);
                    out.write(larger, 6, bytes.length);
                    break;
                case 2:
                    out.print("");
                    out.write(bytes);
                    break;
                default:
                    out.write(bytes);
            }
        }

        private void print(String s, int off, int len) {
            switch (random.nextInt(4)) {
                case 0:
                    writer.write(s, off, len);
                    break;
                case 1:
                    writer.append(s, off, off + len);
                    break;
                case 2:
                    writer.write(s.toCharArray(), off, len);
                    break;
                default:
                    for (int i = off; i < off + len; i++) {
                        writer.print(s.charAt(i));
                    }
            }
        }

        private void close() throws IOException {
            if (writes) {
                writer.close();
            } else {
                out.close();
            }
        }
    }
}
