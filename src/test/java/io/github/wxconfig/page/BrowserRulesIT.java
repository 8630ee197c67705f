package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wxconfig.browser.Chromium;
import io.github.wxconfig.browser.Needed;
import io.github.wxconfig.html.EncodingLabel;
import io.github.wxconfig.html.HtmlScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.htmlunit.cyberneko.xerces.util.StandardEncodingTranslator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we take for the rules of browsers, put to Chromium: which policies keep a script out, which charsets there are. */
class BrowserRulesIT {

    private static final String SDK = "http://sdk.example.com/sdk.js";

    private static final String[] HEADERS = {
        "", "img-src *", "default-src 'self'", "default-src 'none'", "script-src 'self' 'unsafe-inline'",
        "script-src 'unsafe-inline' *", "script-src 'unsafe-inline' http:", "script-src 'unsafe-inline' sdk.example.com",
        "script-src 'unsafe-inline' *.example.com", "script-src 'unsafe-inline' *.com",
        "script-src 'unsafe-inline' *.sdk.example.com", "script-src 'unsafe-inline' http://SDK.example.com",
        "script-src 'unsafe-inline' https://sdk.example.com", "script-src 'unsafe-inline' sdk.example.com/sdk.js",
        "script-src 'unsafe-inline' sdk.example.com/sdk", "script-src 'unsafe-inline' sdk.example.com/",
        "script-src 'unsafe-inline' sdk.example.com/js/", "script-src 'unsafe-inline' sdk.example.com:80",
        "script-src 'unsafe-inline' sdk.example.com:8080", "script-src 'unsafe-inline' sdk.example.com:*",
        "script-src 'unsafe-inline' http://sdk.example.com:443", "script-src 'unsafe-inline' sdk.example.com/SDK.js",
        "script-src 'unsafe-inline' 'nonce-abc' http:", "script-src 'nonce-abc'", "script-src 'NONCE-aB'",
        "script-src 'nonce-r4nd0m+/=_-'", "script-src 'nonce-r4nd0m+/_-=='", "script-src 'nonce-=a'", "script-src 'nonce-a==='",
        "script-src 'nonce-=='", "script-src 'nonce-a=b'", "script-src 'nonce-'", "script-src 'nonce-a b'",
        "script-src 'nonce-a'; script-src 'none'", "script-src 'none'; script-src 'nonce-a'",
        "script-src 'nonce-a'; script-src-elem 'self'", "script-src 'none'; script-src-elem 'nonce-a'",
        "default-src 'none'; script-src 'nonce-a'", "SCRIPT-SRC 'nonce-a' ;; ;default-src 'none'",
        "script-src-attr 'none'; script-src 'nonce-a'", "script-src 'unsafe-inline' 'strict-dynamic' *",
        "script-src 'nonce-a' 'strict-dynamic'", "script-src 'sha256-abc='", "script-src 'unsafe-inline' 'sha256-abc=' *",
        "script-src 'unsafe-inline' 'SHA512-YQ==' *", "script-src 'unsafe-inline' 'sha256-a b' *",
        "script-src 'unsafe-inline' 'sha256-' *", "script-src 'unsafe-inline' 'sha256-\u00a7' *",
        "script-src 'unsafe-inline' 'sha1-abc=' *", "script-src 'nonce-a', default-src 'unsafe-inline' *",
        "script-src 'nonce-a' 'nonce-b', script-src 'nonce-b'", "script-src 'nonce-a', script-src 'nonce-b'", "script-src",
        "script-src ;", "script-src\t'unsafe-inline'\t*", "script-src \u00e9 'none'", "script-src 'none' \u00e9; default-src *",
        "sandbox allow-forms", "sandbox allow-scripts", "sandbox ALLOW-SCRIPTS", "sandbox",
        "script-src 'unsafe-inline' * 'report-sample'", "script-src 'unsafe-inline' 'none' *", "script-src 'none' 'nonce-a'",
        "script-src 'unsafe-inline' 'unsafe-hashes' *", "script-src 'unsafe-inline'*", "script-srcx 'none'", "script-src'none'"};

    private static final String[] PAGES = {
        "<head><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><meta charset=utf-8>",
        "<head><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-m'\"><meta charset=utf-8>",
        "<head><meta http-equiv=CONTENT-SECURITY-POLICY content=\"script-src &#39;nonce-m&#43;&#x27;\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src &apos;none&apos;\"></head>",
        "<head><meta content=\"script-src 'none'\" http-equiv=content&#45;security-policy></head>",
        "<head><meta http-equiv=' Content-Security-Policy' content=\"script-src 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy-Report-Only content=\"script-src 'none'\"></head>",
        "<head><meta name=Content-Security-Policy content=\"script-src 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"sandbox; frame-ancestors 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"img-src *, script-src 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-a', script-src 'nonce-a' 'nonce-b'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-a'\">"
            + "<meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-b'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-a' 'nonce-b'\">"
            + "<meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-b'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=''></head>",
        "<head><meta http-equiv=Content-Security-Policy></head>",
        "<head><meta http-equiv=refresh http-equiv=Content-Security-Policy content=\"script-src 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"img-src *\" content=\"script-src 'none'\"></head>",
        "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><head></head>",
        "<html><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><body>",
        "<html><div></div><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><body>",
        "<head>x<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"></head><body>",
        "<head></head><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><body>",
        "<head><noscript><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"></noscript></head>",
        "<head><template><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"></template></head>",
        "<head><!--<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">--></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\r\n; img-src *\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"script-src\n'unsafe-inline'\t*\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"&#115;cript-src 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy content=\"report-uri /r?a=1&b=2&amp;c; script-src 'none'\"></head>",
        "<head><meta http-equiv=Content-Security-Policy charset=utf-8 content=\"script-src 'none'\">"};

    @TempDir
    Path folder;

    private final List<String[]> cases = new ArrayList<>();
    private HttpServer server;

    @BeforeAll
    static void programs() {
        Needed.isThere(Chromium.problem());
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String open(String url) throws Exception {
        return new Chromium(folder).flag("--host-resolver-rules=MAP *.example.com:80 127.0.0.1:" + server.getAddress().getPort())
                .open(url);
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The script is put where its place is, also where we would leave the page alone, and says whether it runs. */
    @Test
    void aPageIsLeftAloneExactlyIfItsPoliciesBlockTheScript() throws Exception {
        for (String header : HEADERS) {
            cases.add(new String[] {header, "<head></head>"});
        }
        for (String page : PAGES) {
            cases.add(new String[] {"", page});
            cases.add(new String[] {"script-src 'nonce-b'", page});
        }
        StringBuilder frames = new StringBuilder("<pre id=ran></pre><script>onmessage = function (e) {"
                + " document.getElementById('ran').textContent += e.data + ';'; };</script>");
        for (int i = 0; i < cases.size(); i++) {
            frames.append("<iframe src='/case/").append(i).append("'></iframe>");
        }
        server.createContext("/",
                exchange -> answer(exchange, "text/html;charset=utf-8", frames.toString().getBytes(StandardCharsets.UTF_8)));
        server.createContext("/sdk.js", exchange -> answer(exchange, "text/javascript",
                "var id = document.currentScript.id; parent.postMessage('sdk' + id, '*')".getBytes(StandardCharsets.UTF_8)));
        server.createContext("/case/", this::answerCase);
        String page = open("http://shop.example.com/");
        Matcher matcher = Pattern.compile("<pre id=\"ran\">([^<]*)</pre>").matcher(page);
        assertTrue(matcher.find(), page);
        List<String> ran = Arrays.asList(matcher.group(1).split(";"));
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            boolean runs = ran.contains("inline" + i) && ran.contains("sdk" + i);
            if (runs != judge(cases.get(i)).isAllowing()) {
                wrong.add((runs ? "runs: " : "is blocked: ") + String.join(" | ", cases.get(i)));
            }
        }
        assertEquals(Collections.emptyList(), wrong);
        assertTrue(ran.size() > 60, () -> ran.toString());
    }

    private static HtmlScanner scan(String page) {
        HtmlScanner scanner = new HtmlScanner(false, false);
        scanner.scan(page, 0, page.length());
        return scanner;
    }

    private static ContentSecurityPolicy judge(String[] policies) {
        return ContentSecurityPolicy.of(policies[0].isEmpty() ? Collections.emptyList() : Collections.singletonList(policies[0]),
                scan(policies[1]).policies(), Collections.emptyList(), SDK, "shop.example.com");
    }

    private void answerCase(HttpExchange exchange) throws IOException {
        int id = Integer.parseInt(exchange.getRequestURI().getPath().substring("/case/".length()));
        String[] policies = cases.get(id);
        String nonce = judge(policies).nonce();
        String attribute = nonce == null ? "" : " nonce=\"" + nonce + '"';
        String script = "<script" + attribute + ">parent.postMessage('inline" + id + "', '*')</script>"
                + "<script" + attribute + " id=" + id + " src=\"" + SDK + "\"></script>";
        String page = policies[1];
        int place = new HtmlScanner(false, false).scan(page, 0, page.length());
        if (!policies[0].isEmpty()) {
            exchange.getResponseHeaders().set("Content-Security-Policy", policies[0]);
        }
        answer(exchange, "text/html",
                (page.substring(0, place) + script + page.substring(place) + "<p>text").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLabelIsKnownExactlyIfTheBrowserKnowsIt() throws Exception {
        Set<String> labels = new TreeSet<>(StandardEncodingTranslator.ENCODING_FROM_LABEL.keySet());
        labels.addAll(Arrays.asList("koi8-ru", "utf-7", "utf-32", "cp1252 ", "\tGBK", "UTF8", "utf_8", "iso8859_1",
                "replacement", "zq"));
        Charset.availableCharsets().forEach((name, charset) -> {
            labels.add(name);
            labels.addAll(charset.aliases());
        });
        String array = labels.stream().map(label -> '"' + label.replace("\t", "\\t") + '"').collect(Collectors.joining(","));
        // of the encoding that is named replacement there is no decoder
        byte[] page = ("<pre id=known></pre><script>var known = [" + array
                + "].filter(function (label) { try { new TextDecoder(label);"
                + " return true; } catch (e) { return false; } });"
                + " document.getElementById('known').textContent = known.join(';');</script>").getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> answer(exchange, "text/html;charset=utf-8", page));
        Matcher matcher = Pattern.compile("<pre id=\"known\">([^<]*)</pre>").matcher(open("http://shop.example.com/"));
        assertTrue(matcher.find());
        Set<String> refused = Set.of("replacement", "iso-2022-kr", "csiso2022kr", "iso-2022-cn", "iso-2022-cn-ext", "hz-gb-2312",
                "csiso2022cn");
        Set<String> expected = labels.stream().filter(EncodingLabel::isKnown)
                .filter(label -> !refused.contains(label.toLowerCase())).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", expected), String.join("\n", new TreeSet<>(Arrays.asList(matcher.group(1).split(";")))));
    }
}
