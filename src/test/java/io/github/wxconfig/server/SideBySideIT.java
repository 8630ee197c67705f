package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.store.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/**
 * Applications that have the jar's libraries themselves, in other versions: what they see of classes, services and log
 * levels, and what they log, is the same as without the jar. Each lies on a server twice, once for each of our stores.
 */
@Tag("matrix")
class SideBySideIT {

    private static final List<String> APPS = List.of("ehcache", "redis");
    private static final Map<Era, Map<String, byte[]>> CLASSES = new EnumMap<>(Era.class);

    private enum Kind {
        ON_JAVA_8(Distribution.TOMCAT_9, 8, "", false),
        BRIDGED_JAVAX(Distribution.TOMCAT_9, 17, "", true),
        LIBRARIES_OF_THE_SERVER(Distribution.TOMCAT_9, 17, "slf4j|logback|ehcache|yasson|javax.json", false),
        JAKARTA(Distribution.TOMCAT_10, 17, "", false),
        BRIDGED_JAKARTA(Distribution.TOMCAT_11, 17, "", true);

        final Distribution distribution;
        final int java;
        /** What lies in the server's lib and not in the application's, by the beginnings of names. */
        private final Pattern shared;
        /** Whether jul-to-slf4j leads java.util.logging to the application's logback. */
        final boolean bridged;

        Kind(Distribution distribution, int java, String shared, boolean bridged) {
            this.distribution = distribution;
            this.java = java;
            this.shared = Pattern.compile(shared.isEmpty() ? "none" : "(" + shared + ").*");
            this.bridged = bridged;
        }

        boolean shares(String file) {
            return shared.matcher(file).matches();
        }

        /** The jars of applications of this era. */
        List<Path> libraries() throws IOException {
            try (Stream<Path> files = Files.list(Path.of("target", "libraries", distribution.era.name().toLowerCase()))) {
                return files.sorted().toList();
            }
        }
    }

    /** What the applications showed, by application, and what they and the server wrote. */
    private record Seen(Map<String, List<String>> reports, List<String> log, List<String> warnings) { }

    private final WeChatSimulator weChat = WeChatSimulator.start();
    private RedisServer redis;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisServer();
    }

    @AfterEach
    void close() {
        weChat.close();
        if (redis != null) {
            redis.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theApplicationNoticesNothing(Kind kind) throws IOException {
        Seen without = run(kind, "without", List.of());
        Seen with = run(kind, "with", List.of(kind.distribution.era.jar()));

        assertEquals(without.reports, with.reports);
        assertEquals(without.warnings, with.warnings);
        assertEquals(without.log, with.log.stream().filter(line -> !isOurs(line)).toList());
        assertEquals(kind.bridged, with.log.stream().anyMatch(SideBySideIT::isOurs), "our own lines, in the application's log");
        assertTrue(with.log.stream().noneMatch(line -> line.contains("wxconfig.lib")), "our libraries are not heard");
        try (Jedis client = redis.client()) {
            assertEquals("dark", client.get("tea:/ehcache"));
            assertTrue(client.keys("*").stream().anyMatch(key -> key.contains("wx00000000000c0de0")), "our ticket is there, too");
        }
        print(kind, with);
    }

    private Seen run(Kind kind, String name, List<Path> ours) throws IOException {
        String folder = ("side-by-side-" + kind + "-" + name).toLowerCase();
        try (Tomcat tomcat = new Tomcat(kind.distribution, JavaHome.of(kind.java), folder)) {
            tomcat.with("wxconfig.apiBase", weChat.baseUrl());
            share(kind, tomcat);
            for (String app : APPS) {
                tomcat.deploy(app(app, kind, tomcat, ours));
            }
            tomcat.start();
            Map<String, List<String>> reports = new TreeMap<>();
            for (String app : APPS) {
                reports.put(app, report(app, tomcat, !ours.isEmpty()));
            }
            APPS.forEach(tomcat::undeploy);
            tomcat.awaitNothing("objects and threads", () -> tomcat.remains("io.github.wxconfig"));
            tomcat.stop();
            return new Seen(reports, tidy(Files.readString(tomcat.base.resolve("logs/teas.log")), tomcat),
                    tomcat.warnings().stream().filter(SideBySideIT::isOfTheApplication).toList());
        }
    }

    /** Asks for the report once, because that is logged; before that for a page, until it is signed. */
    private List<String> report(String app, Tomcat tomcat, boolean signed) {
        if (signed) {
            SignedPage.fetch(tomcat, weChat, "/" + app + "/page.html");
        }
        Answer answer = tomcat.get("/" + app + "/teas", SignedPage.WECHAT);
        assertEquals(200, answer.status(), answer::toString);
        if (signed) {
            SignedPage.in(answer).assertAccepted(weChat, tomcat.url("/" + app + "/teas"));
        }
        return tidy(answer.text().replaceAll("(?s).*<pre>|</pre>.*", ""), tomcat);
    }

    /** Puts the kind's libraries where a server has its own. */
    private static void share(Kind kind, Tomcat tomcat) throws IOException {
        Path lib = Files.createDirectories(tomcat.base.resolve("lib"));
        for (Path library : kind.libraries()) {
            if (kind.shares(library.getFileName().toString())) {
                Files.copy(library, lib.resolve(library.getFileName()));
            }
        }
        if (kind.shares("logback.xml")) {
            Files.writeString(lib.resolve("logback.xml"), logback(kind, tomcat));
        }
    }

    private WebApp app(String name, Kind kind, Tomcat tomcat, List<Path> ours) throws IOException {
        WebApp app = new WebApp(name).file("page.html", "<html><head><title>Page</title></head></html>").webXml(
                "<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>"
                + param("wxconfig.appid", "wx00000000000c0de0") + param("wxconfig.secret", "0123456789abcdef0123456789abcdef")
                + param("wxconfig.store", name.equals("redis") ? redis.url() : name)
                + param("redis.port", "" + redis.port) + param("redis.password", RedisServer.PASSWORD)
                + param("bridged", "" + kind.bridged) + "<listener><listener-class>tea.TeaShop</listener-class></listener>"
                + "<servlet><servlet-name>teas</servlet-name><servlet-class>tea.TeaShop</servlet-class></servlet>"
                + "<servlet-mapping><servlet-name>teas</servlet-name><url-pattern>/teas</url-pattern>"
                + "</servlet-mapping></web-app>");
        classes(kind).forEach((file, bytes) -> app.file("WEB-INF/classes/" + file, bytes));
        if (!kind.shares("logback.xml")) {
            app.file("WEB-INF/classes/logback.xml", logback(kind, tomcat));
        }
        kind.libraries().stream().filter(library -> !kind.shares(library.getFileName().toString())).forEach(app::jar);
        ours.forEach(app::jar);
        return app;
    }

    /** The servlet of all applications, which is compiled once for each era. */
    private static Map<String, byte[]> classes(Kind kind) throws IOException {
        Era era = kind.distribution.era;
        if (!CLASSES.containsKey(era)) {
            try (InputStream in = SideBySideIT.class.getResourceAsStream("TeaShop.java")) {
                String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                CLASSES.put(era, Sources.compile(era == Era.JAKARTA ? source : source.replace("jakarta.", "javax."), era,
                        kind.libraries()));
            }
        }
        return CLASSES.get(era);
    }

    private static String param(String name, String value) {
        return "<context-param><param-name>" + name + "</param-name><param-value>" + value + "</param-value></context-param>";
    }

    private static String logback(Kind kind, Tomcat tomcat) {
        return "<configuration>" + (kind.bridged
                ? "<contextListener class='ch.qos.logback.classic.jul.LevelChangePropagator'><resetJUL>true</resetJUL>"
                + "</contextListener>" : "")
                + "<appender name='file' class='ch.qos.logback.core.FileAppender'><file>" + tomcat.base.resolve("logs/teas.log")
                + "</file><prudent>true</prudent><encoder><pattern>%level %logger - %msg%n</pattern></encoder></appender>"
                + "<root level='INFO'><appender-ref ref='file'/></root></configuration>";
    }

    /** Lines that are the same wherever the server lies and however fast it is. */
    private static List<String> tidy(String text, Tomcat tomcat) {
        return text.replace(tomcat.base.toString(), "BASE").replaceAll("\\d+ ?ms", "…").lines()
                .filter(SideBySideIT::isOfTheApplication).toList();
    }

    /** What Tomcat says of slow random numbers is not. */
    private static boolean isOfTheApplication(String line) {
        return !line.contains("SessionIdGenerator");
    }

    private static boolean isOurs(String line) {
        return line.contains(" io.github.wxconfig.");
    }

    private static void print(Kind kind, Seen with) {
        with.reports.forEach((app, report) ->
                System.out.printf("%s, Tomcat %s, Java %d, store %s, beside %s: %d lines on classes, services and"
                + " log levels as without the jar%n", kind, kind.distribution.version(), kind.java, app,
                Pattern.compile("([\\w.-]+)\\.jar says").matcher(String.join("\n", report)).results().map(used -> used.group(1))
                        .distinct().collect(Collectors.joining(", ")), report.size()));
    }
}
