package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.wxconfig.WxConfigFilter;
import io.github.wxconfig.simulator.WeChatSimulator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One page of one application, opened by WeChat and by WeCom: the real filter, the real SDK of each, real Chromium, and a bridge
 * that asks the simulator and records.
 */
@Timeout(600)
class WeComIT {

    private static final String ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 XWEB/1160117 "
            + "MMWEBSDK/20240404"
            + " MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64 Weixin NetType/WIFI";
    private static final String WECOM = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
            + "Mobile/15E148"
            + " wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh ColorScheme/Light wwmver/3.26.13.714";
    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String CORPID = "ww0123456789abcdef";
    private static final String CORPSECRET = "0123456789_abcdefghijklmnopqrstuvwxyz-ABCDE";
    private static final String AGENTID = "1000002";
    private static final String[] OFFICIAL = {"appid", APPID, "secret", SECRET};
    private static final String[] CORP = {"corpid", CORPID, "corpsecret", CORPSECRET};
    private static final String[] APP = {"corpid", CORPID, "corpsecret", CORPSECRET, "agentid", AGENTID};

    /**
     * What the page saw: {@code ready} and errors in their order, then what was asked of the client, then the client's
     * verdicts.
     */
    private static final String PAGE = "<!DOCTYPE html><html><head><title>tea</title><script>var results = [];"
            + "wx.ready(function () { results.push('ready'); }); wx.error(function (e) { results.push(e.errMsg); "
            + "});</script></head>"
            + "<body>tea<script>"
            + "if (/spa/.test(location.search)) { setTimeout(function () { history.pushState(null, '', '/shop/item/5?x=1'); "
            + "}, 1500); }"
            + "setTimeout(function () { var out = document.createElement('pre');"
            + " out.textContent = '[' + results.join('|') + '] [' + bridgeLog.invoked.filter(function (name) { return name != "
            + "'getNetworkType'; })"
            + ".join('|') + '] [' + bridgeLog.answers.join('|') + '] ' + JSON.stringify(bridgeLog.parameters);"
            + " document.body.appendChild(out); }, 15000);</script></body></html>";

    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY.setLevel(Level.WARNING);
    }

    @TempDir
    Path folder;

    private final WeChatSimulator simulator = WeChatSimulator.start().account(APPID, SECRET).corp(CORPID, CORPSECRET, AGENTID);
    private final Server server = new Server();
    private HttpServer tools;
    private int visits;
    private String page;

    @BeforeAll
    static void programs() {
        Needed.isThere(Chromium.problem());
    }

    @BeforeEach
    void serve() throws Exception {
        tools = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        script("/1.6.0.js", NpmScripts.sdk());
        script("/1.2.0.js", NpmScripts.sdkOfWeCom());
        tools.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        tools.stop(0);
        simulator.close();
    }

    private void script(String path, byte[] text) {
        tools.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/javascript");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
    }

    private String tool(String path) {
        return "http://127.0.0.1:" + tools.getAddress().getPort() + path;
    }

    private void start(String[]... accounts) throws Exception {
        start("1.2.0", accounts);
    }

    private void start(String corpSdk, String[]... accounts) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/shop");
        FilterHolder ours = new FilterHolder(WxConfigFilter.class);
        ours.setAsyncSupported(true);
        for (String[] options : accounts) {
            for (int i = 0; i < options.length; i += 2) {
                ours.setInitParameter(options[i], options[i + 1]);
            }
        }
        for (String[] option : new String[][] {{"apiBase", simulator.baseUrl()}, {"corpApiBase", simulator.baseUrl()}, {"store",
                "memory"},
            {"sdkUrl", tool("/1.6.0.js")}, {"corpSdkUrl", tool("/" + corpSdk + ".js")}, {"trace", "true"},
            {"jsApiList", "chooseImage,onMenuShareTimeline,sendChatMessage"}}) {
            ours.setInitParameter(option[0], option[1]);
        }
        context.addFilter(new FilterHolder(new EarlyBridge()), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(ours, "/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder(new PageServlet()), "/*");
        server.setHandler(context);
        server.start();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!areTicketsThere()) {
            assertTrue(System.nanoTime() < end, () -> "no ticket: " + simulator.requests());
            Thread.onSpinWait();
        }
    }

    /** That is, every page that gets a script is signed, by all of its tickets. */
    private boolean areTicketsThere() throws Exception {
        for (String agent : List.of(ANDROID, WECOM)) {
            String page = get("/shop/", agent).body();
            if (page.contains("signature:\"\"")) {
                return false;
            }
        }
        return true;
    }

    private int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    private HttpResponse<String> get(String path, String agent) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port()
                + path)).header("User-Agent", agent)
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the page told, without the parameters. */
    private String open(String agent, String query) throws Exception {
        Chromium browser = new Chromium(folder.resolve("profile" + ++visits)).flag("--user-agent=" + agent)
                .flag("--host-resolver-rules=MAP shop.example.com:80 127.0.0.1:" + port());
        page = browser.open("http://shop.example.com/shop/?" + query);
        Matcher out = Pattern.compile("<pre>(\\[.*?] \\[.*?] \\[.*?]) ").matcher(page);
        assertTrue(out.find(), () -> page + "\n" + simulator.requests());
        return out.group(1);
    }

    @Test
    void eachClientGetsItsOwnConfigOnTheSamePage() throws Exception {
        start(OFFICIAL, APP);
        for (String bridge : List.of("late", "early")) {
            assertEquals("[ready] [preVerifyJSAPI] [preVerifyJSAPI:ok]", open(ANDROID, bridge));
            assertTrue(page.contains("/1.6.0.js") && page.contains("appId:\"" + APPID) && !page.contains(CORPID), page);
            assertEquals("[ready] [preVerifyJSAPI|agentConfig] [preVerifyJSAPI:ok|agentConfig:ok]", open(WECOM, bridge));
            assertTrue(page.contains("/1.2.0.js") && page.contains("appId:\"" + CORPID) && !page.contains(APPID), page);
        }
        assertTrue(page.contains("\"jsApiList\":[\"sendChatMessage\"]") && page.contains("\"agentid\":\"" + AGENTID
                + "\",\"timestamp\":\"1"),
                "what agentConfig got, as texts: " + page);
        assertEquals(1, simulator.calls("gettoken"));
    }

    @Test
    void aCorpWithoutAnAppNeedsNoAgentConfig() throws Exception {
        start(OFFICIAL, CORP);
        assertEquals("[ready] [preVerifyJSAPI] [preVerifyJSAPI:ok]", open(WECOM, "late"));
        assertEquals("[config:invalid signature|ready] [preVerifyJSAPI] [preVerifyJSAPI:fail_invalid signature]", open(WECOM,
                "late&wrong=config"));
        assertEquals(0, simulator.calls("ticket/get"));
    }

    /** As 微信插件 opens the pages of an app. */
    @Test
    void aCorpAloneServesWeChatToo() throws Exception {
        start(APP, new String[0]);
        assertEquals("[ready] [preVerifyJSAPI] [preVerifyJSAPI:ok]", open(ANDROID, "early"), "there is no agentConfig in WeChat");
        assertEquals("[ready] [preVerifyJSAPI|agentConfig] [preVerifyJSAPI:ok|agentConfig:ok]", open(WECOM, "early"));
    }

    @Test
    void withoutACorpWeComGetsNothing() throws Exception {
        start(OFFICIAL, new String[0]);
        HttpResponse<String> answer = get("/shop/", WECOM);
        assertEquals("passed; reason=client", answer.headers().firstValue("X-WxConfig").orElse(""));
        assertEquals(PAGE, answer.body());
    }

    /** One error at most, that of the first call that failed; and wx.ready runs, as after every failed wx.config. */
    @Test
    void eachFailureReachesWxErrorOnce() throws Exception {
        start(OFFICIAL, APP);
        for (String bridge : List.of("late", "early")) {
            assertEquals("[config:invalid signature|ready] [preVerifyJSAPI|agentConfig] [preVerifyJSAPI:fail_invalid "
                    + "signature|agentConfig:ok]",
                    open(WECOM, bridge + "&wrong=config"));
            assertEquals("[agentConfig:invalid signature|ready] [preVerifyJSAPI|agentConfig]"
                    + " [preVerifyJSAPI:ok|agentConfig:fail_invalid signature]", open(WECOM, bridge + "&wrong=agent"));
        }
        assertEquals("[config:invalid signature|ready] [preVerifyJSAPI|agentConfig]"
                + " [preVerifyJSAPI:fail_invalid signature|agentConfig:fail_invalid signature]", open(WECOM,
                "late&wrong=config,agent"));
        assertEquals("[agentConfig:no answer|ready] [preVerifyJSAPI|agentConfig] [preVerifyJSAPI:ok]", open(WECOM,
                "late&silent"));
        assertEquals("[agentConfig:function not exist|ready] [preVerifyJSAPI|agentConfig] [preVerifyJSAPI:ok]", open(WECOM,
                "late&old"));
    }

    @Test
    void theSdk160AndABridgeThatCannotBeChangedDoAsWell() throws Exception {
        start("1.6.0", OFFICIAL, APP);
        assertEquals("[ready] [preVerifyJSAPI|agentConfig] [preVerifyJSAPI:ok|agentConfig:ok]", open(WECOM, "early&frozen"));
        assertEquals("[agentConfig:invalid signature|ready] [preVerifyJSAPI|agentConfig]"
                + " [preVerifyJSAPI:ok|agentConfig:fail_invalid signature]", open(WECOM, "late&frozen&wrong=agent"));
    }

    /** WeCom knows the current URL on iPhones as well. */
    @Test
    void aSinglePageApplicationIsConfiguredAnewOnEachRoute() throws Exception {
        start(OFFICIAL, APP, new String[] {"spa", "true"});
        assertEquals("[ready] [preVerifyJSAPI|agentConfig|preVerifyJSAPI|agentConfig]"
                + " [preVerifyJSAPI:ok|agentConfig:ok|preVerifyJSAPI:ok|agentConfig:ok]", open(WECOM, "late&spa"));
    }

    private static String bridge(String query, WeChatSimulator simulator) {
        try (InputStream in = WeComIT.class.getResourceAsStream("wecom-bridge.js")) {
            return "<script>" + new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^ *//.*", "")
                    .replace("OPTIONS", "{verify: '" + simulator.baseUrl() + "/verify', query: '" + query + "'}") + "</script>";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class PageServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String query = String.valueOf(request.getQueryString());
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().print(query.startsWith("late") ? PAGE.replace("</title>", "</title>" + bridge(query, simulator))
                    : PAGE);
        }
    }

    /** Puts the bridge before everything, our script too, as clients do. */
    private final class EarlyBridge implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException,
                ServletException {
            String query = String.valueOf(((HttpServletRequest) request).getQueryString());
            if (!query.startsWith("early")) {
                chain.doFilter(request, response);
                return;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Held held = new Held((HttpServletResponse) response, body);
            chain.doFilter(request, held);
            held.writer.flush();
            response.setContentLength(-1);
            response.getOutputStream().write(body.toString(StandardCharsets.UTF_8).replace("<head>", "<head>" + bridge(query,
                    simulator))
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Held extends HttpServletResponseWrapper {

        final PrintWriter writer;
        private final ByteArrayOutputStream body;

        Held(HttpServletResponse response, ByteArrayOutputStream body) {
            super(response);
            this.body = body;
            this.writer = new PrintWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int b) {
                    body.write(b);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException(Arrays.asList(listener).toString());
                }
            };
        }

        @Override
        public void setContentLength(int length) {
            // it is not this length that leaves
        }

        @Override
        public void setContentLengthLong(long length) {
            // as above
        }

        @Override
        public void flushBuffer() {
            // at the end
        }
    }
}
