package io.github.wxconfig.http;

import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.DefaultServlet;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** A Jetty without sockets: an HTTP request as text goes in, the whole response as text comes out. */
final class PageServer implements AutoCloseable {

    static final String SCRIPT = "<script>SCRIPT</script>";
    static final String WECHAT = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50 NetType/WIFI";

    private final Server server = new Server();
    private final LocalConnector connector;
    private final ServletContextHandler context = new ServletContextHandler();

    /** What a page does. */
    interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    PageServer() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        connector = new LocalConnector(server, new HttpConnectionFactory(http));
        server.addConnector(connector);
        server.setHandler(context);
    }

    PageServer filter(Function<ServletRequest, PageHandler> handler) {
        return filter((request, response, chain) -> handler.apply(request)
                .handle((HttpServletRequest) request, (HttpServletResponse) response, chain));
    }

    PageServer filter(PageHandler handler) {
        return filter(request -> handler);
    }

    PageServer filter(Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC,
                DispatcherType.ERROR));
        return this;
    }

    PageServer page(String path, Page page) {
        ServletHolder holder = new ServletHolder(new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                page.answer(request, response);
            }
        });
        holder.setAsyncSupported(true);
        context.addServlet(holder, path);
        return this;
    }

    PageServer files(String folder) {
        context.setResourceBase(folder);
        context.addServlet(DefaultServlet.class, "/");
        return this;
    }

    ServletContextHandler context() {
        return context;
    }

    PageServer start() throws Exception {
        server.start();
        return this;
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
        return connector.getResponse(text + "\r\n", 10, TimeUnit.SECONDS);
    }

    /** What stands after the headers, put together from its chunks. */
    static String body(String message) {
        int end = message.indexOf("\r\n\r\n") + 4;
        String body = message.substring(end);
        return message.substring(0, end).contains("Transfer-Encoding: chunked") ? unchunked(body) : body;
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
    public void close() throws Exception {
        server.stop();
    }
}
