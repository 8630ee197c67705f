package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.settings.Option;
import io.github.wxconfig.simulator.Fault;
import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.text.HostileText;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever fails, with text from outside that is made to look like something else: every line of the log is one line, pages and
 * headers hold nothing that cannot be seen, and a secret is nowhere.
 */
class HostileTextTest {

    private static final String H = HostileText.ALL;
    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "00112233445566778899aabbccddeeff";
    private static final String KEY = "the-key-that-an-address-holds";
    private static final String SEGMENT = "a-segment-nobody-knows";
    private static final String WECHAT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50";

    @TempDir
    Path folder;

    private final WeChatSimulator weChat = WeChatSimulator.start().account(APPID, SECRET);
    private final LogCapture log = new LogCapture("io.github.wxconfig");
    private final List<String> answers = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    @BeforeEach
    void prepare() {
        options.put("wxconfig.appid", APPID);
        options.put("wxconfig.secret", SECRET);
        options.put("wxconfig.apiBase", weChat.baseUrl());
        options.put("wxconfig.store", "memory");
        options.put("wxconfig.status", SEGMENT);
        options.put("wxconfig.trace", "true");
    }

    @AfterEach
    void stop() {
        weChat.close();
        log.close();
    }

    /** Runs an application with these options, has it asked in every way, and looks at all that it says. */
    private void live(String... more) throws Exception {
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        Server server = new Server();
        LocalConnector connector = new LocalConnector(server);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(null, "/shop");
        server.setHandler(context);
        options.forEach(context::setInitParameter);
        for (String name : List.of("one", "two")) {
            FilterHolder filter = new FilterHolder(WxConfigFilter.class);
            filter.setName(name + H);
            filter.setAsyncSupported(true);
            context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
        }
        context.addServlet(new ServletHolder(new Pages()), "/*");
        server.start();
        try {
            awaitLine(line -> line.contains("There is a ticket") || line.contains("Pages go out unsigned")
                    || line.contains("is inactive"));
            List<String> paths = List.of("/shop/", "/shop/?csp", "/shop/?encoding", "/shop/?fail", "/shop/\u0085\u009b\u202e",
                    "/shop/%0d%0a%c2%85", "/shop/?" + H.replaceAll("[\\x00-\\x20\\x7f]", ""), "/shop/wxconfig/" + SEGMENT);
            for (String path : paths) {
                for (String host : List.of("shop.example.com", "10.0.0.7", "evil.example")) {
                    answers.add(connector.getResponse("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + WECHAT
                            + "\r\nX-Forwarded-Host: " + "a\u0085\u009bb\r\nConnection: close\r\n\r\n"));
                }
            }
            for (int i = 0; i < 25; i++) {
                connector.getResponse("GET /shop/wxconfig/signature?url=http%3A%2F%2Fevil.example%2F%C2%85%E2%80%AE HTTP/1.1\r\n"
                        + "Host: shop.example.com\r\nConnection: close\r\n\r\n");
            }
        } finally {
            server.stop();
        }
        assertNothingHostile();
    }

    private void awaitLine(Predicate<String> expected) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (log.lines().stream().noneMatch(expected)) {
            assertTrue(System.nanoTime() < end, () -> "not said in 20 seconds: " + log.lines());
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void assertNothingHostile() {
        for (LogRecord record : log.records) {
            assertEquals("", hostileIn(record.getMessage()), record.getMessage());
            String text = new SimpleFormatter().format(record);
            for (String line : text.split("\n")) {
                assertEquals("", hostileIn(line.replaceFirst("^\\t+", "")), text);
                assertFalse(line.startsWith("forged"), text);
            }
            assertSilent(text);
        }
        for (String bytes : answers) {
            // what is none is U+FFFD
            String answer = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            for (String line : answer.split("\r?\n")) {
                // the application's
                assertEquals("", line.startsWith("Content-Security-Policy:") || line.startsWith("Content-Encoding:") ? ""
                        : hostileIn(line), answer);
            }
            assertSilent(answer);
        }
    }

    private static String hostileIn(String text) {
        return HostileText.hostileIn(text) + (text.indexOf(0xFFFD) < 0 ? "" : " no UTF-8")
                + (text.indexOf('\n') < 0 ? "" : " a line end");
    }

    private static void assertSilent(String text) {
        assertFalse(text.contains(SECRET) || text.contains(KEY) || text.contains(SEGMENT), text);
    }

    /** An application whose headers and exceptions say what visitors have sent. */
    private static final class Pages extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html;charset=UTF-8");
            String query = String.valueOf(request.getQueryString());
            if (query.equals("csp")) {
                response.setHeader("Content-Security-Policy", "script-src 'none'; report-uri /\u0085\u009b");
            } else if (query.equals("encoding")) {
                response.setHeader("Content-Encoding", "br\u0085\u009b");
            }
            response.getOutputStream()
                    .write("<!DOCTYPE html><html><head></head><body>tea</body></html>".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whateverTheOptionsAre() throws Exception {
        for (Option option : Option.values()) {
            if (!options.containsKey(option.property())) {
                options.put(option.property(), "a" + H + "b/\n<forged>, https://user:" + KEY + "@host" + H + "/?k=" + KEY);
            }
        }
        live("wxconfig." + H + "forged", H);
    }

    @Test
    void whateverThePlaceholdersAre() throws Exception {
        live("wxconfig.secret", "${file:/no/such" + H + "\nforged}", "wxconfig.baseUrl", "${env:" + H + "}", "wxconfig.hosts",
                "${" + H + "forged", "wxconfig.include", "${forged" + H + "}", "wxconfig.endpoint", "${file:/\u0000}");
    }

    @Test
    void whateverTheAccountIs() throws Exception {
        live("wxconfig.appid", "wx" + H + "\nforged");
    }

    @Test
    void whateverWeChatSays() throws Exception {
        String said = "a" + H + "\nforged " + SECRET + " " + H;
        for (Fault fault : List.of(Fault.errcode(40164, said), Fault.errcode(99999, said), Fault.body(said), Fault.status(500),
                Fault.redirect("/x?" + KEY), Fault.body("{\"access_token\":\"\\u0085\\n\"}"))) {
            log.records.clear();
            weChat.fail("/cgi-bin/stable_token", fault);
            live();
        }
    }

    @Test
    void whateverTheTicketServerSays() throws Exception {
        weChat.fail("ticket", Fault.errcode(1, "a" + H + "\nforged " + KEY));
        live("wxconfig.ticketUrl", weChat.baseUrl() + "/ticket/" + KEY + "?" + KEY, "wxconfig.ticketToken", KEY);
    }

    @Test
    void whateverTheStoreIsCalled() throws Exception {
        for (String store : List.of("no.such." + H + "Store", "redis://user:" + KEY + "@localhost" + H + ":1/",
                "redis://:" + KEY + "@no-such-host..invalid/0",
                HostileStore.class.getName())) {
            log.records.clear();
            live("wxconfig.store", store);
        }
    }

    @Test
    void whateverTheFoldersAreCalled() throws Exception {
        Path file = Files.createFile(folder.resolve("a\u0085\u202e\n\u001b[31mforged"));
        live("wxconfig.store", "ehcache", "wxconfig.storeDir", file.toString());
    }

    @Test
    void whateverTheApplicationAsks() throws Exception {
        WxConfig wxConfig = WxConfigTest.of(new ConfigOptions("wx", false, List.of(), List.of()),
                new UrlSigner(() -> null, Clock.systemUTC()), request -> true);
        String message = assertThrows(IllegalArgumentException.class, () -> wxConfig.sign("javascript:" + H
                + "\nforged")).getMessage();
        assertEquals("", hostileIn(message));
    }

    /** Keeps nothing and says too much. */
    public static final class HostileStore implements CredentialStore {

        @Override
        public Credential get(String key) throws IOException {
            throw new IOException("a" + H + "\nforged");
        }

        @Override
        public void put(String key, Credential credential) throws IOException {
            throw new IOException(H);
        }

        @Override
        public void remove(String key) throws IOException {
            throw new IOException(H);
        }

        @Override
        public void close() throws IOException {
            throw new IOException(H);
        }
    }
}
