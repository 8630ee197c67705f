package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The finished jar in {@code WEB-INF/lib} of an ordinary application, in a real Tomcat of either era. */
class TomcatIT {

    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "5e5e5e5e0123456789abcdef5e5e5e5e";

    private final WeChatSimulator weChat = WeChatSimulator.start().account(APPID, SECRET);

    @AfterEach
    void close() {
        weChat.close();
    }

    /** Settings by system properties alone, and everything logged that can be. */
    private Tomcat tomcat(Distribution distribution, String run) {
        Tomcat tomcat = new Tomcat(distribution, JavaHome.ofThisBuild(), distribution.name() + "-" + run);
        tomcat.append("conf/logging.properties",
                "\nio.github.wxconfig.level = ALL\njava.util.logging.ConsoleHandler.level = ALL\n");
        tomcat.property("wxconfig.appid", APPID);
        tomcat.property("wxconfig.secret", SECRET);
        tomcat.property("wxconfig.apiBase", weChat.baseUrl());
        return tomcat;
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10", "TOMCAT_11"})
    void signsPagesForWeChatAndLeavesOtherBrowsersTheirs(Distribution distribution) {
        try (Tomcat tomcat = tomcat(distribution, "with"); Tomcat without = tomcat(distribution, "without")) {
            tomcat.deploy(TestPages.ordinary("shop").jar(distribution.era.jar()));
            without.deploy(TestPages.ordinary("shop"));
            tomcat.start();
            without.start();

            for (String page : List.of("/shop/index.jsp?a=1&b=%E4%B8%AD", "/shop/", "/shop/forward.jsp?x=y", "/shop/include.jsp",
                    "/shop/gbk.html")) {
                String signed = SignedPage.fetch(tomcat, weChat, page).text(StandardCharsets.ISO_8859_1);
                String plain = without.get(page, SignedPage.WECHAT).text(StandardCharsets.ISO_8859_1);
                int place = page.contains("gbk") ? plain.indexOf("<title>") : plain.indexOf("<head>") + "<head>".length();
                String tail = plain.substring(place);
                assertTrue(signed.startsWith(plain.substring(0, place) + "<script>") && signed.endsWith("</script>" + tail),
                        signed);
            }
            for (String page : List.of("/shop/index.jsp?a=1", "/shop/gbk.html", "/shop/forward.jsp", "/shop/include.jsp",
                    "/shop/plain.txt", "/shop/none")) {
                assertEquals(without.get(page, SignedPage.DESKTOP).withoutPassingThings(),
                        tomcat.get(page, SignedPage.DESKTOP).withoutPassingThings());
            }
            assertEquals(without.get("/shop/plain.txt", SignedPage.WECHAT).withoutPassingThings(),
                    tomcat.get("/shop/plain.txt", SignedPage.WECHAT).withoutPassingThings());

            assertEquals(without.warnings(), tomcat.warnings());
            assertEquals(1, lines(tomcat, "wxconfig.appid").count(), () -> tomcat.allLogs());
            assertEquals(1, lines(tomcat, "wxconfig.apiBase").count());
            assertEquals(1, lines(tomcat, "wxconfig.secret").count());
            assertKeepsSecrets(tomcat);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10"})
    void asksWeChatNothingAfterARestartOrACrash(Distribution distribution) {
        try (Tomcat tomcat = tomcat(distribution, "restart")) {
            tomcat.deploy(TestPages.ordinary("shop").jar(distribution.era.jar()));
            tomcat.start();
            SignedPage.fetch(tomcat, weChat, "/shop/");
            assertEquals(2, weChat.calls(), "a token and a ticket");

            tomcat.restart();
            SignedPage.fetch(tomcat, weChat, "/shop/");
            tomcat.kill();
            tomcat.start();
            SignedPage.fetch(tomcat, weChat, "/shop/");
            tomcat.kill();
            tomcat.start();
            SignedPage.fetch(tomcat, weChat, "/shop/");
            tomcat.stop();

            assertEquals(2, weChat.calls(), "calls");
            assertEquals(List.of(), tomcat.warnings());
            assertKeepsSecrets(tomcat);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10"})
    void aWrongSecretHarmsNoPageAndIsSaidOnce(Distribution distribution) {
        weChat.account(APPID, "another");
        try (Tomcat tomcat = tomcat(distribution, "wrong")) {
            tomcat.deploy(TestPages.ordinary("shop").jar(distribution.era.jar()));
            tomcat.start();
            tomcat.log().await("40125", 0, Duration.ofSeconds(30));
            for (int i = 0; i < 50; i++) {
                Answer page = tomcat.get("/shop/", SignedPage.WECHAT);
                assertEquals(200, page.status());
                assertTrue(page.text().contains(TestPages.BODY) && page.text().endsWith("</html>\n"), page::toString);
                assertFalse(SignedPage.isIn(page));
            }
            tomcat.stop();

            assertEquals(1, weChat.calls(), "calls");
            List<String> said = tomcat.warnings();
            assertEquals(1, said.size(), said::toString);
            assertTrue(tomcat.allLogs().contains("secret"), "the remedy");
            assertKeepsSecrets(tomcat);
        }
    }

    private static Stream<String> lines(Server server, String text) {
        return server.log().lines().stream().filter(line -> line.contains(text));
    }

    private void assertKeepsSecrets(Server server) {
        String logs = server.allLogs();
        assertFalse(logs.contains(SECRET), "the secret is in a log");
        for (String secret : weChat.issued()) {
            assertFalse(logs.contains(secret), "a token or a ticket is in a log");
        }
    }
}
