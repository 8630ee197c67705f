package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar of the other era: the log names the right one, and the application runs as if there were none. */
@Tag("matrix")
class WrongJarIT {

    /** Asks for all classes of kinds that both eras have. */
    private static final String SCANNER = """
            package legacy;
            import SERVLET.*;
            @SERVLET.annotation.HandlesTypes({Filter.class, ServletContainerInitializer.class})
            public class Scanner implements ServletContainerInitializer {
                public void onStartup(java.util.Set<Class<?>> found, ServletContext context) {
                    System.out.println("The scanner found " + found);
                }
            }
            """;

    private Server server;

    static Stream<Platform> platforms() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_9, 17),
                Platform.tomcat(Distribution.TOMCAT_11, 17),
                Platform.jetty(Distribution.JETTY_12_0, "ee8"),
                Platform.wildFly(Distribution.WILDFLY_30, 17));
    }

    /** Without Open Liberty with servlet-3.1: it names the version of our fragment, and does not start the application. */
    static Stream<Platform> others() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomcat(Distribution.TOMCAT_10, 17),
                Platform.jetty(Distribution.JETTY_12_0, "ee10"),
                Platform.payara(Distribution.PAYARA_6, 17),
                Platform.liberty(Liberty.Features.SERVLET_6_0, 17),
                Platform.resin(17));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void namesTheRightOneAndStandsAside(Platform platform) throws IOException {
        assertNamesTheRightOne(platform);
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("thorough")
    void namesTheRightOneOnTheOther(Platform platform) throws IOException {
        assertNamesTheRightOne(platform);
    }

    private void assertNamesTheRightOne(Platform platform) throws IOException {
        server = platform.make("wrong-jar");
        Era era = platform.era();
        server.deploy(TestPages.ordinary("plain"));
        server.deploy(TestPages.ordinary("shop").jar(era.other().jar()));
        server.start();

        assertEquals(server.get("/plain/gbk.html", SignedPage.WECHAT).withoutPassingThings(),
                server.get("/shop/gbk.html", SignedPage.WECHAT).withoutPassingThings());
        List<String> ours = server.log().lines().stream().filter(line -> line.contains("is the wrong jar for this server"))
                .toList();
        assertEquals(1, ours.size(), ours::toString);
        System.out.println(server.base.getFileName() + ": " + ours.get(0));
        assertTrue(ours.get(0).contains("[" + era.other().jar().getFileName() + "]"), ours::toString);
        assertTrue(ours.get(0).contains("Take [" + era.jar().getFileName() + "] instead"), ours::toString);
        assertEquals(List.of(), server.warnings().stream()
                .filter(line -> line.contains("wxconfig") // Payara names the logger in a line of its own
                        && !line.matches(".*(is the wrong jar|WrongJarInitializer).*")).toList());
        assertInDocuments("is the wrong jar for this server");
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_11"})
    void isExplainedToWhoDeclaredTheFilter(Distribution distribution) throws IOException {
        server = new Tomcat(distribution, JavaHome.ofThisBuild(), "wrong-jar-declared-" + distribution);
        server.deploy(TestPages.ordinary("shop").jar(distribution.era.other().jar())
                .webXml("<web-app><filter><filter-name>wxconfig</filter-name>"
                + "<filter-class>io.github.wxconfig.WxConfigFilter</filter-class></filter></web-app>"));
        server.start();
        server.stop(); // Tomcat writes its log on a thread of its own
        String missing = "NoClassDefFoundError: " + distribution.era.other().name().toLowerCase() + "/servlet/Filter";
        assertTrue(server.allLogs().contains(missing), server::allLogs);
        assertTrue(server.allLogs().contains("is the wrong jar for this server"), server::allLogs);
        assertInDocuments(missing);
    }

    private static void assertInDocuments(String words) throws IOException {
        for (String document : List.of("docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md")) {
            assertTrue(Files.readString(Path.of(document)).contains(words), document + ": " + words);
        }
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void isNoConcernOfTheRightServer(Platform platform) {
        assertIsNoConcern(platform);
    }

    /** The jakarta jar is not tried here: Payara 5 takes it for an application of Jakarta EE, and does not end to deploy it. */
    @Test
    void isNoConcernOfPayara() {
        Platform.wanted(Platform.payara(Distribution.PAYARA_5, 17)).forEach(this::assertIsNoConcern);
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("thorough")
    void isNoConcernOfTheOther(Platform platform) {
        assertIsNoConcern(platform);
    }

    private void assertIsNoConcern(Platform platform) {
        server = platform.make("wrong-jar");
        Era era = platform.era();
        server.withVariable("JAVA_TOOL_OPTIONS", "-verbose:class");
        WebApp app = TestPages.ordinary("shop").jar(era.jar())
                .file("WEB-INF/classes/META-INF/services/" + era.name().toLowerCase() + ".servlet.ServletContainerInitializer",
                        "legacy.Scanner");
        server.deploy(Sources.addTo(app, era, SCANNER));
        server.start();
        assertEquals(200, server.get("/shop/gbk.html").status());

        String found = server.log().await("The scanner found", 0, Server.LIMIT);
        System.out.println(server.base.getFileName() + ": " + found);
        assertTrue(found.contains("io.github.wxconfig.WxConfigFilter"), found);
        List<String> loaded = server.log().lines().stream().filter(line -> line.contains("io.github.wxconfig.W")).toList();
        assertTrue(loaded.stream().anyMatch(line -> line.contains("io.github.wxconfig.WxConfigFilter")), loaded::toString);
        assertEquals(List.of(), loaded.stream().filter(line -> line.contains("WrongJar")).toList());
        assertEquals(List.of(), server.warnings().stream().filter(line -> line.contains("wxconfig")).toList());
    }
}
