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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On each server, with beans and without, the ticket is fetched when the application starts: before any request, once for
 * each application, and in time for the first page, whatever the server's JNDI, CDI and logging have to say.
 */
@Tag("matrix")
class TicketIT {

    private static final List<String> APPLICATIONS = List.of("plain", "beans");
    /** A token and a ticket for each. */
    private static final int CALLS = 4;

    private final WeChatSimulator weChat = WeChatSimulator.start();

    /** Each server once, on one of its Javas. */
    static Stream<Platform> platforms() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomcat(Distribution.TOMCAT_8, 8),
                Platform.tomcat(Distribution.TOMCAT_9, 8),
                Platform.tomcat(Distribution.TOMCAT_10, 17),
                Platform.tomcat(Distribution.TOMCAT_11, 25),
                Platform.tomEE(8),
                Platform.jetty(Distribution.JETTY_9, 8),
                Platform.jetty(Distribution.JETTY_10, 17),
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
    }

    @AfterEach
    void close() {
        weChat.close();
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void comesBeforeTheFirstPage(Platform platform) {
        try (Server server = platform.make("ticket")) {
            server.with("wxconfig.apiBase", weChat.baseUrl()).with("wxconfig.store", "memory")
                    .with("wxconfig.appid", "wx0123456789abcdef")
                    .withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef");
            server.deploy(TestPages.ordinary("plain").jar(platform.era().jar()));
            server.deploy(TestPages.ordinary("beans").file("WEB-INF/beans.xml", "").jar(platform.era().jar()));
            server.start();
            server.awaitSaid("There is a ticket for [", APPLICATIONS.size()); // no page has been asked for yet
            assertEquals(CALLS, weChat.calls(), server::allLogs);
            for (String application : APPLICATIONS) {
                String page = "/" + application + "/gbk.html";
                SignedPage.in(server.get(page, SignedPage.WECHAT)).assertAccepted(weChat, server.url(page));
                assertTrue(server.allLogs().contains("for the application at [/" + application + "] with these options"),
                        server::allLogs);
            }
            assertEquals(CALLS, weChat.calls());
            server.stop();
            List<String> ours = server.warnings().stream().filter(line -> line.matches("(?i).*(wxconfig|ehcache|yasson).*"))
                    .toList();
            assertEquals(List.of(), ours);
            assertFalse(server.allLogs().contains("io.github.wxconfig.lib."), server::allLogs);
        }
    }
}
