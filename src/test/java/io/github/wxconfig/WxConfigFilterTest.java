package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.simulator.WeChatSimulator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextAttributeEvent;
import jakarta.servlet.ServletContextAttributeListener;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter as an application meets it: set up by options alone, in a container, with a WeChat to ask. */
class WxConfigFilterTest extends FilterTestBase {

    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "00112233445566778899aabbccddeeff";
    private static final String WECHAT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50";
    private static final String PAGE = "<!DOCTYPE html><html><head><title>shop</title></head><body>tea</body></html>";
    private static final Pattern SIGNED = Pattern.compile(
            "url:\"([^\"]*)\",appId:\"(\\w+)\",timestamp:(\\d+),nonceStr:\"(\\w*)\",signature:\"(\\w*)\"");

    @TempDir
    Path storeDir;

    WxConfigFilterTest() {
        super("/shop");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        if (request.getParameter("own") != null) {
            WxSignature signature = (WxSignature) request.getAttribute(request.getParameter("own"));
            response.setContentType("application/json");
            response.getWriter().print(signature.getJson());
            return;
        }
        response.getWriter().print(PAGE);
    }

    private void start(Map<String, String> options) throws Exception {
        context.setInitParameter("wxconfig.apiBase", weChat.baseUrl());
        context.setInitParameter("wxconfig.storeDir", storeDir.toString());
        options.forEach(context::setInitParameter);
        startWith(filter());
    }

    private void startWithAccount(String... more) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("wxconfig.appid", APPID, "wxconfig.secret", SECRET));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        start(options);
    }

    private String get(String path, String... headers) throws Exception {
        return connector.getResponse("GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n");
    }

    private String page(String path) throws Exception {
        return get(path, "User-Agent: " + WECHAT);
    }

    private String text(String path) {
        try {
            return page(path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come about in 20 seconds");
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void awaitTicket() {
        await(() -> WxConfig.from(context.getServletContext()).sign("http://shop.example.com/").isSigned());
    }

    private String verdict(String page) {
        Matcher signed = SIGNED.matcher(page);
        assertTrue(signed.find(), page);
        String url = signed.group(1).replace("\\u0026", "&");
        return url + " "
                + (weChat.verify(url, signed.group(2), Long.parseLong(signed.group(3)), signed.group(4), signed.group(5)).ok()
                ? "ok" : "refused");
    }

    @Test
    void signsThePageThatTheBrowserShows() throws Exception {
        startWithAccount();
        awaitTicket();
        assertEquals("http://shop.example.com/shop/tea.jsp?id=1&from=singlemessage ok",
                verdict(page("/shop/tea.jsp?id=1&from=singlemessage")));
    }

    @Test
    void leavesOtherBrowsersAlone() throws Exception {
        startWithAccount();
        awaitTicket();
        String answer = get("/shop/tea.jsp", "User-Agent: Mozilla/5.0");
        assertTrue(answer.endsWith("\r\n\r\n" + PAGE), answer);
        assertFalse(answer.contains("Vary") || answer.contains("Cache-Control"), answer);
    }

    @Test
    void standsAsideWithoutAnAccountAndSaysSoOnce() throws Exception {
        startWith(filter());
        assertTrue(page("/shop/").endsWith(PAGE));
        assertTrue(page("/shop/").endsWith(PAGE));
        assertEquals(List.of("INFO wxconfig is inactive for the application at [/shop]: [wxconfig.appid] is not set."
                + " Set it as a context-param in web.xml, as a system property, in the environment, or in Spring Boot's"
                + " application.properties"), log.lines());
        assertEquals(0, weChat.calls());
        assertThrows(IllegalStateException.class, () -> WxConfig.from(context.getServletContext()));
    }

    /** Somebody meant it to work. */
    @Test
    void warnsOfAMissingAccountWhereAnythingIsSet() throws Exception {
        start(Map.of());
        assertEquals(List.of("WARNING wxconfig is inactive for the application at [/shop]: [wxconfig.appid] is not set."
                + " Set it as a context-param in web.xml, as a system property, in the environment, or in Spring Boot's"
                + " application.properties"), log.lines());
    }

    @Test
    void warnsOfAMissingAccountWhereANameIsMistyped() throws Exception {
        context.setInitParameter("wxconfig.appld", APPID);
        startWith(filter());
        assertTrue(log.lines().stream().anyMatch(line -> line.startsWith("WARNING wxconfig is inactive for ")),
                log.lines()::toString);
    }

    @Test
    void theTraceSaysThatThereIsNoAccountAndNothingElseChanges() throws Exception {
        start(Map.of());
        String untraced = page("/shop/tea.jsp");
        server.stop();
        context.setInitParameter("wxconfig.trace", "true");
        server.start();
        String traced = page("/shop/tea.jsp");
        String header = "X-WxConfig: passed; reason=not-configured\r\n";
        assertTrue(traced.contains(header), traced);
        assertEquals(withoutDate(untraced), withoutDate(traced.replace(header, "")));
        assertTrue(get("/shop/tea.jsp").contains(header), "whichever the browser is");
    }

    private static String withoutDate(String answer) {
        return answer.replaceAll("\r\nDate: [^\r]*", "");
    }

    @Test
    void theStatusPageSaysThatTheSecretCannotBeRead() throws Exception {
        Path file = storeDir.resolve("no-such-secret");
        startWithAccount("wxconfig.secret", "${file:" + file + "}", "wxconfig.status", "a-segment-nobody-knows", "wxconfig.trace",
                "true");
        String status = get("/shop/wxconfig/a-segment-nobody-knows");
        assertTrue(status.startsWith("HTTP/1.1 200 "), status);
        assertTrue(status.contains("<td>state</td><td>inactive: [wxconfig.secret] is set, but its value is empty or cannot"
                + " be used</td>"), status);
        assertTrue(status.contains("<td>wxconfig.appid</td><td>" + APPID + " (from context-param)</td>"), status);
        assertTrue(status.contains("has a placeholder ${file:" + file + "} that names no file"), status);
        assertFalse(status.contains("a-segment-nobody-knows"), status);
        assertTrue(log.lines().stream()
                .anyMatch(line -> line.startsWith("WARNING wxconfig is inactive for the application at [/shop]:"
                + " [wxconfig.secret] is set, but its value is empty or cannot be used.")), log.lines()::toString);
        assertTrue(page("/shop/").contains("X-WxConfig: passed; reason=not-configured\r\n"));
        assertTrue(page("/shop/wxconfig/signature?url=http%3A%2F%2Fshop.example.com%2Fshop%2F").endsWith(PAGE),
                "it signs nothing");
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("wxconfig")));
        assertEquals(0, weChat.calls());
    }

    @Test
    void theLocalStatusPageAnswersWithoutAnAccount() throws Exception {
        ServerConnector port = new ServerConnector(server);
        port.setHost("127.0.0.1");
        server.addConnector(port);
        start(Map.of("wxconfig.status", "local"));
        String line = log.lines().stream().filter(text -> text.contains("The status page")).findFirst().orElseThrow();
        Matcher address = Pattern.compile("INFO .*\\[http://localhost:PORT(/shop/wxconfig/status\\?key=[0-9a-f]{32})].*")
                .matcher(line);
        assertTrue(address.matches(), line);
        URI uri = URI.create("http://127.0.0.1:" + port.getLocalPort() + address.group(1));
        String here = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        assertTrue(here.contains("<td>state</td><td>inactive: [wxconfig.appid] is not set</td>"), here);
        assertTrue(get("/shop/wxconfig/status").endsWith(PAGE), "a client of another address, without the key");
    }

    /** Here the server does not say where temporary files go. */
    @Test
    void aStartThatFailsIsToldByTheStatusPageAndTheTraceToo() throws Exception {
        for (String[] option : new String[][] {{"appid", APPID}, {"secret", SECRET}, {"trace", "true"},
                {"status", "a-segment-nobody-knows"}}) {
            context.setInitParameter("wxconfig." + option[0], option[1]);
        }
        WxConfigFilter failing = new WxConfigFilter() {
            @Override
            public void init(FilterConfig config) {
                super.init(filterConfig(method -> method.equals("getServletContext")
                        ? withoutTemporaryFolder(config.getServletContext())
                        : method.equals("getInitParameterNames") ? Collections.emptyEnumeration() : null));
            }
        };
        context.addFilter(new FilterHolder(failing), "/*", EnumSet.allOf(DispatcherType.class));
        server.start();
        String answer = page("/shop/");
        assertTrue(answer.contains("X-WxConfig: passed; reason=failure\r\n") && answer.endsWith(PAGE), answer);
        String status = get("/shop/wxconfig/a-segment-nobody-knows");
        assertTrue(status.contains("<td>state</td><td>inactive: it could not start, see the log</td>"), status);
        assertEquals(1, log.lines().stream().filter(line -> line.startsWith("WARNING wxconfig could not start")).count(),
                log.lines()::toString);
        assertThrows(IllegalStateException.class, () -> WxConfig.from(context.getServletContext()));
    }

    private static ServletContext withoutTemporaryFolder(ServletContext context) {
        return (ServletContext) Proxy.newProxyInstance(WxConfigFilterTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getAttribute")) {
                        throw new InternalError("whatever a machine in need throws");
                    }
                    return method.invoke(context, arguments);
                });
    }

    @Test
    void standsAsideWhenSwitchedOff() throws Exception {
        startWithAccount("wxconfig.enabled", "false", "wxconfig.trace", "true", "wxconfig.status", "a-segment-nobody-knows");
        String answer = page("/shop/");
        assertTrue(answer.endsWith(PAGE) && !answer.contains("X-WxConfig"), answer);
        assertTrue(get("/shop/wxconfig/a-segment-nobody-knows").endsWith(PAGE), "off is off");
        assertEquals(List.of("INFO wxconfig is switched off for the application at [/shop] by wxconfig.enabled"), log.lines());
        assertEquals(0, weChat.calls());
    }

    /** The jar's own filter, which the application left without an account, beside the one that has it. */
    @Test
    void aFilterWithoutAnAccountLeavesTheTraceOfTheOneThatHasIt() throws Exception {
        FilterHolder second = filter();
        second.setName("second");
        second.setInitParameter("appid", APPID);
        second.setInitParameter("secret", SECRET);
        context.addFilter(second, "/*", EnumSet.allOf(DispatcherType.class));
        start(Map.of("wxconfig.trace", "true"));
        awaitTicket();
        String signed = page("/shop/");
        assertTrue(signed.contains("X-WxConfig: injected; url=") && !signed.contains("not-configured"), signed);
        String passed = get("/shop/");
        assertTrue(passed.contains("X-WxConfig: passed; reason=client\r\n") && !passed.contains("not-configured"), passed);
    }

    @Test
    void twoFiltersSayWhichOneSpeaks() throws Exception {
        FilterHolder second = filter();
        second.setName("second");
        second.setInitParameter("appid", "wxfedcba9876543210");
        second.setInitParameter("readTimeout", "soon");
        FilterHolder third = filter();
        third.setName("third");
        third.setInitParameter("appid", "wxfedcba9876543210");
        third.setInitParameter("secret", "0123456789abcdef0123456789abcdef");
        third.setInitParameter("status", "local");
        context.addFilter(second, "/b/*", EnumSet.allOf(DispatcherType.class));
        context.addFilter(third, "/c/*", EnumSet.allOf(DispatcherType.class));
        start(Map.of());
        List<String> lines = log.lines();
        assertTrue(lines.stream().anyMatch(line ->
                line.startsWith("WARNING Filter [second]: wxconfig.readTimeout [soon] from init-param")), lines::toString);
        assertTrue(lines.stream()
                .anyMatch(line -> line.startsWith("WARNING Filter [second]: wxconfig is inactive for the application at [/shop]: "
                + "[wxconfig.secret] is not set.")), lines::toString);
        assertTrue(lines.contains("INFO Filter [third]: wxconfig for the application at [/shop] with these options:"),
                lines::toString);
        assertTrue(lines.stream().anyMatch(line ->
                line.startsWith("INFO Filter [third]: The status page, for requests from this machine")), lines::toString);
    }

    /** A filter for the pages below a path is not asked for what is elsewhere, such as its own status page. */
    @Test
    void eachOfTwoFiltersHasAKeyToTheLocalStatusPageWhichShowsBoth() throws Exception {
        ServerConnector port = new ServerConnector(server);
        port.setHost("127.0.0.1");
        server.addConnector(port);
        context.addFilter(second(), "/b/*", EnumSet.allOf(DispatcherType.class));
        startWithAccount("wxconfig.status", "local");
        Pattern address = Pattern.compile("INFO Filter \\[([^]]+)]: The status"
                + " page.*\\[http://localhost:PORT(/shop/wxconfig/status\\?key=[0-9a-f]{32})].*");
        Map<String, String> addresses = new HashMap<>();
        log.lines().stream().map(address::matcher).filter(Matcher::matches)
                .forEach(line -> addresses.put(line.group(1), line.group(2)));
        assertEquals(2, addresses.values().stream().distinct().count(), log.lines()::toString);
        for (String path : addresses.values()) {
            String page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getLocalPort() + path))
                    .build(), BodyHandlers.ofString()).body();
            assertTrue(page.contains("<td>account</td><td>" + APPID + "</td>")
                    && page.contains("<td>account</td><td>wxfedcba9876543210</td>"),
                    () -> path + " " + page);
        }
    }

    @Test
    void aFilterWithoutAnAccountShowsTheStatusPageOfTheOneThatHasIt() throws Exception {
        FilterHolder second = second();
        second.setInitParameter("status", "a-segment-nobody-knows");
        context.addFilter(second, "/b/*", EnumSet.allOf(DispatcherType.class));
        start(Map.of());
        assertTrue(get("/shop/wxconfig/a-segment-nobody-knows").contains("<td>account</td><td>wxfedcba9876543210</td>"));
    }

    private static FilterHolder second() {
        FilterHolder second = filter();
        second.setName("second");
        second.setInitParameter("appid", "wxfedcba9876543210");
        second.setInitParameter("secret", SECRET);
        return second;
    }

    /** Whatever there is to say of pages, tickets, the store, the endpoint and the application's own calls. */
    @Test
    void everyLineOfTwoFiltersNamesTheFilter() throws Exception {
        FilterHolder second = second();
        second.setInitParameter("hosts", "shop.example.com");
        second.setInitParameter("store", "no.such.Store");
        context.addFilter(second, "/b/*", EnumSet.allOf(DispatcherType.class));
        weChat.account(APPID, "another").account("wxfedcba9876543210", SECRET);
        startWithAccount("wxconfig.hosts", "shop.example.com", "wxconfig.exclude", "/b/*");
        await(() -> log.lines().stream().anyMatch(line -> line.contains("40125"))
                && log.lines().stream().anyMatch(line -> line.contains("There is a ticket")));
        WxConfig.from(context.getServletContext()).sign("http://evil.example/");
        for (String folder : List.of("/shop/a", "/shop/b/")) {
            connector.getResponse("GET " + folder + " HTTP/1.1\r\nHost: evil.example\r\nUser-Agent: " + WECHAT
                    + "\r\nConnection: close\r\n\r\n");
            connector.getResponse("GET " + folder + " HTTP/1.1\r\nHost: 10.0.0.7\r\nUser-Agent: " + WECHAT
                    + "\r\nConnection: close\r\n\r\n");
            get(folder, "X-WxConfig-Url: https%3A%2F%2Fshop.example.com%2Fshop");
            for (int i = 0; i < 20; i++) {
                get(folder, "X-WxConfig-Url: http%3A%2F%2Fevil.example%2F");
            }
        }
        List<String> lines = log.lines();
        assertEquals(List.of(),
                lines.stream().filter(line -> !line.matches("\\w+ Filter \\[(second|" + WxConfigFilter.class.getName()
                + "[^]]*)]: .*")).toList());
        for (String said : List.of("requested a signature for a host", "request a signature again and again",
                "The credential store", "There is a ticket for", "40125", "A page was requested for a host",
                "A page was requested for [10.0.0.7]", "wxconfig.appid ...",
                "A browser shows pages at")) {
            assertTrue(lines.stream().anyMatch(line -> line.contains(said)), () -> said + " is not said: " + lines);
        }
    }

    @Test
    void theStatusPageShowsEveryFilterOfTheApplication() throws Exception {
        FilterHolder second = filter();
        second.setName("second");
        second.setInitParameter("appid", "wxfedcba9876543210");
        second.setInitParameter("secret", SECRET);
        FilterHolder third = filter();
        third.setName("third");
        third.setInitParameter("enabled", "false");
        context.addFilter(second, "/b/*", EnumSet.allOf(DispatcherType.class));
        context.addFilter(third, "/c/*", EnumSet.allOf(DispatcherType.class));
        startWithAccount("wxconfig.status", "a-segment-nobody-knows");
        awaitTicket();
        String status = get("/shop/wxconfig/a-segment-nobody-knows");
        assertTrue(status.contains("<title>wxconfig for the application at [/shop]</title>"), status);
        for (String section : List.of("Filter [second]: Ticket", "Filter [second]: Options that were set",
                "Filter [third]: State")) {
            assertTrue(status.contains("<h2>" + section + "</h2>"), status);
        }
        assertTrue(status.contains("<td>account</td><td>" + APPID + "</td>"), status);
        assertTrue(status.contains("<td>account</td><td>wxfedcba9876543210</td>"), status);
        assertTrue(status.contains("<td>state</td><td>switched off by wxconfig.enabled</td>"), status);
        assertFalse(status.contains(SECRET) || status.contains("a-segment-nobody-knows"), status);
        server.stop();
        server.start();
        awaitTicket();
        String again = get("/shop/wxconfig/a-segment-nobody-knows");
        assertEquals(1, again.split("<h2>Filter \\[second]: Ticket</h2>", -1).length - 1, "what has ended is shown no more");
    }

    @Test
    void startsInSpiteOfAWrongValueAndSaysWhatIsWrong() throws Exception {
        startWithAccount("wxconfig.readTimeout", "soon");
        awaitTicket();
        assertTrue(log.lines().stream()
                .anyMatch(line -> line.startsWith("WARNING wxconfig.readTimeout [soon] from context-param")),
                log.lines()::toString);
        assertTrue(verdict(page("/shop/")).endsWith(" ok"));
    }

    @Test
    void reportsWhatWasSetWithTheSecretMasked() throws Exception {
        startWithAccount();
        awaitTicket();
        assertEquals("INFO wxconfig for the application at [/shop] with these options:", log.lines().get(0));
        assertTrue(log.lines().contains("INFO wxconfig.secret ............ <masked> (from context-param)"),
                log.lines()::toString);
        await(() -> log.lines().contains("INFO There is a ticket for [" + APPID + "]: pages are signed"));
        String everything = log.records.stream().map(record -> new SimpleFormatter().format(record)).toList().toString();
        assertFalse(everything.contains(SECRET));
        weChat.issued().forEach(issued -> assertFalse(everything.contains(issued)));
    }

    @Test
    void doesNotLetAPageWaitForWeChat() throws Exception {
        weChat.delay("/cgi-bin/stable_token", Duration.ofSeconds(3));
        startWithAccount();
        String answer = page("/shop/");
        assertTrue(answer.contains("signature:\"\""), answer);
        assertTrue(answer.endsWith("<title>shop</title></head><body>tea</body></html>"), answer);
        String refusal = get("/shop/wxconfig/signature?url=http%3A%2F%2Fshop.example.com%2Fshop%2F");
        assertTrue(refusal.startsWith("HTTP/1.1 503 "), refusal);
        assertTrue(refusal.contains("Retry-After: "), refusal);
        awaitTicket();
        assertTrue(get("/shop/wxconfig/signature?url=http%3A%2F%2Fshop.example.com%2Fshop%2F").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void asksWeChatNothingAfterARestart() throws Exception {
        startWithAccount();
        awaitTicket();
        int calls = weChat.calls();
        server.stop();
        server.start();
        awaitTicket();
        assertEquals(calls, weChat.calls());
        assertTrue(verdict(page("/shop/")).endsWith(" ok"));
    }

    @Test
    void saysOnceWhatIsWrongWithTheSecretAndLeavesWeChatInPeace() throws Exception {
        weChat.account(APPID, "another");
        startWithAccount();
        await(() -> log.lines().stream().anyMatch(line -> line.contains("40125")));
        for (int i = 0; i < 100; i++) {
            assertTrue(page("/shop/").endsWith("<body>tea</body></html>"));
        }
        assertEquals(1, log.lines().stream().filter(line -> line.contains("40125")).count(), log.lines()::toString);
        assertEquals(1, weChat.calls("/cgi-bin/stable_token"));
    }

    @Test
    void servesTwoAccountsOnTwoPathPatterns() throws Exception {
        FilterHolder second = filter();
        second.setName("second");
        second.setInitParameter("appid", "wxfedcba9876543210");
        second.setInitParameter("wxconfig.secret", SECRET);
        context.addFilter(second, "/b/*", EnumSet.allOf(DispatcherType.class));
        startWithAccount();
        await(() -> weChat.calls("/cgi-bin/ticket/getticket") == 2);
        awaitTicket();
        assertTrue(page("/shop/a/").contains(APPID));
        await(() -> !text("/shop/b/").contains("signature:\"\""));
        String page = page("/shop/b/");
        assertTrue(page.contains("wxfedcba9876543210") && !page.contains(APPID), page);
        assertTrue(verdict(page).endsWith(" ok"), page);
    }

    @Test
    void signsAPagesUrlForItsOwnAccountThoughBothFiltersSeeIt() throws Exception {
        FilterHolder second = filter();
        second.setName("second");
        second.setInitParameter("appid", "wxfedcba9876543210");
        second.setInitParameter("secret", SECRET);
        second.setInitParameter("include", "/b/*");
        second.setInitParameter("exclude", "none");
        context.addFilter(second, "/*", EnumSet.allOf(DispatcherType.class));
        startWithAccount("wxconfig.exclude", "/b/*");
        for (String[] page : new String[][] {{"/shop/a", APPID}, {"/shop/b/", "wxfedcba9876543210"}}) {
            await(() -> !text(page[0]).contains("signature:\"\""));
            assertTrue(page(page[0]).contains(page[1]));
            String answer = get(page[0], "X-WxConfig-Url: http%3A%2F%2Fshop.example.com" + page[0].replace("/", "%2F"));
            assertTrue(answer.contains("\"appId\":\"" + page[1]), answer);
        }
    }

    @Test
    void handsASignatureToPagesThatPrintTheirOwnScript() throws Exception {
        startWithAccount();
        awaitTicket();
        String answer = page("/shop/?own=io.github.wxconfig.signature");
        assertTrue(answer.contains("\"appId\":\"" + APPID + "\"") && answer.contains("\"signature\":\""), answer);
    }

    @Test
    void handsASignatureToEveryBrowserByTheNameThatTheOperatorChose() throws Exception {
        startWithAccount("wxconfig.attribute", "wxconfig");
        awaitTicket();
        for (String answer : List.of(get("/shop/?own=wxconfig"), page("/shop/?own=wxconfig"))) {
            assertTrue(answer.contains("\"appId\":\"" + APPID + "\"") && answer.contains("\"signature\":\""), answer);
        }
    }

    @Test
    void theTraceTellsWhatIsSignedAndWhetherItIs() throws Exception {
        weChat.account(APPID, "another secret");
        startWithAccount("wxconfig.trace", "true", "wxconfig.status", "a-segment-nobody-knows");
        String unsigned = page("/shop/tea.jsp?id=1&q=%22");
        assertTrue(unsigned.contains(
                "X-WxConfig: injected; signed=no; url=\"http://shop.example.com/shop/tea.jsp?id=1&q=%22\"\r\n"), unsigned);
        weChat.account(APPID, SECRET);
        server.stop();
        server.start();
        awaitTicket();
        page("/shop/");
        String cut = page("/shop/?" + "x".repeat(4000));
        assertTrue(cut.contains("X-WxConfig: injected; url=\"http://shop.example.com/shop/?xxx") && cut.contains("xxx...\"\r\n"),
                cut);
    }

    @Test
    void theStatusTellsSignedPagesFromUnsigned() throws Exception {
        weChat.fail("/cgi-bin/stable_token", -1);
        startWithAccount("wxconfig.status", "a-segment-nobody-knows");
        page("/shop/");
        weChat.heal();
        awaitTicket();
        page("/shop/");
        String status = get("/shop/wxconfig/a-segment-nobody-knows");
        assertTrue(status.contains("<td>with the script</td><td>2</td>"), status);
        assertTrue(status.contains("<td>of these, without a signature</td><td>1</td>"), status);
    }

    @Test
    void aStoredTicketIsNotTakenForAProofOfTheSecret() throws Exception {
        startWithAccount("wxconfig.status", "a-segment-nobody-knows");
        awaitTicket();
        await(() -> log.lines().contains("INFO There is a ticket for [" + APPID + "]: pages are signed"));
        server.stop();
        weChat.account(APPID, "a new secret, which the operator has not written down here");
        server.start();
        awaitTicket();
        Pattern said = Pattern.compile("INFO There is a ticket for \\[" + APPID
                + "] in the store \\[ehcache .*], until \\[.* [+-]\\d\\d:\\d\\d]:"
                + " pages are signed. Since this start the secret has not been tried; the next attempt, at about \\[.*"
                + " [+-]\\d\\d:\\d\\d].*");
        await(() -> log.lines().stream().anyMatch(line -> said.matcher(line).matches()));
        String status = get("/shop/wxconfig/a-segment-nobody-knows");
        assertTrue(status.contains("<td>from</td><td>the store; the secret has not been tried since the start</td>"), status);
    }

    /** The first attempt finds WeChat busy; the second, a moment later, has the secret that was put there meanwhile. */
    @Test
    void aSecretIsReadAgainBeforeAnAttempt() throws Exception {
        Path file = Files.writeString(storeDir.resolve("secret"), "0123456789abcdef0123456789abcdef");
        weChat.fail("/cgi-bin/stable_token", -1);
        startWithAccount("wxconfig.secret", "${file:" + file + "}");
        await(() -> weChat.calls() > 0);
        Files.writeString(file, SECRET + "\n");
        weChat.heal();
        awaitTicket();
        assertTrue(log.lines().stream().noneMatch(line -> line.contains("40125")), log.lines()::toString);
    }

    @Test
    void showsTheStatusToWhoeverKnowsTheSegment() throws Exception {
        startWithAccount("wxconfig.status", "a-segment-nobody-knows");
        awaitTicket();
        page("/shop/");
        await(() -> text("/shop/wxconfig/a-segment-nobody-knows").contains("<td>state</td><td>serving</td>"));
        String status = get("/shop/wxconfig/a-segment-nobody-knows");
        assertTrue(status.startsWith("HTTP/1.1 200 "), status);
        assertTrue(status.contains("<td>with the script</td><td>1</td>"), status);
        assertTrue(status.contains("<td>wxconfig.share</td><td>meta</td>") && status.contains("as a plain link again"), status);
        assertFalse(status.contains(SECRET), status);
        assertFalse(status.contains("a-segment-nobody-knows"), status);
        weChat.issued().forEach(issued -> assertFalse(status.contains(issued)));
        assertTrue(get("/shop/wxconfig/status").endsWith(PAGE), "another path is the application's");
        assertTrue(get("/shop/wxconfig/a-segment-nobody-know").endsWith(PAGE), "another path is the application's");
    }

    @Test
    void showsTheStatusToThisMachineOnly() throws Exception {
        ServerConnector port = new ServerConnector(server);
        port.setHost("127.0.0.1");
        server.addConnector(port);
        startWithAccount("wxconfig.status", "local");
        String line = log.lines().stream().filter(text -> text.contains("The status page")).findFirst().orElseThrow();
        Matcher address = Pattern.compile("INFO .*\\[http://localhost:PORT(/shop/wxconfig/status\\?key=[0-9a-f]{32})].*")
                .matcher(line);
        assertTrue(address.matches(), line);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getLocalPort() + address.group(1)));
        HttpClient client = HttpClient.newHttpClient();
        String here = client.send(request.build(), BodyHandlers.ofString()).body();
        assertTrue(here.contains("<td>account</td><td>" + APPID + "</td>"), here);
        assertEquals(403, client.send(request.header("X-Forwarded-For", "203.0.113.7").build(), BodyHandlers.ofString())
                .statusCode());
        assertTrue(get("/shop/wxconfig/status").endsWith(PAGE), "a client of another address, without the key");
    }

    /** Jetty's way to believe a proxy: the first address of the header, which a visitor may have sent. */
    @Test
    void aVisitorWhoClaimsToBeThisMachineSeesNoStatus() throws Exception {
        HttpConfiguration believing = new HttpConfiguration();
        believing.addCustomizer(new ForwardedRequestCustomizer());
        LocalConnector behindProxy = new LocalConnector(server, new HttpConnectionFactory(believing));
        server.addConnector(behindProxy);
        startWithAccount("wxconfig.status", "local");
        for (String claim : List.of("X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.9\r\nX-Forwarded-Host: localhost",
                "Forwarded: for=127.0.0.1;host=localhost", "X-Proxied-Https: on")) {
            for (String target : List.of("/shop/wxconfig/status", "/shop/wxconfig/status?key=" + "0".repeat(32))) {
                String answer = behindProxy.getResponse("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + claim
                        + "\r\nConnection: close\r\n\r\n");
                assertFalse(answer.contains(APPID) || answer.contains("stable_token"), answer);
            }
        }
    }

    @Test
    void asksWhomTheOptionsName() throws Exception {
        startWithAccount("wxconfig.token", "classic", "wxconfig.exclude", "/admin/*");
        awaitTicket();
        assertEquals(1, weChat.calls("token"));
        assertEquals(0, weChat.calls("stable_token"));
        assertTrue(page("/shop/admin/orders.jsp").endsWith(PAGE), "an excluded page");
        assertTrue(Files.isDirectory(storeDir.resolve("wxconfig-credentials")), "the store is where storeDir says");
    }

    @Test
    void takesTheTicketOfACentralServer() throws Exception {
        weChat.ticketToken("central-token");
        start(Map.of("wxconfig.appid", APPID, "wxconfig.ticketUrl", weChat.baseUrl() + "/ticket?appid=" + APPID,
                "wxconfig.ticketToken", "central-token"));
        awaitTicket();
        assertEquals(1, weChat.calls("ticket"));
        assertEquals(0, weChat.calls());
        assertTrue(verdict(page("/shop/")).endsWith(" ok"));
    }

    /** Each restart finds what the one before has stored. */
    @Test
    void takesNoStoredTicketThatAnotherModeOrAnotherWeChatHasGiven() throws Exception {
        startWithAccount();
        awaitTicket();
        restartWith("wxconfig.token", "classic");
        assertEquals(1, weChat.calls("token"));
        try (WeChatSimulator another = WeChatSimulator.start()) {
            restartWith("wxconfig.apiBase", another.baseUrl());
            assertEquals(1, another.calls("token"));
            restartWith("wxconfig.ticketUrl", another.baseUrl() + "/ticket?appid=" + APPID);
            assertEquals(1, another.calls("ticket"));
            restartWith("wxconfig.ticketToken", "another");
            assertEquals(2, another.calls("ticket"));
        }
    }

    private void restartWith(String option, String value) throws Exception {
        server.stop();
        context.setInitParameter(option, value);
        server.start();
        awaitTicket();
    }

    @Test
    void isFoundByNobodyAfterItsEnd() throws Exception {
        startWithAccount();
        context.getServletHandler().getFilters()[0].getFilter().destroy();
        assertThrows(IllegalStateException.class, () -> WxConfig.from(context.getServletContext()));
    }

    /** The operator, who often cannot touch web.xml, has the last word. */
    @Test
    void theOperatorsPlacesComeBeforeTheDevelopers() {
        SettingsSource initParams = SettingsSource.initParams(name -> null, Collections.emptyEnumeration());
        assertEquals(List.of("system property", "environment", "init-param", "context-param"),
                FilterStart.sources(initParams, context.getServletContext()).stream().map(SettingsSource::name).toList());
    }

    private static FilterConfig filterConfig(Function<String, Object> answers) {
        return (FilterConfig) Proxy.newProxyInstance(WxConfigFilterTest.class.getClassLoader(),
                new Class<?>[] {FilterConfig.class}, (proxy, method, arguments) -> answers.apply(method.getName()));
    }

    @Test
    void endsWithoutATrace() throws Exception {
        startWithAccount();
        awaitTicket();
        server.stop();
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("wxconfig")));
        assertThrows(IllegalStateException.class, () -> WxConfig.from(context.getServletContext()));
    }

    @Test
    void noListenerOfTheApplicationHearsOfIt() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        context.addEventListener(new ServletContextAttributeListener() {
            @Override
            public void attributeAdded(ServletContextAttributeEvent event) {
                heard.add(event.getName());
            }

            @Override
            public void attributeRemoved(ServletContextAttributeEvent event) {
                heard.add(event.getName());
            }
        });
        context.addEventListener(new ServletRequestAttributeListener() {
            @Override
            public void attributeAdded(ServletRequestAttributeEvent event) {
                heard.add(event.getName());
            }
        });
        startWithAccount();
        awaitTicket();
        page("/shop/");
        get("/shop/");
        server.stop();
        assertEquals(List.of(), heard.stream().filter(name -> name.contains("wxconfig")).toList());
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("wxconfig")));
    }

    @Test
    void standsAsideWhateverIsThrown() throws Exception {
        WxConfigFilter filter = new WxConfigFilter();
        filter.init(filterConfig(method -> {
            throw new InternalError("whatever a machine in need throws");
        }));
        AtomicInteger passed = new AtomicInteger();
        filter.doFilter(null, null, (request, response) -> passed.incrementAndGet());
        filter.destroy();
        assertEquals(1, passed.get());
        assertEquals(1, log.lines().size(), log.lines()::toString);
    }
}
