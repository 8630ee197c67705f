package io.github.wxconfig.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.DefaultServlet;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** A Jetty without sockets: an HTTP request as text goes in, the whole response as text comes out, byte for char. */
public final class PageServer implements AutoCloseable {

    static final String SCRIPT = "<script>SCRIPT</script>";
    static final String WECHAT = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50 NetType/WIFI";
    static final String DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0";

    private static final int MOST_AT_ONCE = 100;
    private static final Logger NOISE = Logger.getLogger("org.eclipse.jetty");

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Server server = new Server();
    private final LocalConnector connector;
    private final ServletContextHandler context = new ServletContextHandler();
    private final ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    /** A response may be there before the filter has returned. One permit less for each that has not. */
    private final Semaphore idle = new Semaphore(MOST_AT_ONCE);
    private volatile Filter filter = (request, response, chain) -> chain.doFilter(request, response);

    /** What a page does. */
    public interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    /** @param folder whose files lie below /files, or {@code null} */
    PageServer(String folder) throws Exception {
        NOISE.setLevel(Level.OFF);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        connector = new LocalConnector(server, new HttpConnectionFactory(http));
        server.addConnector(connector);
        server.setHandler(context);
        FilterHolder holder = new FilterHolder((request, response, chain) -> {
            idle.acquireUninterruptibly();
            try {
                filter.doFilter(request, response, chain);
            } finally {
                idle.release();
            }
        });
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC,
                DispatcherType.ERROR));
        ServletHolder servlet = new ServletHolder(new Pages());
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        if (folder != null) {
            context.setResourceBase(folder);
            ServletHolder files = new ServletHolder(DefaultServlet.class);
            files.setAsyncSupported(true);
            context.addServlet(files, "/files/*");
        }
        errors.setShowStacks(false);
        context.setErrorHandler(errors);
        server.start();
    }

    private final class Pages extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
            pages.get(included == null ? request.getPathInfo() : included).answer(request, response);
        }
    }

    void filter(Filter other) {
        filter = other;
    }

    void filter(PageHandler handler) {
        filter = asFilter(handler);
    }

    public static Filter asFilter(PageHandler handler) {
        return (request, response, chain) ->
                handler.handle((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }

    void noFilter() {
        filter = (request, response, chain) -> chain.doFilter(request, response);
    }

    void page(String path, Page page) {
        pages.put(path, page);
    }

    ErrorPageErrorHandler errors() {
        return errors;
    }

    /** Answers a request of WeChat's browser with these further header lines. */
    String get(String path, String... headers) throws Exception {
        return request("GET", path, WECHAT, headers);
    }

    String request(String method, String path, String userAgent, String... headers) throws Exception {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n");
        text.append("User-Agent: ").append(userAgent).append("\r\nConnection: close\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        ByteBuffer request = ByteBuffer.wrap((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer response = connector.getResponse(request, method.equals("HEAD"), 10, TimeUnit.SECONDS);
        if (!idle.tryAcquire(MOST_AT_ONCE, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("The filter has not returned: " + text);
        }
        idle.release(MOST_AT_ONCE);
        return StandardCharsets.ISO_8859_1.decode(response).toString();
    }

    /** The status line and the headers in alphabetical order, because their order carries no meaning. */
    static String head(String message) {
        String[] lines = message.substring(0, message.indexOf("\r\n\r\n")).split("\r\n");
        Arrays.sort(lines, 1, lines.length);
        return String.join("\n", lines);
    }

    /** The value of a header, or {@code null}. */
    static String header(String message, String name) {
        return Arrays.stream(head(message).split("\n"))
                .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse(null);
    }

    /** What stands after the headers, put together from its chunks. */
    static String body(String message) {
        String body = message.substring(message.indexOf("\r\n\r\n") + 4);
        return "chunked".equals(header(message, "Transfer-Encoding")) ? unchunked(body) : body;
    }

    private static String unchunked(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            at = line + 4 + length;
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
