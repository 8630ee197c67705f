package io.github.wxconfig.browser;

import com.sun.net.httpserver.HttpServer;
import io.github.wxconfig.Credential;
import io.github.wxconfig.endpoint.FileEndpoint;
import io.github.wxconfig.endpoint.OneAccount;
import io.github.wxconfig.endpoint.SignatureEndpoint;
import io.github.wxconfig.page.PageHandler;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/**
 * An application whose every address is one page with our script, a WeChat to verify it, and a server for the SDK and
 * the bridge. The fields are its knobs: they are read at each request.
 */
final class Site implements AutoCloseable {

    /** Where the page's template wants the script. */
    static final String PLACE = "<!--wxconfig-->";

    static final String PAGE = "<!DOCTYPE html><html><head>" + PLACE + "<title>page</title><script>"
            + "var results = [];"
            + "if (window.wx) { wx.ready(function () { results.push('ready'); });"
            + " wx.error(function (e) { results.push(e.errMsg); }); }"
            + "</script></head><body>page</body></html>";

    static final ConfigOptions OPTIONS = new ConfigOptions("wx0123456789abcdef", false,
            Arrays.asList("onMenuShareTimeline", "chooseImage"), Collections.emptyList());

    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY.setLevel(Level.WARNING);
    }

    final WeChatSimulator weChat = WeChatSimulator.start();
    final Server server = new Server();
    final HttpServer tools = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);

    String page = PAGE;
    String contentType = "text/html;charset=UTF-8";
    Charset charset = StandardCharsets.UTF_8;
    String nonce;
    String endpoint = "/wxconfig/signature";
    String sdkUrl;
    String fallback = "";
    boolean spa;
    boolean ios;
    boolean lateBridge;
    boolean bridgeFirst = true;
    /**
     * Of an account whose filter stands before ours, or {@code null}. Its pages are elsewhere, its endpoint has the same path.
     */
    ConfigOptions other;
    /** Whether it has a ticket when we have one. */
    boolean otherIsWell = true;
    /** Whether the script comes by the filter's own wrappers, or simply stands in the page. */
    boolean wrapped;
    PageUrlResolver urls = new PageUrlResolver(null, address -> false);
    Clock clock = Clock.systemUTC();
    volatile Credential ticket;
    volatile Runnable onSignature = () -> { };
    String cacheControl = "no-store";

    /** What was asked of the application, each as method, path and query. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    Site(String contextPath) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath(contextPath);
        context.addFilter(new FilterHolder(new PageFilter()), "/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder(new PageServlet()), "/*");
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(404, "/error.jsp?code=404");
        context.setErrorHandler(errors);
        server.setHandler(context);
        server.start();
        serve("/sdk.js", NpmScripts.sdk());
        serve("/sdk-again.js", NpmScripts.sdk());
        tools.start();
        sdkUrl = tool("/sdk.js");
        ticket = newTicket();
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    String tool(String path) {
        return "http://127.0.0.1:" + tools.getAddress().getPort() + path;
    }

    void serve(String path, byte[] script) {
        String text = new String(script, StandardCharsets.UTF_8);
        serve(path, question -> text);
    }

    /** Something that is asked, by a query, and answers. */
    interface Tool {

        String answer(String question) throws Exception;
    }

    void serve(String path, Tool tool) {
        tools.createContext(path, exchange -> {
            byte[] answer = new byte[0];
            try {
                answer = tool.answer(exchange.getRequestURI().getQuery()).getBytes(StandardCharsets.UTF_8);
            } catch (Exception e) {
                e.printStackTrace();
            }
            exchange.getResponseHeaders().set("Content-Type", "text/javascript");
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    /** Fetches a ticket as the filter would. */
    Credential newTicket() throws IOException, InterruptedException {
        String token = ask("/cgi-bin/token?grant_type=client_credential&appid=" + OPTIONS.appId() + "&secret=s", "access_token");
        String value = ask("/cgi-bin/ticket/getticket?type=jsapi&access_token=" + token, "ticket");
        Instant now = Instant.now();
        return new Credential(value, now, now.plusSeconds(7200));
    }

    private String ask(String call, String field) throws IOException, InterruptedException {
        String answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(weChat.baseUrl() + call)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        Matcher matcher = Pattern.compile("\"" + field + "\":\"([^\"]+)\"").matcher(answer);
        if (!matcher.find()) {
            throw new IOException(answer);
        }
        return matcher.group(1);
    }

    private UrlSigner signatures() {
        return new UrlSigner(() -> ticket, clock);
    }

    private ConfigScript script() {
        return new ConfigScript(new PageSigner("", OPTIONS, urls,
                signatures()), sdkUrl, endpoint, false, spa, ShareOptions.META);
    }

    /** What pages load of the script, with another second host for the SDK than WeChat's. */
    private String fileWithFallback() {
        String rule = "replace(\"//res.\",\"//res2.\")";
        String text = new String(script().file().text(), StandardCharsets.US_ASCII);
        if (!text.contains(rule)) {
            throw new IllegalStateException(text);
        }
        return text.replace(rule, "replace(/.*/,\"" + fallback + "\")");
    }

    /** The page as the browser gets it. */
    private String markup(HttpServletRequest request) {
        if (wrapped) {
            return page.replace(PLACE, bridge());
        }
        byte[] bytes = script().forRequest(request).render(contentType.contains("xhtml"), nonce);
        String markup = new String(bytes, StandardCharsets.US_ASCII)
                .replaceFirst("\",1\\);(/\\*]]>\\*/)?</script>", fallback.isEmpty() ? "$0" : "\",2);$1</script>");
        return page.replaceFirst(PLACE, Matcher.quoteReplacement(bridgeFirst ? bridge() + markup : markup + bridge()))
                .replace(PLACE, markup);
    }

    private String bridge() {
        return "<script" + (nonce == null ? "" : " nonce=\"" + nonce + '"') + ">" + bridgeScript() + "</script>";
    }

    private String bridgeScript() {
        try (InputStream in = Site.class.getResourceAsStream("bridge.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceFirst("(?s).*?\\(function", "(function")
                    .replaceAll("//.*", "")
                    .replace("OPTIONS", "{verify: '" + weChat.baseUrl() + "/verify', ios: " + ios + ", late: " + lateBridge
                            + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        tools.stop(0);
        weChat.close();
    }

    private final class PageFilter implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest http = (HttpServletRequest) request;
            if (http.getDispatcherType() == DispatcherType.REQUEST) {
                requests.add(http.getMethod() + ' ' + http.getRequestURI()
                        + (http.getQueryString() == null ? "" : '?' + http.getQueryString()));
            }
            if (!fallback.isEmpty() && http.getRequestURI().contains("/wxconfig/more.")) {
                response.getOutputStream().write(fileWithFallback().getBytes(StandardCharsets.US_ASCII));
                return;
            }
            if (new FileEndpoint(endpoint, new OneAccount(null, script().file())).handle(http, (HttpServletResponse) response,
                    true)) {
                return;
            }
            if (other != null && answers(other, false, http, response) || answers(OPTIONS, true, http, response)) {
                onSignature.run();
                return;
            }
            urls.resolve(http);
            if (wrapped) {
                new PageHandler(script(), false, path -> true, false, url -> null, "").handle(http,
                        (HttpServletResponse) response, chain);
            } else {
                chain.doFilter(request, response);
            }
        }

        private boolean answers(ConfigOptions options, boolean included, HttpServletRequest request, ServletResponse response)
                throws IOException {
            UrlSigner signatures = options == OPTIONS || otherIsWell ? signatures() : new UrlSigner(() -> null, clock);
            return new SignatureEndpoint(endpoint, new OneAccount(new PageSigner("", options, urls, signatures), null), "")
                    .handle(request, (HttpServletResponse) response, included);
        }
    }

    private final class PageServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            if (request.getRequestURI().endsWith(".do") && request.getDispatcherType() == DispatcherType.REQUEST) {
                request.getRequestDispatcher("/inside.jsp?x=1").forward(request, response);
                return;
            }
            if (request.getRequestURI().endsWith(".gone") && request.getDispatcherType() == DispatcherType.REQUEST) {
                response.sendError(404);
                return;
            }
            response.setStatus(200);
            response.setContentType(contentType);
            response.setHeader("Cache-Control", cacheControl);
            if (nonce != null) {
                response.setHeader("Content-Security-Policy",
                        "script-src 'nonce-" + nonce + "'; object-src 'none'");
            }
            response.getOutputStream().write(markup(request).getBytes(charset));
        }
    }
}
