package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spring Boot applications that have the jar among their dependencies and their options in {@code application.yml}. */
@Tag("matrix")
class SpringBootIT {

    private static final List<String> PAGES = List.of("/", "/index.html", "/template", "/string?a=1&b=%E4%B8%AD", "/callable",
            "/deferred", "/stream", "/forward", "/framework");

    /** The page that is broken on purpose, Undertow's own, and Spring's thread for asynchronous pages. */
    private static final Pattern EXPECTED = Pattern.compile("broken|Buffer pool was not set|thread named \\[task-");

    private static final CompatibilityTable TABLE = new CompatibilityTable("compatibility:boot");

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
    @CsvSource({"1.5.22.RELEASE,8,web", "2.7.18,8,web", "2.7.18,17,web", "3.2.12,17,web", "3.2.12,17,undertow", "3.5.12,17,web",
        "4.1.0,17,web", "4.1.0,25,web"})
    void anExecutableJarNeedsNoCode(String boot, int java, String needs) {
        try (BootProcess server = process(java, "jar-" + boot + "-" + java + "-" + needs)) {
            start(server, BootShop.archive(boot, needs));
            int calls = signAll(server, "");
            leaveAloneTheRest(server, "");
            server.restart();
            signAll(server, "");
            assertReported(server);
            TABLE.add("Spring Boot " + boot.replace(".RELEASE", "") + ", executable jar"
                    + (needs.equals("web") ? "" : " with Undertow"),
                    java, BootShop.era(boot), PAGES.size(), PAGES.size(), weChat.calls() - calls, true);
        }
    }

    @ParameterizedTest
    @CsvSource({"2.7.18,8,TOMCAT_9", "3.5.12,17,TOMCAT_10", "4.1.0,17,TOMCAT_11"})
    void aWarRunsByItselfAndInAServer(String boot, int java, Distribution distribution) throws IOException {
        JavaHome home = JavaHome.of(java);
        try (BootProcess alone = process(java, "war-" + boot);
                Tomcat tomcat = BootShop.configure(new Tomcat(distribution, home, "boot-war-" + boot + "-" + distribution),
                        weChat.baseUrl())) {
            Path war = BootShop.archive(boot, "web").war(alone.base.resolve("shop.war"));
            alone.runs(war).start();
            signAll(alone, "");
            alone.stop();
            assertReported(alone);

            Files.copy(war, tomcat.base.resolve("webapps/shop.war"));
            tomcat.start();
            int calls = signAll(tomcat, "/shop");
            leaveAloneTheRest(tomcat, "/shop");
            tomcat.restart();
            signAll(tomcat, "/shop");
            assertReported(tomcat);
            TABLE.add("Spring Boot " + boot + ", WAR in Tomcat " + distribution.version(), java, BootShop.era(boot), PAGES.size(),
                    PAGES.size(), weChat.calls() - calls, false);
        }
    }

    /** By each of the ways to declare it; Boot would not start if we took the filter's name. */
    @ParameterizedTest
    @CsvSource({
        "1.5.22.RELEASE, 8, org.springframework.boot.web.servlet.FilterRegistrationBean wxconfig() { return BEAN; }",
        "4.1.0, 17, io.github.wxconfig.WxConfigFilter wxconfig() { return FILTER; }"})
    void aFilterThatTheApplicationDeclaresIsTheOnlyOne(String boot, int java, String method) {
        try (BootProcess server = process(java, "bean-" + boot)) {
            start(server, BootShop.archive(boot, "web", BootShop.era(boot).jar(), beans(method)));
            SignedPage.fetch(server, weChat, "/string");
            SignedPage.fetch(server, weChat, "/callable");
            assertReported(server);
        }
    }

    @Test
    void twoBeansServeTwoAccounts() {
        String type = "org.springframework.boot.web.servlet.FilterRegistrationBean<io.github.wxconfig.WxConfigFilter> ";
        String second = type + "second() { " + type
                + "bean = BEAN; bean.setOrder(0); bean.addInitParameter(\"appid\", \"wx00000000000c0deb\");"
                + "bean.addInitParameter(\"include\", \"/string\"); return bean; }";
        try (BootProcess server = process(17, "two-beans")) {
            start(server,
                    BootShop.archive("3.2.12", "web", Era.JAKARTA.jar(), beans(type + "wxconfig() { return BEAN; }", second)));
            assertEquals("wx00000000000c0deb", SignedPage.in(SignedPage.fetch(server, weChat, "/string")).appId());
            assertEquals("wx0123456789abcdef", SignedPage.in(SignedPage.fetch(server, weChat, "/template")).appId());
        }
    }

    private static String beans(String... methods) {
        return Stream.of(methods).map(method -> "@Bean public " + method
                .replace("BEAN", "new org.springframework.boot.web.servlet.FilterRegistrationBean(FILTER)")
                .replace("FILTER", "new io.github.wxconfig.WxConfigFilter()")).collect(Collectors.joining("\n"));
    }

    @Test
    void pagesAreSignedBehindSpringSecurityAndCompressed() {
        String permissive = "@Bean org.springframework.security.web.SecurityFilterChain all("
                + "org.springframework.security.config.annotation.web.builders.HttpSecurity http) throws Exception {"
                + "return http.authorizeHttpRequests(all -> all.anyRequest().permitAll()).build(); }";
        try (BootProcess server = process(17, "security")) {
            server.arguments("--server.compression.enabled=true", "--server.compression.min-response-size=1");
            start(server, BootShop.archive("3.5.12", "security", Era.JAKARTA.jar(), permissive));
            for (String page : PAGES) {
                SignedPage.fetch(server, weChat, page);
                Answer answer = server.get(page, SignedPage.WECHAT, "Accept-Encoding: gzip");
                assertEquals("gzip", answer.header("Content-Encoding"), page);
                SignedPage.in(answer.unzipped()).assertAccepted(weChat, server.url(page));
                String theirs = page.equals("/framework") ? "private" : "no-store"; // Security comes behind that filter
                assertTrue(answer.headers().stream().anyMatch(line -> line.matches("Cache-Control:.*" + theirs + ".*")),
                        answer::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webflux", "command-line"})
    void anApplicationWithoutServletsStartsInSilence(String needs) {
        try (BootProcess server = process(17, needs)) {
            start(server, BootShop.empty("3.5.12", needs));
            server.stop();
            assertFalse(server.allLogs().contains("wxconfig"), server::allLogs);
            assertEquals(List.of(), server.warnings());
        }
    }

    /** Even if the other era's API lies about, as it does in applications that have been moved from one to the other. */
    @ParameterizedTest
    @CsvSource({"2.7.18,false", "3.5.12,true"})
    void theWrongJarNamesTheRightOneAndTheApplicationStarts(String boot, boolean otherApi) throws Exception {
        Era era = BootShop.era(boot);
        BootArchive archive = BootShop.archive(boot, "web", era.other().jar(), "");
        if (otherApi) {
            archive.library(Path.of(javax.servlet.Filter.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        try (BootProcess server = process(17, "wrong-jar-" + boot)) {
            start(server, archive);
            Answer page = server.get("/string", SignedPage.WECHAT);
            assertEquals(200, page.status());
            assertFalse(page.text().contains("wx.config"), page::toString);
            List<String> said = server.log().lines().stream().filter(line -> line.contains("wxconfig")).toList();
            assertEquals(1, said.size(), said::toString);
            assertTrue(said.get(0).contains("[" + era.other().jar().getFileName() + "] is the wrong jar"), said::toString);
            assertTrue(said.get(0).contains("Take [" + era.jar().getFileName() + "] instead; wxconfig is inactive."),
                    said::toString);
            System.out.println(said.get(0));
        }
    }

    private static void start(BootProcess server, BootArchive archive) {
        server.runs(archive.jar(server.base.resolve("shop.jar"))).start();
    }

    private int signAll(Server server, String context) {
        for (String page : PAGES) {
            Answer answer = SignedPage.fetch(server, weChat, context + page);
            assertTrue(answer.text().contains(BootShop.APIS), answer::toString);
            assertFalse(SignedPage.isIn(server.get(context + page, SignedPage.DESKTOP)), page);
        }
        return weChat.calls();
    }

    private static void leaveAloneTheRest(Server server, String context) {
        String accept = "Accept: text/html,*/*;q=0.8";
        for (String page : List.of("/missing", "/broken", "/json", "/redirect")) {
            Answer answer = server.get(context + page, SignedPage.WECHAT, accept);
            assertEquals(page.equals("/missing") ? 404 : page.equals("/broken") ? 500 : page.equals("/json") ? 200 : 302,
                    answer.status());
            assertFalse(answer.text().contains("wx.config"), answer::toString);
            assertEquals(server.get(context + page, SignedPage.DESKTOP, accept).text()
                    .replaceAll("\\w{3} \\w{3} \\d\\d .* \\d{4}", ""),
                    answer.text().replaceAll("\\w{3} \\w{3} \\d\\d .* \\d{4}", ""));
        }
        assertTrue(server.get(context + "/json", SignedPage.WECHAT).text()
                .startsWith("{\"html\":\"<!DOCTYPE html><html><head><title>"));
    }

    /** Once for each start, with the file that the value is from; and nothing that an operator must not see or need not. */
    private static void assertReported(Server server) {
        String logs = server.allLogs();
        List<String> reports = logs.lines().filter(line -> line.contains("wxconfig.secret ....")).distinct().toList();
        assertTrue(reports.get(0).matches(".*<masked> \\(from Spring's .*application.yml.*\\)"), reports::toString);
        assertEquals(1, server.log().lines().stream().filter(line -> line.contains("wxconfig.secret ....")).count());
        assertFalse(logs.contains(BootShop.SECRET));
        assertEquals(List.of(), server.warnings().stream().filter(line -> !EXPECTED.matcher(line).find()).toList());
    }

    private BootProcess process(int java, String run) {
        return BootShop.configure(new BootProcess(JavaHome.of(java), "boot-" + run), weChat.baseUrl());
    }
}
