package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of {@code web.xml} that an old application has, each as an application of its own, on one server at once. */
@Tag("matrix")
class DescriptorsIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String ACCOUNT = param("wxconfig.appid", "wx00000000000c0de0") + param("wxconfig.secret", SECRET);
    private static final String PAGE = "/index.jsp?a=1";

    private final WeChatSimulator weChat = WeChatSimulator.start();
    private Server server;
    private Era era;

    static Stream<Arguments> platforms() {
        return Stream.of(
                Arguments.of(Platform.tomcat(Distribution.TOMCAT_7, 8), 3.0),
                Arguments.of(Platform.tomcat(Distribution.TOMCAT_9, 17), 4.0),
                Arguments.of(Platform.tomcat(Distribution.TOMCAT_11, 17), 6.1),
                Arguments.of(Platform.jetty(Distribution.JETTY_12_0, "ee8"), 4.0),
                Arguments.of(Platform.jetty(Distribution.JETTY_12_1, "ee11"), 6.1),
                Arguments.of(Platform.wildFly(Distribution.WILDFLY_30, 17), 6.0));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        weChat.close();
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void everyDescriptorIsServed(Platform platform, double newest) {
        server = platform.make("descriptors");
        era = platform.era();
        server.with("wxconfig.apiBase", weChat.baseUrl());
        deployAll(newest);
        server.start();

        for (double version : versions(newest)) {
            assertSigned(app(version), PAGE, "wx00000000000c0de0");
        }
        for (String app : List.of("complete-old", "complete-new", "others", "named", "declared", "twice", "framework")) {
            assertSigned(app, PAGE, "wx00000000000c0de0");
        }
        assertUnsigned("excluded", PAGE);
        assertSigned("overridden", "/inside/target.jsp", "wx00000000000c0de1");
        assertUnsigned("overridden", PAGE);
        assertSigned("accounts", "/a/index.jsp", "wx00000000000c0dea");
        assertSigned("accounts", "/b/index.jsp", "wx00000000000c0deb");
        assertSigned("framework", "/shop/list.do?page=2", "wx00000000000c0de0");
        assertSigned("framework", "/shop/list.direct", "wx00000000000c0de0");
        assertUnsigned("framework-before", "/shop/list.direct");
        assertSigned("page-cache", "/inside/target.jsp", "wx00000000000c0de0");
        assertFalse(SignedPage.isIn(server.get("/page-cache/inside/target.jsp", SignedPage.DESKTOP)),
                "another browser gets a script from a cache");
        assertSigned("gzip", PAGE, "wx00000000000c0de0", "Accept: text/html", "Accept-Encoding: gzip");
        assertTrue(server.get("/gzip" + PAGE, SignedPage.DESKTOP, "Accept-Encoding: gzip").unzipped().text().contains("</html>"));
        assertSignedInside("gzip-outside", PAGE);
        assertFalse(SignedPage.isIn(server.get("/gzip-inside" + PAGE, SignedPage.WECHAT).unzipped()));
        server.stop(); // Tomcat writes its log on a thread of its own
        assertTrue(server.allLogs().contains("Content-Encoding [gzip]"), "the log says why a page is left alone");
        assertEquals(List.of(), server.warnings().stream()
                .filter(line -> line.contains("wxconfig") && !line.contains("Content-Encoding [gzip]")).toList());
    }

    private void deployAll(double newest) {
        for (double version : versions(newest)) {
            deploy(app(version), descriptor(version, "", ACCOUNT));
        }
        deploy("complete-old", descriptor(2.5, "metadata-complete='true'", ACCOUNT));
        deploy("complete-new", descriptor(3.0, "metadata-complete='true'", ACCOUNT));
        deploy("others", descriptor(3.0, "", ACCOUNT + "<absolute-ordering><others/></absolute-ordering>"));
        deploy("named", descriptor(3.0, "", ACCOUNT + "<absolute-ordering><name>wxconfig</name></absolute-ordering>"));
        deploy("excluded", descriptor(3.0, "", ACCOUNT + "<absolute-ordering/>"));
        deploy("declared", descriptor(3.0, "", ACCOUNT + "<absolute-ordering/>" + ours("wxconfig", "/*", "")));
        deploy("overridden",
                descriptor(3.0, "", ours("wxconfig", "/inside/*", init("appid", "wx00000000000c0de1") + init("secret", SECRET))));
        deploy("twice", descriptor(2.5, "", ACCOUNT + ours("wxconfig", "/*", "") + ours("second", "/*", "")));
        WebApp accounts = app("accounts", descriptor(2.5, "",
                ours("a", "/a/*", init("wxconfig.appid", "wx00000000000c0dea") + init("wxconfig.secret", SECRET))
                        + ours("b", "/b/*", init("appid", "wx00000000000c0deb") + init("secret", SECRET))));
        String page = "<html><head><title>x</title></head></html>";
        server.deploy(accounts.file("a/index.jsp", page).file("b/index.jsp", page));
        String framework = filter("framework", "legacy.Framework", "/*", "");
        server.deploy(Sources.addTo(app("framework", descriptor(2.5, "", ACCOUNT + framework)), era, Sources.FRAMEWORK));
        server.deploy(Sources.addTo(app("framework-before",
                descriptor(2.5, "", ACCOUNT + framework + ours("wxconfig", "/*", ""))), era, Sources.FRAMEWORK));
        String cache = filter("cache", "legacy.PageCache", "/inside/*", "");
        server.deploy(Sources.addTo(app("page-cache", descriptor(2.5, "", ACCOUNT + cache)), era, Sources.PAGE_CACHE));
        String gzip = filter("gzip", "legacy.Gzip", "*.jsp", "");
        server.deploy(Sources.addTo(app("gzip", descriptor(2.5, "", ACCOUNT + gzip)), era, Sources.POLITE_GZIP));
        server.deploy(Sources.addTo(app("gzip-outside", descriptor(2.5, "", ACCOUNT + gzip + ours("wxconfig", "/*", ""))),
                era, Sources.GZIP));
        server.deploy(Sources.addTo(app("gzip-inside", descriptor(2.5, "", ACCOUNT + gzip)), era, Sources.GZIP));
    }

    private static String app(double version) {
        return "version-" + (int) (version * 10 + 0.5);
    }

    private static List<Double> versions(double newest) {
        return Stream.of(2.3, 2.4, 2.5, 3.0, 3.1, 4.0, 5.0, 6.0, 6.1).filter(version -> version <= newest).toList();
    }

    private void deploy(String name, String webXml) {
        server.deploy(app(name, webXml));
    }

    private WebApp app(String name, String webXml) {
        return TestPages.ordinary(name).webXml(webXml).jar(era.jar());
    }

    private void assertSigned(String app, String page, String appId, String... headers) {
        assertEquals(appId, SignedPage.in(SignedPage.fetch(server, weChat, "/" + app + page, headers)).appId(), app + page);
    }

    private void assertSignedInside(String app, String page) {
        Answer answer = server.awaitAnswer("/" + app + page, it -> SignedPage.isIn(it.unzipped()), SignedPage.WECHAT);
        SignedPage.in(answer.unzipped()).assertAccepted(weChat, server.url("/" + app + page));
    }

    private void assertUnsigned(String app, String page) {
        Answer answer = server.get("/" + app + page, SignedPage.WECHAT);
        assertEquals(200, answer.status(), answer::toString);
        assertFalse(answer.text().contains("wx.config") || SignedPage.isIn(answer), answer::toString);
        assertTrue(answer.text().endsWith("</html>\n") || answer.text().endsWith("</html>"), answer::toString);
    }

    private static String descriptor(double version, String attributes, String content) {
        if (version == 2.3) {
            return "<!DOCTYPE web-app PUBLIC '-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN' "
                    + "'http://java.sun.com/dtd/web-app_2_3.dtd'><web-app>" + content + "</web-app>";
        }
        String namespace = version < 2.5 ? "http://java.sun.com/xml/ns/j2ee"
                : version <= 3.0 ? "http://java.sun.com/xml/ns/javaee"
                : version <= 4.0 ? "http://xmlns.jcp.org/xml/ns/javaee" : "https://jakarta.ee/xml/ns/jakartaee";
        return "<?xml version='1.0' encoding='UTF-8'?><web-app xmlns='" + namespace + "' version='" + version + "' "
                + attributes + ">" + content + "</web-app>";
    }

    private static String param(String name, String value) {
        return "<context-param><param-name>" + name + "</param-name><param-value>" + value + "</param-value></context-param>";
    }

    private static String init(String name, String value) {
        return "<init-param><param-name>" + name + "</param-name><param-value>" + value + "</param-value></init-param>";
    }

    private static String ours(String name, String pattern, String init) {
        return filter(name, "io.github.wxconfig.WxConfigFilter", pattern, init);
    }

    /** A filter with its mapping. In descriptors up to 2.5 all filters come before all mappings, but no server insists. */
    private static String filter(String name, String type, String pattern, String init) {
        return "<filter><filter-name>" + name + "</filter-name><filter-class>" + type + "</filter-class>" + init + "</filter>"
                + "<filter-mapping><filter-name>" + name + "</filter-name><url-pattern>" + pattern
                + "</url-pattern></filter-mapping>";
    }
}
