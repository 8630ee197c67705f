package io.github.wxconfig.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.wxconfig.Credential;
import io.github.wxconfig.page.RequestStub;
import io.github.wxconfig.script.ConfigJson;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.wechat.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

/**
 * Pages that Chromium opens one after the other, each of which tells what it saw. The pages, both hosts of the SDK and
 * everything else come over TLS from one server, by real sockets and through the browser's own cache.
 */
public final class PageTour implements AutoCloseable {

    /** Where a page wants our script. */
    public static final String US = "<!--us-->";

    public static final String SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
    static final String SITE = "https://shop.example.com";

    /** Begins a page: it counts what comes later, and brings a bridge that finds every signature good. */
    public static final String PROBE = "<!--probe-->";

    private static final ConfigOptions OPTIONS = new ConfigOptions("wx0123456789abcdef", false,
            Arrays.asList("updateAppMessageShareData", "chooseImage"), Arrays.asList());

    private final HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Credential ticket = new Credential("ticket", Instant.now(), Instant.now().plusSeconds(7200));
    private final Chromium browser;
    private final String probe;
    private final String sdk;
    private volatile Page shown;

    public PageTour(Path profile) throws Exception {
        this(profile, SelfRepairTest.ANDROID, NpmScripts.sdk());
    }

    /** @param sdk what both hosts have */
    PageTour(Path profile, String agent, byte[] sdk) throws Exception {
        this.sdk = new String(sdk, StandardCharsets.UTF_8);
        try (InputStream in = PageTour.class.getResourceAsStream("probe.js")) {
            probe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(TestTls.context()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        browser = new Chromium(profile).flag("--user-agent=" + agent)
                .flag("--host-resolver-rules=MAP *.example.com:443 127.0.0.1:" + server.getAddress().getPort()
                        + ", MAP *.wx.qq.com:443 127.0.0.1:" + server.getAddress().getPort()
                        + ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
    }

    /** One page of the tour, with what is particular to it. */
    public static final class Page {

        private final String name;
        private final String html;
        private final Map<String, String> headers = new TreeMap<>();
        private final Map<String, String> sdkHosts = new TreeMap<>();
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private volatile Map<String, String> report;
        private String sdkUrl = SDK;
        private String nonce;
        private boolean spa;
        private String baseUrl;
        private String frame;
        private String address = "";
        private Charset charset = StandardCharsets.UTF_8;
        private boolean xhtml;
        private boolean waiting;
        private ShareOptions share = ShareOptions.META;
        private ConfigOptions options = OPTIONS;
        private Object attribute;
        private boolean filed = true;
        private boolean rewritten;

        Page(String name, String html) {
            this.name = name;
            this.html = html;
        }

        Page header(String header, String value) {
            headers.put(header, value);
            return this;
        }

        /** What {@code res} or {@code res2} answers while this page is shown, instead of the SDK. */
        Page sdkHost(String host, String answer) {
            sdkHosts.put(host, answer);
            return this;
        }

        Page sdkUrl(String url) {
            sdkUrl = url;
            return this;
        }

        Page nonce(String value) {
            nonce = value;
            return this;
        }

        Page spa() {
            spa = true;
            return this;
        }

        /** Signed for another address than the browser shows, so that it has to be repaired. */
        Page signedWrong() {
            baseUrl = "http://127.0.0.1:8080";
            return this;
        }

        /** What follows the path in its address. */
        Page address(String queryOrFragment) {
            address = queryOrFragment;
            return this;
        }

        Page charset(Charset value) {
            charset = value;
            return header("Content-Type", "text/html;charset=" + value);
        }

        Page xhtml() {
            xhtml = true;
            return header("Content-Type", "application/xhtml+xml;charset=UTF-8");
        }

        /** Tells what it saw only when a card has been set. */
        Page waitingForCard() {
            waiting = true;
            return this;
        }

        Page share(ShareOptions value) {
            share = value;
            return this;
        }

        Page apis(String... names) {
            options = new ConfigOptions(OPTIONS.appId(), false, Arrays.asList(names), Arrays.asList());
            return this;
        }

        /** What the application says about its card. */
        Page attribute(Object value) {
            attribute = value;
            return this;
        }

        /** Without the file that the script loads when it needs it. */
        Page withoutFile() {
            filed = false;
            return this;
        }

        /** Behind a proxy that knows pages by other paths, and our folder not at all. */
        Page rewritten() {
            rewritten = true;
            return this;
        }

        /** What {@code frame.html} of this page is. */
        Page frame(String document) {
            frame = document;
            return this;
        }

        String name() {
            return name;
        }

        /** What the page itself told, by name. */
        String saw(String what) {
            return report == null ? "no report" : report.get(what);
        }

        Map<String, String> report() {
            return report;
        }

        /** What was asked of the hosts of the SDK and of the site beside the page itself. */
        List<String> requests() {
            return requests;
        }

        @Override
        public String toString() {
            return name + ' ' + report + ' ' + requests;
        }
    }

    /** @param html with {@value #PROBE} where the page begins, and {@value #US} where our script goes */
    public Page page(String name, String html) {
        Page page = new Page(name, html);
        pages.put("/" + pages.size() + "/page", page);
        return page;
    }

    /** Something at the site that pages bring. */
    public void file(String path, String script) {
        files.put(path, script);
    }

    /** Opens all pages, each after the one before has told what it saw. */
    public void run() throws Exception {
        browser.open(SITE + address(0), end);
    }

    private String address(int index) {
        return new ArrayList<>(pages.keySet()).get(index) + new ArrayList<>(pages.values()).get(index).address;
    }

    /** What the browser wrote to its console on this tour. */
    public List<String> console() throws IOException {
        return browser.console();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String path = exchange.getRequestURI().getPath();
        Page page = pages.get(path);
        if (host.contains(".wx.qq.com")) {
            sdkHost(exchange, host.substring(0, host.indexOf('.')));
        } else if (page != null) {
            if (exchange.getRequestHeaders().getFirst("X-WxConfig") != null) {
                file(exchange, page.rewritten);
                return;
            }
            shown = page;
            send(exchange, 200, "text/html;charset=UTF-8", markup(page, page.html, exchange).getBytes(page.charset),
                    page.headers);
        } else if (path.endsWith("/frame.html")) {
            send(exchange, 200, "text/html;charset=UTF-8", markup(shown, shown.frame, exchange), Map.of());
        } else if (path.equals("/report")) {
            send(exchange, 200, "text/plain", report(exchange), Map.of());
        } else if (path.equals("/wxconfig/signature")) {
            shown.requests.add("signature");
            String url = URLDecoder.decode(exchange.getRequestURI().getRawQuery().substring(4), StandardCharsets.UTF_8);
            send(exchange, 200, "application/json", ConfigJson.of(OPTIONS, signatures().sign(url)), Map.of());
        } else if (path.startsWith("/wxconfig/more.")) {
            file(exchange, !shown.rewritten);
        } else if (files.containsKey(path)) {
            shown.requests.add(path);
            send(exchange, 200, "text/javascript", files.get(path), Map.of());
        } else {
            send(exchange, 404, "text/plain", "", Map.of());
        }
    }

    private void file(HttpExchange exchange, boolean isThere) throws IOException {
        shown.requests.add("file");
        boolean served = isThere && shown.filed;
        send(exchange, served ? 200 : 404, "text/javascript",
                served ? script(shown).file().text() : "<html>404</html>".getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    private ConfigScript script(Page page) {
        return new ConfigScript(new PageSigner("", page.options, new PageUrlResolver(page.baseUrl == null ? SITE : page.baseUrl,
                a -> false),
                signatures()), page.sdkUrl, "/wxconfig/signature", false, page.spa, page.share);
    }

    private void sdkHost(HttpExchange exchange, String host) throws IOException {
        shown.requests.add(host);
        String answer = shown.sdkHosts.getOrDefault(host, "sdk");
        Map<String, String> day = Map.of("Cache-Control", "max-age=86400");
        switch (answer) {
            case "sdk":
                send(exchange, 200, "text/javascript", sdk, day);
                break;
            case "reset":
                exchange.close();
                break;
            case "hang":
                closeLater(exchange);
                break;
            case "half":
                exchange.getResponseHeaders().set("Content-Type", "text/javascript");
                exchange.sendResponseHeaders(200, sdk.length());
                exchange.getResponseBody().write(sdk.substring(0, 5000).getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                exchange.close();
                break;
            case "404":
            case "503":
                send(exchange, Integer.parseInt(answer), "text/html", "<html>" + answer + "</html>", Map.of());
                break;
            default:
                send(exchange, 200, answer.startsWith("<") ? "text/html" : "text/javascript", answer, Map.of());
        }
    }

    /** A second is long for a browser that waits, and short for us. */
    private static void closeLater(HttpExchange exchange) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(exchange::close);
    }

    private String markup(Page page, String html, HttpExchange exchange) {
        String nonce = page.nonce == null ? "" : " nonce='" + page.nonce + "'";
        String uri = exchange.getRequestURI().toString();
        RequestStub request = RequestStub.get(uri, null).header("Host", "shop.example.com").set("getContextPath", "")
                .attribute("io.github.wxconfig.share", page.attribute);
        String us = new String(script(page).forRequest(request.request()).render(page.xhtml, page.nonce),
                StandardCharsets.US_ASCII);
        return html.replaceFirst(PROBE, Matcher.quoteReplacement("<script" + nonce + ">" + (page.xhtml ? "//<![CDATA[\n" : "")
                        + probe.replace("!WANTED", "!" + html.contains(US)).replace("WAITING", "" + page.waiting)
                        + (page.xhtml ? "//]]>" : "") + "</script>"))
                .replace(US, us);
    }

    private UrlSigner signatures() {
        return new UrlSigner(() -> ticket, Clock.systemUTC());
    }

    /** @return where the browser is to go from here */
    private String report(HttpExchange exchange) throws IOException {
        Map<String, String> report = new LinkedHashMap<>();
        for (String line : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            report.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        shown.report = report;
        int next = new ArrayList<>(pages.values()).indexOf(shown) + 1;
        if (next == pages.size()) {
            end.complete("");
            return "";
        }
        return address(next);
    }

    private static void send(HttpExchange exchange, int status, String type, String text, Map<String, String> headers)
            throws IOException {
        send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body, Map<String, String> headers)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Whether every {@code wx.config} that WeChat's client saw on this page was signed for the page's address. */
    public static boolean isSigned(String verified) {
        String[] part = verified.split(" ");
        return part.length == 4 && new Signer("ticket").sign(part[0], Long.parseLong(part[1]), part[3]).equals(part[2]);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
