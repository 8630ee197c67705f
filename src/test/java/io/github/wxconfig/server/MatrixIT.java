package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example shop, unchanged, with the jar in its {@code WEB-INF/lib}, on every server of the README's table. */
@Tag("matrix")
class MatrixIT {

    private static final List<String> SHOP = List.of("/shop/", "/shop/products.jsp?sort=price", "/shop/product.jsp?id=longjing&from=home",
            "/shop/cart.jsp?add=puer", "/shop/checkout.jsp", "/shop/story-gbk.html");
    private static final List<String> ASYNC = List.of("/more/later/async", "/more/later/dispatch?x=%E8%8C%B6");
    private static final List<String> MORE = List.of("/more/index.jsp?a=1&b=%E4%B8%AD", "/more/include.jsp", "/more/forward.jsp",
            "/more/gbk.html", "/more/large.html");

    /** A line of the table. */
    private record Row(String server, int java, Era era, BiFunction<JavaHome, String, Server> start) {

        static Row tomcat(Distribution distribution, int java) {
            return new Row("Tomcat " + distribution.version(), java, distribution.era,
                    (home, run) -> new Tomcat(distribution, home, run));
        }

        static Row jetty(Distribution distribution, String environment) {
            return new Row("Jetty " + distribution.version() + ", " + environment, 17,
                    environment.equals("ee8") ? Era.JAVAX : Era.JAKARTA,
                    (home, run) -> new Jetty(distribution, environment, home, run));
        }

        Server server(JavaHome home, String purpose) {
            return start.apply(home, (server + "-" + java + "-" + purpose).replaceAll("[ ,]+", "-"));
        }

        @Override
        public String toString() {
            return server + " on Java " + java;
        }
    }

    /** All, or those whose name begins like the property {@code matrix}. */
    static Stream<Row> rows() {
        return allRows().filter(row -> row.server.startsWith(System.getProperty("matrix", "")));
    }

    private static Stream<Row> allRows() {
        return Stream.of(
                Row.tomcat(Distribution.TOMCAT_7, 8),
                Row.tomcat(Distribution.TOMCAT_8, 8),
                Row.tomcat(Distribution.TOMCAT_9, 8),
                Row.tomcat(Distribution.TOMCAT_9, 17),
                Row.tomcat(Distribution.TOMCAT_10, 17),
                Row.tomcat(Distribution.TOMCAT_11, 17),
                Row.tomcat(Distribution.TOMCAT_11, 25),
                Row.jetty(Distribution.JETTY_12_0, "ee8"),
                Row.jetty(Distribution.JETTY_12_0, "ee10"),
                Row.jetty(Distribution.JETTY_12_1, "ee11"),
                new Row("WildFly " + Distribution.WILDFLY.version(), 17, Era.JAKARTA,
                        (home, run) -> new WildFly(Distribution.WILDFLY, home, run)));
    }

    private static final CompatibilityTable TABLE = new CompatibilityTable("compatibility");

    private final WeChatSimulator weChat = WeChatSimulator.start();

    @AfterEach
    void close() {
        weChat.close();
    }

    @AfterAll
    static void table() {
        TABLE.publish();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void runsOn(Row row) {
        JavaHome java = JavaHome.of(row.java);
        try (Server plain = row.server(java, "plain"); Server server = row.server(java, "wxconfig")) {
            start(plain, List.of());
            start(server, List.of(row.era.jar()));

            int signed = 0;
            for (List<String> pages : List.of(SHOP, MORE, ASYNC)) {
                for (String page : pages) {
                    SignedPage.fetch(server, weChat, page);
                    signed++;
                }
            }
            assertTrue(gbk(server.get("/shop/story-gbk.html")).endsWith(tail(gbk(plain.get("/shop/story-gbk.html")))));
            for (String page : MORE) {
                assertEquals(plain.get(page, SignedPage.DESKTOP).withoutPassingThings(),
                        server.get(page, SignedPage.DESKTOP).withoutPassingThings());
            }

            int calls = weChat.calls();
            server.restart();
            compileFirst(server);
            SHOP.forEach(page -> SignedPage.fetch(server, weChat, page));
            MORE.forEach(page -> SignedPage.fetch(server, weChat, page));
            int callsAfterRestart = weChat.calls() - calls;

            redeploy(server, row);
            server.stop();
            plain.stop();

            List<String> warnings = new ArrayList<>(server.warnings());
            warnings.removeAll(plain.warnings());
            assertEquals(List.of(), warnings, "warnings that are not there without the jar");
            TABLE.add(row.server, row.java, row.era, signed, callsAfterRestart, server instanceof Tomcat ? "" : ", with `wxconfig.storeDir`");
        }
    }

    private void start(Server server, List<Path> jars) {
        server.with("wxconfig.apiBase", weChat.baseUrl());
        if (!(server instanceof Tomcat)) { // the others empty the applications' temporary folders when they stop
            server.with("wxconfig.storeDir", server.base.resolve("credentials"));
        }
        WebApp shop = WebApp.copyOf("shop", Path.of("examples", "shop"));
        WebApp more = TestPages.withAsync("more");
        server.with("wxconfig.appid", "wx0123456789abcdef").withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef");
        for (WebApp app : List.of(shop, more)) {
            jars.forEach(app::jar);
            server.deploy(app);
        }
        server.deploy(TestPages.ordinary("first"));
        server.start();
        compileFirst(server);
        for (List<String> pages : List.of(SHOP, MORE, ASYNC)) {
            for (String page : pages) {
                assertEquals(200, server.get(page, SignedPage.WECHAT).status(), page);
            }
        }
    }

    /** Of the first page that it compiles, the compiler of JSPs keeps a stack, with the filters that were in it. */
    private static void compileFirst(Server server) {
        server.get("/first/index.jsp");
    }

    /** Takes the shop out and puts it back; what a server's leak detection says of that is among the warnings. */
    private void redeploy(Server server, Row row) {
        server.undeploy("shop");
        server.undeploy("more");
        assertEquals(404, server.get("/shop/").status());
        server.deployHot(WebApp.copyOf("shop", Path.of("examples", "shop")).jar(row.era.jar()));
        SignedPage.fetch(server, weChat, "/shop/");
    }

    private static String tail(String page) {
        return page.substring(page.indexOf("</title>"));
    }

    private static String gbk(Answer answer) {
        return answer.text(Charset.forName("GBK"));
    }
}
