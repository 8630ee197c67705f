package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A browser without cookies shows {@code ;jsessionid=…} in its address bar, and WeChat checks what is shown: so that is what is
 * signed, also where the server hides it from the application.
 */
class SessionInUrlIT {

    private static final List<String> PAGES = List.of("/app/index.jsp?a=1&b=%E4%B8%AD", "/app/index.jsp", "/app/gbk.html",
            "/app/", "/app/forward.jsp?a=1", "/app/gone.jsp", "/app/later/again?a=1", "/app/later/async");
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+)");

    private final WeChatSimulator weChat = WeChatSimulator.start();

    /** Those that hide it. */
    static Stream<Platform> hiding() {
        return Platform.wanted(
                Platform.payara(Distribution.PAYARA_6, 17),
                Platform.liberty(Liberty.Features.SERVLET_3_1, 8),
                Platform.liberty(Liberty.Features.SERVLET_6_0, 17),
                Platform.resin(17));
    }

    static Stream<Platform> others() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomcat(Distribution.TOMCAT_11, 17),
                Platform.tomEE(8),
                Platform.jetty(Distribution.JETTY_9, 8),
                Platform.jetty(Distribution.JETTY_12_1, "ee11"),
                Platform.wildFly(Distribution.WILDFLY_10, 8),
                Platform.wildFly(Distribution.WILDFLY_30, 17),
                Platform.payara(Distribution.PAYARA_5, 17));
    }

    @AfterEach
    void close() {
        weChat.close();
    }

    @Test
    void isSignedOnTomcat9() {
        isSigned(Platform.tomcat(Distribution.TOMCAT_9, 17));
    }

    @ParameterizedTest
    @MethodSource("hiding")
    @Tag("matrix")
    void isSignedWhereTheServerHidesIt(Platform platform) {
        isSigned(platform);
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("matrix")
    @Tag("thorough")
    void isSignedOnOthers(Platform platform) {
        isSigned(platform);
    }

    private void isSigned(Platform platform) {
        try (Server server = platform.make("session")) {
            server.deploy(TestPages.withAsync("app").jar(platform.era().jar())
                    .file("session.jsp", "<html><head><title><%= session.getId() %></title></head></html>")
                    .file("gone.jsp", "<% response.sendError(410); %>")
                    .file("sorry.jsp", "<% response.setStatus(200); %><html><head><title>Sorry</title></head></html>")
                    .webXml(TestPages.ASYNC_DESCRIPTOR.replace("</web-app>", "<error-page><error-code>410</error-code>"
                            + "<location>/sorry.jsp</location></error-page></web-app>")));
            server.with("wxconfig.apiBase", weChat.baseUrl()).with("wxconfig.store", "memory")
                    .with("wxconfig.appid", "wx0123456789abcdef")
                    .withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef");
            server.start();
            SignedPage.fetch(server, weChat, "/app/index.jsp");
            String id = newSession(server);
            List<String> pages = PAGES.stream().filter(page -> platform.signsAsyncJsps() || !page.contains("/later/")).toList();
            for (String page : pages) {
                // the second is of a session that has ended
                for (String shown : List.of(id, "1234567890abcdef1234567890ABCDEF")) {
                    assertSigned(server, withSession(page, shown));
                }
            }
            System.out.println(server.base.getFileName() + ": " + 2 * pages.size() + " addresses with " + withSession("", id));
        }
    }

    private static String newSession(Server server) {
        Matcher cookie = COOKIE.matcher(String.valueOf(server.get("/app/session.jsp").header("Set-Cookie")));
        assertTrue(cookie.find(), "no session");
        return cookie.group(1);
    }

    private static String withSession(String page, String id) {
        int query = page.indexOf('?');
        int end = query < 0 ? page.length() : query;
        return page.substring(0, end) + ";jsessionid=" + id + page.substring(end);
    }

    private void assertSigned(Server server, String target) {
        Answer answer = server.get(target, SignedPage.WECHAT);
        assertEquals(200, answer.status(), target);
        SignedPage.in(answer).assertAccepted(weChat, server.url(target));
    }
}
