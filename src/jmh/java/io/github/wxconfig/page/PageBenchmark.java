package io.github.wxconfig.page;

import io.github.wxconfig.Credential;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.settings.PathPatterns;
import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A page of 128 KB in writes of 8 KB, into a container that copies them to a buffer as a real one does: without the
 * filter, through it for another browser, and through it for WeChat's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PageBenchmark {

    private static final int WRITE = 8192;
    static final String WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.50";
    private static final String DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";

    private final byte[] page = page();
    private final PageHandler handler = handler();
    private final FilterChain chain = (request, response) -> {
        response.setContentType("text/html;charset=UTF-8");
        ServletOutputStream out = response.getOutputStream();
        for (int at = 0; at < page.length; at += WRITE) {
            out.write(page, at, WRITE);
        }
    };

    static PageHandler handler() {
        Credential ticket =
                new Credential("sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
                Instant.now(), Instant.now().plusSeconds(7200));
        ConfigOptions options = new ConfigOptions("wx0123456789abcdef", false,
                Arrays.asList("updateAppMessageShareData", "updateTimelineShareData", "scanQRCode"), Collections.emptyList());
        PageUrlResolver urls = new PageUrlResolver(null, address -> true);
        UrlSigner signatures = new UrlSigner(() -> ticket, Clock.systemUTC());
        String sdk = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
        ConfigScript script = new ConfigScript(new PageSigner("", options, urls,
                signatures), sdk, "/wxconfig/signature", false, false, ShareOptions.META);
        PathPatterns all = PathPatterns.of(Arrays.asList("/*"));
        PathPatterns files = PathPatterns.of(Arrays.asList("*.css", "*.js", "*.png"));
        return new PageHandler(script, false, path -> all.matches(path) && !files.matches(path), false, url -> null, "");
    }

    /** Otherwise it would measure how a failure is logged. */
    @Setup
    public void theScriptIsPutIn() throws Exception {
        pageForWeChat();
        if (handler.counts().pagesInjected() != 1) {
            throw new IllegalStateException("The script was not put in: " + handler.counts().pagesPassed());
        }
    }

    @Benchmark
    public Object pageWithoutTheFilter() throws Exception {
        Sink sink = new Sink();
        chain.doFilter(new Request(WECHAT), sink);
        return sink;
    }

    @Benchmark
    public Object pageForAnotherBrowser() throws Exception {
        Sink sink = new Sink();
        handler.handle(new Request(DESKTOP), sink, chain);
        return sink;
    }

    @Benchmark
    public Object pageForWeChat() throws Exception {
        Sink sink = new Sink();
        handler.handle(new Request(WECHAT), sink, chain);
        return sink;
    }

    private static byte[] page() {
        StringBuilder html =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<title>shop</title>\n</head>\n<body>\n");
        while (html.length() < 16 * WRITE) {
            html.append("<p class=\"tea\">Spring tea from the mountain, <a href=\"/tea?id=").append(html.length())
                    .append("\">look</a></p>\n");
        }
        return Arrays.copyOf(html.toString().getBytes(StandardCharsets.US_ASCII), 16 * WRITE);
    }

    /** A request as cheap as one can be; what nobody asks for is not there. */
    static final class Request extends HttpServletRequestWrapper {

        private static final HttpServletRequest NOTHING = nothing(HttpServletRequest.class);

        private final Map<String, Object> attributes = new HashMap<>();
        private final String userAgent;

        Request(String userAgent) {
            super(NOTHING);
            this.userAgent = userAgent;
        }

        @Override
        public String getHeader(String name) {
            return name.equals("User-Agent") ? userAgent : name.equals("Accept") ? "text/html,*/*" : null;
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }

        @Override
        public String getScheme() {
            return "https";
        }

        @Override
        public String getServerName() {
            return "shop.example.com";
        }

        @Override
        public int getServerPort() {
            return 443;
        }

        @Override
        public String getRemoteAddr() {
            return "10.0.0.1";
        }

        @Override
        public String getContextPath() {
            return "";
        }

        @Override
        public String getRequestURI() {
            return "/product.jsp";
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer("https://shop.example.com/product.jsp");
        }

        @Override
        public String getQueryString() {
            return "id=4711&from=singlemessage&isappinstalled=0";
        }

        @Override
        public String getServletPath() {
            return "/product.jsp";
        }

        @Override
        public String getPathInfo() {
            return null;
        }

        @Override
        public boolean isAsyncStarted() {
            return false;
        }

        @Override
        public Object getAttribute(String name) {
            return attributes.get(name);
        }

        @Override
        public void setAttribute(String name, Object value) {
            attributes.put(name, value);
        }
    }

    /** A container's response: an 8 KB buffer that every write is copied into. */
    static final class Sink extends HttpServletResponseWrapper {

        private static final HttpServletResponse NOTHING = nothing(HttpServletResponse.class);

        private final Map<String, String> headers = new HashMap<>();
        private final byte[] buffer = new byte[WRITE];
        private final ServletOutputStream out = new Buffered();
        private String contentType;
        private long written;

        Sink() {
            super(NOTHING);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return out;
        }

        @Override
        public PrintWriter getWriter() {
            return new PrintWriter(new Chars());
        }

        @Override
        public void setContentType(String type) {
            contentType = type;
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public void setContentLength(int length) {
            headers.put("Content-Length", String.valueOf(length));
        }

        @Override
        public int getStatus() {
            return 200;
        }

        @Override
        public boolean isCommitted() {
            return written > WRITE;
        }

        @Override
        public int getBufferSize() {
            return WRITE;
        }

        @Override
        public boolean containsHeader(String name) {
            return headers.containsKey(name);
        }

        @Override
        public String getHeader(String name) {
            return headers.get(name);
        }

        @Override
        public Collection<String> getHeaders(String name) {
            String value = headers.get(name);
            return value == null ? Collections.<String>emptyList() : Collections.singletonList(value);
        }

        @Override
        public void setHeader(String name, String value) {
            headers.put(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            headers.put(name, value);
        }

        private final class Buffered extends ServletOutputStream {

            @Override
            public void write(int b) {
                buffer[0] = (byte) b;
                written++;
            }

            @Override
            public void write(byte[] bytes, int off, int len) {
                for (int at = 0; at < len; at += WRITE) {
                    System.arraycopy(bytes, off + at, buffer, 0, Math.min(WRITE, len - at));
                }
                written += len;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new IllegalStateException();
            }
        }

        private final class Chars extends Writer {

            @Override
            public void write(char[] chars, int off, int len) {
                written += len;
            }

            @Override
            public void flush() {
                // there is nowhere to go
            }

            @Override
            public void close() {
                // nor anything to end
            }
        }
    }

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("getBufferSize")) { // asked of the container itself
                return WRITE;
            }
            if (method.getName().equals("setBufferSize")) {
                return null;
            }
            throw new IllegalStateException("The benchmark did not expect " + method);
        }));
    }
}
