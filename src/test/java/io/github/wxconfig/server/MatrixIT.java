package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The example shop, unchanged, with the jar in its {@code WEB-INF/lib}, on every server of the table in
 * {@code docs/compatibility.md}.
 */
@Tag("matrix")
class MatrixIT {

    private static final Path SHOP_FOLDER = Path.of("examples", "shop");
    private static final List<String> SHOP = List.of("/shop/", "/shop/products.jsp?sort=price",
            "/shop/product.jsp?id=longjing&from=home", "/shop/cart.jsp?add=puer", "/shop/checkout.jsp", "/shop/story-gbk.html");
    private static final List<String> ASYNC = List.of("/more/later/async", "/more/later/dispatch?x=%E8%8C%B6",
            "/more/later/again?x=%E8%8C%B6");
    private static final List<String> MORE = List.of("/more/index.jsp?a=1&b=%E4%B8%AD", "/more/include.jsp", "/more/forward.jsp",
            "/more/gbk.html", "/more/large.html");
    /** For an application like that of {@link #MORE} with a {@code beans.xml}. */
    private static final List<String> BEANS = Stream.of(MORE, ASYNC).flatMap(List::stream)
            .map(page -> page.replace("/more/", "/beans/")).toList();

    /** In the order of the table in the documents. */
    private static final List<Platform> PLATFORMS = List.of(
            Platform.tomcat(Distribution.TOMCAT_7, 8),
            Platform.tomcat(Distribution.TOMCAT_8, 8),
            Platform.tomcat(Distribution.TOMCAT_9, 8),
            Platform.tomcat(Distribution.TOMCAT_9, 17),
            Platform.tomcat(Distribution.TOMCAT_10, 17),
            Platform.tomcat(Distribution.TOMCAT_11, 17),
            Platform.tomcat(Distribution.TOMCAT_11, 25),
            Platform.tomEE(8),
            Platform.jetty(Distribution.JETTY_9, 8),
            Platform.jetty(Distribution.JETTY_10, 17),
            Platform.jetty(Distribution.JETTY_12_0, "ee8"),
            Platform.jetty(Distribution.JETTY_12_0, "ee10"),
            Platform.jetty(Distribution.JETTY_12_1, "ee11"),
            Platform.wildFly(Distribution.WILDFLY_10, 8),
            Platform.wildFly(Distribution.WILDFLY_26, 17),
            Platform.wildFly(Distribution.WILDFLY_30, 17),
            Platform.payara(Distribution.PAYARA_5, 17),
            Platform.payara(Distribution.PAYARA_6, 17),
            Platform.liberty(Liberty.Features.SERVLET_3_1, 8),
            Platform.liberty(Liberty.Features.SERVLET_6_0, 17),
            Platform.resin(17));
    /** Whose relatives are run in CI. */
    private static final List<Distribution> THOROUGH = List.of(Distribution.TOMCAT_8, Distribution.WILDFLY_10,
            Distribution.WILDFLY_26, Distribution.PAYARA_5);
    /** By place in {@link #PLATFORMS}. */
    private static final SortedMap<Integer, Runnable> ROWS = new TreeMap<>();

    static Stream<Platform> platforms() {
        return Platform.wanted(PLATFORMS.stream().filter(it -> !isThorough(it)));
    }

    static Stream<Platform> relatives() {
        return Platform.wanted(PLATFORMS.stream().filter(MatrixIT::isThorough));
    }

    private static boolean isThorough(Platform platform) {
        return THOROUGH.stream().anyMatch(it -> platform.server().equals(it.product + " " + it.version()));
    }

    private static final CompatibilityTable TABLE = new CompatibilityTable("compatibility");

    private final WeChatSimulator weChat = WeChatSimulator.start();

    @AfterEach
    void close() {
        weChat.close();
    }

    @AfterAll
    static void table() {
        ROWS.values().forEach(Runnable::run);
        TABLE.publish();
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void runsOn(Platform platform) {
        run(platform);
    }

    @ParameterizedTest
    @MethodSource("relatives")
    @Tag("thorough")
    void runsOnRelatives(Platform platform) {
        run(platform);
    }

    private void run(Platform platform) {
        try (Server plain = platform.make("plain"); Server server = platform.make("wxconfig")) {
            start(plain, platform, List.of());
            start(server, platform, List.of(platform.era().jar()));

            signedPages(platform).forEach(page -> SignedPage.fetch(server, weChat, page));
            assertTrue(gbk(server.get("/shop/story-gbk.html")).endsWith(tail(gbk(plain.get("/shop/story-gbk.html")))));
            for (String page : pages(platform)) {
                if (!page.startsWith("/shop/")) { // which shows what it knows of the jar
                    Answer expected = plain.get(page, SignedPage.DESKTOP);
                    Answer answer = server.get(page, SignedPage.DESKTOP);
                    if (page.contains("/later/")) {
                        assertEquals(expected.withoutFraming(), answer.withoutFraming());
                    } else {
                        assertEquals(expected.withoutPassingThings(), answer.withoutPassingThings());
                    }
                }
            }

            int calls = weChat.calls();
            server.restart();
            compileFirst(server);
            signedPages(platform).forEach(page -> SignedPage.fetch(server, weChat, page));
            int callsAfterRestart = weChat.calls() - calls;

            redeploy(plain, WebApp.copyOf("shop", SHOP_FOLDER));
            redeploy(server, shop(platform).jar(platform.era().jar()));
            SignedPage.fetch(server, weChat, "/shop/");
            server.stop();
            plain.stop();

            List<String> warnings = new ArrayList<>(server.warnings());
            warnings.removeAll(plain.warnings());
            warnings.removeIf(line -> line.contains("Creation of SecureRandom instance")); // Tomcat's, on a busy machine
            assertEquals(List.of(), warnings, "warnings that are not there without the jar");
            boolean withFolder = !(server instanceof Tomcat);
            ROWS.put(PLATFORMS.indexOf(platform), () -> TABLE.add(
                    platform.server() + (platform.runsInitializersUnderOldDescriptors() ? "" : ", filter in web.xml"),
                    platform.java(), platform.era(), signedPages(platform).size(), pages(platform).size(), callsAfterRestart,
                    withFolder));
        }
    }

    private void start(Server server, Platform platform, List<Path> jars) {
        server.with("wxconfig.apiBase", weChat.baseUrl());
        if (!(server instanceof Tomcat)) { // the others empty the applications' temporary folders when they stop
            server.with("wxconfig.storeDir", server.base.resolve("credentials"));
        }
        server.with("wxconfig.appid", "wx0123456789abcdef").withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef");
        if (platform.cdi()) {
            deploy(server, TestPages.withAsync("beans").file("WEB-INF/beans.xml", ""), jars); // first, to ask for the ticket
        }
        deploy(server, jars.isEmpty() ? WebApp.copyOf("shop", SHOP_FOLDER) : shop(platform), jars);
        deploy(server, TestPages.withAsync("more"), jars);
        server.deploy(TestPages.ordinary("first"));
        server.start();
        compileFirst(server);
        for (String page : pages(platform)) {
            assertEquals(200, server.get(page, SignedPage.WECHAT).status(), page);
        }
    }

    /** Unchanged where the jar alone will do, or with the filter declared as docs/troubleshooting.md says. */
    private static WebApp shop(Platform platform) {
        WebApp shop = WebApp.copyOf("shop", SHOP_FOLDER);
        if (platform.runsInitializersUnderOldDescriptors()) {
            return shop;
        }
        try {
            String document = Files.readString(Path.of("docs/troubleshooting.md"));
            int from = document.indexOf("<filter>\n  <filter-name>wxconfig</filter-name>");
            String filter = document.substring(from, document.indexOf("```", from));
            return shop.webXml(Files.readString(SHOP_FOLDER.resolve("WEB-INF/web.xml"))
                    .replace("<session-config>", filter + "<session-config>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deploy(Server server, WebApp app, List<Path> jars) {
        jars.forEach(app::jar);
        server.deploy(app);
    }

    private static List<String> pages(Platform platform) {
        return Stream.of(SHOP, MORE, ASYNC, platform.cdi() ? BEANS : List.<String>of()).flatMap(List::stream).toList();
    }

    private static List<String> signedPages(Platform platform) {
        return pages(platform).stream()
                .filter(page -> platform.signsAsyncJsps() || !page.contains("/later/")).toList();
    }

    /** Of the first page that it compiles, the compiler of JSPs keeps a stack, with the filters that were in it. */
    private static void compileFirst(Server server) {
        server.get("/first/index.jsp");
    }

    /** Takes the shop out and puts it back; what a server's leak detection says of that is among the warnings. */
    private static void redeploy(Server server, WebApp shop) {
        server.undeploy("shop");
        server.undeploy("more");
        assertEquals(404, server.get("/shop/").status());
        server.deployHot(shop);
    }

    private static String tail(String page) {
        return page.substring(page.indexOf("</title>"));
    }

    private static String gbk(Answer answer) {
        return answer.text(Charset.forName("GBK"));
    }
}
