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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar of the other era: the log names the right one, and what the server says besides is in the README. */
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

    static Stream<Arguments> servers() {
        return Stream.of(
                tomcat(Distribution.TOMCAT_7, JavaHome.of(8)),
                tomcat(Distribution.TOMCAT_9, JavaHome.ofThisBuild()),
                tomcat(Distribution.TOMCAT_10, JavaHome.ofThisBuild()),
                tomcat(Distribution.TOMCAT_11, JavaHome.ofThisBuild()),
                jetty("ee8", Era.JAVAX),
                jetty("ee10", Era.JAKARTA),
                Arguments.of(new WildFly(Distribution.WILDFLY, JavaHome.ofThisBuild(), "wrong-jar-wildfly"), Era.JAKARTA,
                        "ERROR .*StartException", "Failed to link io/github/wxconfig/WxConfigInitializer"));
    }

    private static Arguments tomcat(Distribution distribution, JavaHome java) {
        String failure = "One or more listeners failed to start";
        return Arguments.of(new Tomcat(distribution, java, "wrong-jar-" + distribution), distribution.era, failure, failure);
    }

    private static Arguments jetty(String environment, Era era) {
        String failure = "Failed startup of context";
        return Arguments.of(new Jetty(Distribution.JETTY_12_0, environment, JavaHome.ofThisBuild(), "wrong-jar-" + environment),
                era, failure, failure);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void isNamedInTheLogWithTheRightOne(Server it, Era era, String failure, String words) throws IOException {
        server = it;
        server.deploy(TestPages.ordinary("shop").jar(era.other().jar()));
        server.start();

        String ours = server.log().await("is the wrong jar", 0, Server.LIMIT);
        System.out.println(server.base.getFileName() + ": " + ours);
        assertTrue(ours.contains("[" + era.other().jar().getFileName() + "]"), ours);
        assertTrue(ours.contains("Take [" + era.jar().getFileName() + "] instead"), ours);
        List<String> lines = server.log().lines();
        assertEquals(1, lines.stream().filter(line -> line.contains("is the wrong jar")).count());
        String theirs = server.log().await(failure, lines.indexOf(ours), Server.LIMIT);
        assertTrue(lines.stream().limit(lines.indexOf(ours)).noneMatch(line -> line.matches(".*(" + failure + ").*")), theirs);

        String missing = "NoClassDefFoundError: " + era.other().name().toLowerCase() + "/servlet/ServletContainerInitializer";
        for (String said : List.of(words, server instanceof WildFly ? words : missing)) {
            assertTrue(server.allLogs().contains(said), server::allLogs);
            for (String readme : List.of("README.md", "README.zh-CN.md")) {
                assertTrue(Files.readString(Path.of(readme)).contains(said), readme + ": " + said);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void isNoConcernOfTheRightServer(Server it, Era era, String failure, String words) {
        server = it;
        server.withVariable("JAVA_TOOL_OPTIONS", "-verbose:class");
        WebApp app = TestPages.ordinary("shop").jar(era.jar())
                .file("WEB-INF/classes/META-INF/services/" + era.name().toLowerCase() + ".servlet.ServletContainerInitializer", "legacy.Scanner");
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
