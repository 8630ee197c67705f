package io.github.wxconfig.page;

import io.github.wxconfig.script.PageScript;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The end of the line: an HTML response that notes what arrives, and breaks where it is told to. */
final class PageSink {

    final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int writes;
    int flushes;
    /** Calls of the response, not of its stream. */
    int calls;
    private boolean refusing;
    private long breaksAt = Long.MAX_VALUE;
    private boolean once;
    private boolean noting = true;

    private final ServletOutputStream stream = new ServletOutputStream() {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buf, int off, int len) throws IOException {
            writes++;
            if (!noting) {
                return;
            }
            int rest = (int) Math.min(len, Math.max(0, breaksAt - arrived.size()));
            arrived.write(buf, off, rest);
            if (rest < len) {
                breaksAt = once ? Long.MAX_VALUE : breaksAt;
                throw new IOException("broken pipe");
            }
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public boolean isReady() {
            throw new IllegalStateException("nobody set a WriteListener");
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException();
        }
    };

    private final PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));

    /** Takes so many bytes and then fails, either always or once. */
    PageSink breakingAt(int position, boolean justOnce) {
        breaksAt = position;
        once = justOnce;
        return this;
    }

    /** Forgets what arrives. */
    PageSink forgetful() {
        noting = false;
        return this;
    }

    /** Takes no header, as Jetty and Undertow while another resource is included. */
    PageSink refusingHeaders() {
        refusing = true;
        return this;
    }

    String text() {
        return new String(arrived.toByteArray(), StandardCharsets.UTF_8);
    }

    /** This response as the application gets it. */
    PageResponse page(PageScript script) {
        return new PageResponse(RequestStub.get("/page", null).request(), response(), script,
                new CachePolicy(Collections.singletonList("User-Agent")), new PageContext(false, url -> null, ""));
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(PageSink.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    calls++;
                    switch (method.getName()) {
                        case "getOutputStream":
                            return stream;
                        case "getWriter":
                            return writer;
                        case "isCommitted":
                            return false;
                        case "getStatus":
                            return 200;
                        case "getBufferSize":
                            return 8192;
                        case "getContentType":
                            return "text/html;charset=utf-8";
                        case "getHeader":
                            return headers.get((String) arguments[0]);
                        case "getHeaders":
                            String value = headers.get((String) arguments[0]);
                            return value == null ? Collections.emptyList() : Collections.singletonList(value);
                        case "containsHeader":
                            return headers.containsKey((String) arguments[0]);
                        case "setHeader":
                        case "addHeader":
                            if (!refusing) {
                                headers.put((String) arguments[0], (String) arguments[1]);
                            }
                            return null;
                        case "setContentLength":
                            headers.put("Content-Length", String.valueOf(arguments[0]));
                            return null;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
