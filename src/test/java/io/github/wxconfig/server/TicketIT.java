package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On each kind of server, with beans and without, the ticket is fetched when the application starts: before any request, once for
 * each application, and whatever the server's JNDI, CDI and logging have to say.
 */
@Tag("matrix")
class TicketIT {

    private static final List<String> APPLICATIONS = List.of("plain", "beans");
    /** A token and a ticket for each. */
    private static final int CALLS = 4;

    private final WeChatSimulator weChat = WeChatSimulator.start();

    /** Each kind of server once; all, or those whose name begins like the property {@code matrix}. */
    static Stream<Platform> platforms() {
        return Stream.of(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomcat(Distribution.TOMCAT_9, 8),
                Platform.tomEE(8),
                Platform.jetty(Distribution.JETTY_9, 8),
                Platform.jetty(Distribution.JETTY_12_0, "ee10"),
                Platform.wildFly(Distribution.WILDFLY_10, 8),
                Platform.wildFly(Distribution.WILDFLY_26, 17),
                Platform.wildFly(Distribution.WILDFLY_30, 17),
                Platform.liberty(Liberty.Features.SERVLET_3_1, 8),
                Platform.liberty(Liberty.Features.SERVLET_6_0, 17),
                Platform.resin(17)).filter(it -> it.server().startsWith(System.getProperty("matrix", "")));
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
                    .with("wxconfig.appid", "wx0123456789abcdef").withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef");
            server.deploy(TestPages.ordinary("plain").jar(platform.era().jar()));
            server.deploy(TestPages.ordinary("beans").file("WEB-INF/beans.xml", "").jar(platform.era().jar()));
            server.start();
            awaitCalls(server);
            for (String application : APPLICATIONS) {
                SignedPage.fetch(server, weChat, "/" + application + "/gbk.html");
                assertTrue(server.allLogs().contains("for the application at [/" + application + "] with these options"), server::allLogs);
            }
            assertEquals(CALLS, weChat.calls());
            server.stop();
            List<String> ours = server.warnings().stream().filter(line -> line.matches("(?i).*(wxconfig|ehcache|yasson).*")).toList();
            assertEquals(List.of(), ours);
            assertFalse(server.allLogs().contains("io.github.wxconfig.lib."), server::allLogs);
        }
    }

    /** No page has been asked for yet. */
    private void awaitCalls(Server server) {
        long deadline = System.nanoTime() + Server.LIMIT.toNanos();
        while (weChat.calls() < CALLS && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
        assertEquals(CALLS, weChat.calls(), server::allLogs);
    }
}
