package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ticket's fetch begins when the application starts, also where the server does not start the filter yet: here because
 * the application's own filter, which Jetty starts first, takes its time.
 */
@Timeout(60)
class EarlyStartTest {

    private static final String APPID = "wx0123456789abcdef";
    private static final String OTHER = "wxfedcba9876543210";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path dir;

    private final WeChatSimulator weChat = WeChatSimulator.start().account(APPID, SECRET).account(OTHER, SECRET);
    private final Server server = new Server();
    private final ServletContextHandler application = new ServletContextHandler(server, "/shop");
    private final LogCapture log = new LogCapture("io.github.wxconfig");

    @BeforeEach
    void configure() {
        application.setInitParameter("wxconfig.apiBase", weChat.baseUrl());
        application.setInitParameter("wxconfig.storeDir", dir.toString());
        application.setInitParameter("wxconfig.appid", APPID);
        application.setInitParameter("wxconfig.secret", SECRET);
        application.addServletContainerInitializer(new WxConfigInitializer());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        assertEquals(List.of(), threads());
        System.clearProperty("wxconfig.jsApiList");
        weChat.close();
        log.close();
    }

    @Test
    void thereIsATicketBeforeTheFilterStarts() throws Exception {
        first(config -> awaitTickets(1));
        server.start();
        assertEquals(List.of("wxconfig-" + APPID), threads());
        assertEquals(2, weChat.calls(), "one token, one ticket");
        assertEquals(1, lines("with these options"));
    }

    @Test
    void theFiltersOfOtherAccountsStartWithTheirOwnParameters() throws Exception {
        FilterHolder other = new FilterHolder(WxConfigFilter.class);
        other.setName("other");
        other.setInitParameter("appid", OTHER);
        other.setInitParameter("secret", SECRET);
        first(config -> awaitTickets(2));
        application.addFilter(other, "/other/*", EnumSet.of(DispatcherType.REQUEST));
        server.start();
        assertEquals(List.of("wxconfig-" + APPID, "wxconfig-" + OTHER), threads());
        assertEquals(4, weChat.calls(), "a token and a ticket each");
        assertEquals(2, lines("with these options"));
        assertEquals(1, lines("Filter [other]: wxconfig for the application at [/shop] with these options"));
        assertEquals(1, lines("Filter [io.github.wxconfig]: wxconfig for the application at [/shop] with these options"));
    }

    @Test
    void whatTheApplicationSetsInTheMeantimeCounts() throws Exception {
        first(config -> {
            awaitTickets(1);
            System.setProperty("wxconfig.jsApiList", "scanQRCode");
        });
        server.start();
        assertEquals(1, threads().size(), threads()::toString);
        assertEquals(List.of("scanQRCode"),
                WxConfig.from(application.getServletContext()).sign("https://shop.example.com/").getJsApiList());
        assertEquals(2, lines("with these options"));
    }

    @Test
    void anAccountThatIsSetInTheMeantimeCounts() throws Exception {
        application.getInitParams().remove("wxconfig.secret");
        first(config -> System.setProperty("wxconfig.secret", SECRET));
        try {
            server.start();
            awaitTickets(1);
        } finally {
            System.clearProperty("wxconfig.secret");
        }
    }

    @Test
    void anApplicationThatDoesNotStartLeavesNothingBehind() {
        first(config -> {
            awaitTickets(1);
            throw new IllegalStateException("the application's own");
        });
        assertThrows(Exception.class, server::start);
        assertEquals(1, lines("with these options"));
    }

    @Test
    void standsAsideAndSaysSoOnce() throws Exception {
        application.getInitParams().remove("wxconfig.appid");
        application.getInitParams().remove("wxconfig.secret");
        first(config -> assertEquals(1, lines("is inactive")));
        server.start();
        assertEquals(1, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().get(0).startsWith("WARNING "), log.lines()::toString);
    }

    private interface Init {
        void with(FilterConfig config) throws ServletException;
    }

    private void first(Init init) {
        FilterHolder holder = new FilterHolder(new Filter() {
            @Override
            public void init(FilterConfig config) throws ServletException {
                init.with(config);
            }

            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                chain.doFilter(request, response);
            }
        });
        holder.setName("first");
        application.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    private void awaitTickets(int number) {
        while (lines("There is a ticket for") < number && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(number, lines("There is a ticket for"));
    }

    private long lines(String text) {
        return log.lines().stream().filter(line -> line.contains(text)).count();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("wxconfig-wx")).sorted().toList();
    }
}
