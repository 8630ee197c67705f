package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an application does, in every server, with the finished jar and without: a page differs by the script and by the
 * headers that go with it; everything else, and everything for another browser, is the same message byte for byte.
 */
class PageMatrixIT {

    private static final String PLAIN = "app0";
    private static final String JAR = "app1";
    private static final String DISABLED = "app3";
    /** Headers that an injected page may have, lack or change. */
    private static final String OURS =
            "(?i)(Date|Content-Length|Transfer-Encoding|Cache-Control|Vary|ETag|Last-Modified|Accept-Ranges):.*";

    private final List<String> failures = new ArrayList<>();
    private final TreeMap<String, Integer> kinds = new TreeMap<>();

    /** Those of every build. */
    static Stream<Platform> tomcats() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_9, 17),
                Platform.tomcat(Distribution.TOMCAT_10, 17),
                Platform.tomcat(Distribution.TOMCAT_11, 17));
    }

    /** Three that are made differently, and start quickly. */
    static Stream<Platform> products() {
        return Platform.wanted(
                Platform.jetty(Distribution.JETTY_12_0, "ee10"),
                Platform.liberty(Liberty.Features.SERVLET_6_0, 17),
                Platform.resin(17));
    }

    static Stream<Platform> others() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomcat(Distribution.TOMCAT_8, 17),
                Platform.tomEE(17),
                Platform.jetty(Distribution.JETTY_9, 17),
                Platform.jetty(Distribution.JETTY_10, 17),
                Platform.jetty(Distribution.JETTY_12_0, "ee8"),
                Platform.jetty(Distribution.JETTY_12_1, "ee11"),
                Platform.wildFly(Distribution.WILDFLY_10, 8),
                Platform.wildFly(Distribution.WILDFLY_26, 17),
                Platform.wildFly(Distribution.WILDFLY_30, 17),
                Platform.payara(Distribution.PAYARA_5, 17),
                Platform.payara(Distribution.PAYARA_6, 17),
                Platform.liberty(Liberty.Features.SERVLET_3_1, 8));
    }

    @ParameterizedTest
    @MethodSource("tomcats")
    void differsByTheScriptAlone(Platform platform) {
        run(platform);
    }

    @ParameterizedTest
    @MethodSource("products")
    @Tag("matrix")
    void differsByTheScriptAloneOn(Platform platform) {
        run(platform);
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("matrix")
    @Tag("thorough")
    void differsByTheScriptAloneOnOthers(Platform platform) {
        run(platform);
    }

    private void run(Platform platform) {
        Era era = platform.era();
        try (WeChatSimulator weChat = WeChatSimulator.start(); Server server = platform.make("pages")) {
            deploy(server, platform, PLAIN, "", List.of());
            deploy(server, platform, JAR, options(weChat, "true"), List.of(era.jar()));
            deploy(server, platform, DISABLED, options(weChat, "false"), List.of(era.jar()));
            sameTimes(server.base);
            server.start();
            SignedPage.fetch(server, weChat, "/" + JAR + "/cell/direct");
            for (Cell cell : Cell.all()) {
                check(server, cell, platform);
            }
            large(server);
            System.out.println(server.base.getFileName() + ": " + kinds);
            assertEquals("", String.join("\n\n", failures), failures.size() + " cells of " + kinds);
        }
    }

    /** With a second application, for what crosses between them. */
    private static void deploy(Server server, Platform platform, String name, String options, List<Path> jars) {
        for (String each : List.of(name, name + "2")) {
            WebApp app = app(each, platform.era(), options);
            if (platform.cdi()) {
                app.file("WEB-INF/beans.xml", "");
            }
            jars.forEach(app::jar);
            server.deploy(app);
        }
    }

    private void check(Server server, Cell cell, Platform platform) {
        try {
            Answer page = cell.ask(server, JAR, SignedPage.WECHAT);
            switch (platform.fate(cell)) {
                case INJECTED -> injected(cell.askUnconditionally(server, PLAIN, SignedPage.WECHAT), page);
                case BROKEN -> assertEquals(named(cell.ask(server, PLAIN, SignedPage.WECHAT).text()), named(page.text()));
                case LEFT -> { }
                case READ -> same(sorted(cell.ask(server, PLAIN, SignedPage.WECHAT)),
                        sorted(page).replaceFirst("\nVary: Accept(?=\r?\n)", ""));
                default -> same(sorted(cell.ask(server, PLAIN, SignedPage.WECHAT)), sorted(page));
            }
            count(platform.fate(cell).name().toLowerCase());
        } catch (AssertionError | RuntimeException e) {
            failures.add(cell + " in WeChat: " + e);
        }
        unharmed(server, cell, JAR, SignedPage.DESKTOP, "desktop");
        unharmed(server, cell, DISABLED, SignedPage.WECHAT, "disabled");
    }

    private void unharmed(Server server, Cell cell, String app, String userAgent, String kind) {
        try {
            same(cell.ask(server, PLAIN, userAgent).withoutPassingThings(),
                    cell.ask(server, app, userAgent).withoutPassingThings());
            count(kind);
        } catch (AssertionError | RuntimeException e) {
            failures.add(cell + " " + kind + ": " + e);
        }
    }

    private void count(String kind) {
        kinds.merge(kind, 1, Integer::sum);
    }

    private static void same(String plain, String message) {
        assertEquals(named(plain), named(message));
    }

    private static String named(String message) {
        return message.replaceAll("app\\d", "app");
    }

    private static void injected(Answer plain, Answer page) {
        String before = named(plain.text(StandardCharsets.ISO_8859_1));
        String after = named(page.text(StandardCharsets.ISO_8859_1));
        int at = after.indexOf("<script");
        assertTrue(at > 0, () -> "No script in\n" + page);
        int end = at + after.length() - before.length();
        assertTrue(end > at, () -> "Something is missing in\n" + page + "\nof\n" + plain);
        assertEquals(before, after.substring(0, at) + after.substring(end));
        assertTrue(after.substring(at, end).endsWith("</script>"), after.substring(at, end));
        assertEquals(plain.status(), page.status());
        assertEquals(others(plain), others(page));
        String length = page.header("Content-Length");
        assertTrue(length == null || Integer.parseInt(length) - page.body().length == lengthError(plain),
                () -> "Content-Length of\n" + page);
        assertTrue(String.valueOf(page.header("Vary")).contains("User-Agent"), page::toString);
        assertTrue(page.header("Cache-Control").matches("private.*|.*no-store.*"), page::toString);
        assertTrue(page.header("ETag") == null && page.header("Last-Modified") == null, page::toString);
    }

    /** By how much a server itself is mistaken: Liberty counts the chars of a page whose writer is closed. */
    private static int lengthError(Answer plain) {
        String length = plain.header("Content-Length");
        return length == null ? 0 : Integer.parseInt(length) - plain.body().length;
    }

    private static String others(Answer answer) {
        return named(answer.headers().stream().filter(line -> !line.matches(OURS)).sorted()
                .collect(Collectors.joining("\n")));
    }

    private static String sorted(Answer answer) {
        String text = answer.withoutPassingThings();
        if (text.endsWith("\r\n\r\n0\r\n\r\n")) { // which is how Liberty says of any wrapped response that it is empty
            text = text.substring(0, text.length() - 5).replaceFirst("Transfer-Encoding: chunked", "Content-Length: 0");
        }
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        Arrays.sort(lines, 1, lines.length);
        return String.join("\n", lines) + text.substring(end);
    }

    /** A hundred megabytes: all of them, and the script. */
    private void large(Server server) {
        for (String target : List.of("/cell/large", "/cell/large?writer")) {
            Answer answer = server.get("/" + JAR + target, SignedPage.WECHAT);
            byte[] body = answer.body();
            String begin = new String(body, 0, 20_000, StandardCharsets.UTF_8);
            int script = begin.lastIndexOf("</script>") + 9 - begin.indexOf("<script");
            int expected = CellServlet.PAGE.getBytes(StandardCharsets.UTF_8).length + CellServlet.LARGE + "<!-- end -->".length();
            if (body.length - script != expected || !begin.contains("<head><script") && !begin.contains("<head><!--")) {
                failures.add(target + ": [" + body.length + "] bytes with a script of [" + script + "], without it ["
                        + expected + "]");
            }
            count("large");
        }
    }

    static String options(WeChatSimulator weChat, String enabled) {
        return option("appid", "wx0123456789abcdef") + option("secret", "secret") + option("apiBase", weChat.baseUrl())
                + option("enabled", enabled) + option("store", "memory");
    }

    private static String option(String name, String value) {
        return "<context-param><param-name>wxconfig." + name + "</param-name><param-value>" + value
                + "</param-value></context-param>";
    }

    private static WebApp app(String name, Era era, String options) {
        String page = CellServlet.PAGE;
        String jsp = "<%@ page contentType=\"text/html; charset=UTF-8\" pageEncoding=\"UTF-8\" session=\"false\" %>";
        WebApp app = new WebApp(name)
                .webXml("<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>" + options
                        + "<servlet><servlet-name>cell</servlet-name><servlet-class>" + CellServlet.class.getName()
                        + "</servlet-class><async-supported>true</async-supported></servlet>"
                        + "<servlet-mapping><servlet-name>cell</servlet-name><url-pattern>/cell/*</url-pattern></servlet-mapping>"
                        + "<filter><filter-name>any</filter-name><filter-class>" + AnyFilter.class.getName()
                        + "</filter-class></filter>"
                        + "<filter-mapping><filter-name>any</filter-name><url-pattern>/missing.html</url-pattern>"
                        + "</filter-mapping><error-page><error-code>410</error-code><location>/cell/gone</location></error-page>"
                        + "<error-page><exception-type>java.lang.IllegalStateException</exception-type>"
                        + "<location>/sorry.html</location></error-page></web-app>")
                .file("META-INF/context.xml", "<Context crossContext='true'/>")
                .file("page.jsp", jsp + page)
                .file("forward.jsp", jsp + "lost<jsp:forward page=\"/cell/direct\"/>")
                .file("include.jsp", jsp + "<jsp:include page=\"/top.jsp\"/>" + page.substring(page.indexOf("<body>")))
                .file("include-flush.jsp",
                        jsp + "\n<jsp:include page=\"/top.jsp\" flush=\"true\"/>" + page.substring(page.indexOf("<body>")))
                .file("top.jsp", jsp + page.substring(0, page.indexOf("<body>")).replaceAll("\u8336", "top"))
                .file("head.html", page.substring(0, page.indexOf("<body>"))).file("static.html", page).file("sorry.html", page)
                .file("plain.txt", page).file("style.css", "p { }").file("large.html", page + "<!-- a line -->\n".repeat(60_000))
                .file("gbk.html", page.replace("<head>", "<head><meta charset=gbk>"), Charset.forName("GBK"));
        return Sources.addTo(Sources.addTo(app, era, CellServlet.class), era, AnyFilter.class);
    }

    /** Files of three applications, of which validators are made. */
    private static void sameTimes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(html|txt|css)")).toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
