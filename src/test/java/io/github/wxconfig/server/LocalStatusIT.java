package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.server.FrontProxy.Program;
import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The status page with {@code wxconfig.status=local}, on real servers behind real proxies on the same machine: a visitor
 * of the proxy never sees it, whatever he sends; the operator who has read the server's log sees it at once.
 */
class LocalStatusIT {

    private static final String TARGET = "/shop/wxconfig/status";
    private static final String[] HOSTS = {"localhost", "localhost:8080", "LOCALHOST", "127.0.0.1", "127.999.999.999",
        "127.1.2.3:80", "[::1]", "[0:0:0:0:0:0:0:1]", "shop.example.com"};

    private static final WeChatSimulator WECHAT = WeChatSimulator.start();
    private static Tomcat plain;
    private static Tomcat withValve;

    @BeforeAll
    static void start() {
        plain = tomcat("local-status");
        plain.start();
        withValve = tomcat("local-status-valve");
        withValve.edit("conf/server.xml", "</Host>", "<Valve className='org.apache.catalina.valves.RemoteIpValve'"
                + " protocolHeader='X-Forwarded-Proto' hostHeader='X-Forwarded-Host'/></Host>");
        withValve.start();
    }

    private static Tomcat tomcat(String run) {
        Tomcat tomcat = new Tomcat(Distribution.TOMCAT_10, JavaHome.ofThisBuild(), run);
        tomcat.deploy(TestPages.ordinary("shop").jar(Era.JAKARTA.jar()));
        tomcat.with("wxconfig.appid", "wx0123456789abcdef").with("wxconfig.apiBase", WECHAT.baseUrl())
                .with("wxconfig.status", "local").withVariable("WXCONFIG_SECRET", "secret");
        return tomcat;
    }

    @AfterAll
    static void stop() {
        plain.close();
        withValve.close();
        WECHAT.close();
    }

    static Stream<Arguments> proxies() {
        return Stream.of(
                Arguments.of(Program.NGINX, new String[] {}),
                Arguments.of(Program.NGINX, new String[] {"proxy_http_version 1.1;"}),
                Arguments.of(Program.NGINX, new String[] {"proxy_http_version 1.1;", "proxy_set_header Host $host;"}),
                Arguments.of(Program.NGINX, new String[] {"proxy_http_version 1.1;", "proxy_set_header Host $http_host;",
                    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
                    "proxy_set_header X-Forwarded-Proto $scheme;"}),
                Arguments.of(Program.HTTPD, new String[] {}),
                Arguments.of(Program.HTTPD, new String[] {"ProxyPreserveHost On", "ProxyAddHeaders Off"}),
                Arguments.of(Program.HAPROXY, new String[] {}),
                Arguments.of(Program.HAPROXY, new String[] {"option forwardfor"}));
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void aVisitorOfAProxyNeverSeesIt(Program program, String[] lines) throws IOException {
        Tools.need(program.problem());
        for (Tomcat tomcat : List.of(plain, withValve)) {
            try (FrontProxy proxy = new FrontProxy(program, tomcat.port, lines)) {
                for (String host : HOSTS) {
                    for (String[] forged : forgeries(host)) {
                        for (String target : List.of(TARGET, TARGET + "?key=", TARGET + "?key=" + "0".repeat(32))) {
                            assertHidden(tomcat.getFrom(proxy.port, host, target, forged));
                        }
                    }
                }
            }
        }
    }

    /** Headers with which a visitor may claim to be on the machine. */
    private static List<String[]> forgeries(String host) {
        List<String[]> forgeries = new ArrayList<>();
        forgeries.add(new String[] {});
        forgeries.add(new String[] {"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host});
        forgeries.add(new String[] {"X-Forwarded-For: ::1, 127.0.0.1", "X-Forwarded-Proto: https"});
        forgeries.add(new String[] {"Forwarded: for=127.0.0.1;host=" + host, "X-Real-IP: 127.0.0.1"});
        return forgeries;
    }

    private static void assertHidden(Answer answer) {
        assertFalse(answer.status() == 200 || answer.text().contains("wx0123456789abcdef")
                || answer.text().contains("stable_token"), answer::toString);
    }

    @Test
    void theValveLetsNobodyPassForThisMachine() {
        for (String first : List.of("127.0.0.1", "::1", "127.0.0.1, 203.0.113.9", "127.0.0.1, 10.0.0.1")) {
            assertHidden(withValve.getFrom(withValve.port, "localhost", TARGET, "X-Forwarded-For: " + first));
        }
    }

    @Test
    void theOperatorOpensTheAddressInTheLog() {
        for (Tomcat tomcat : List.of(plain, withValve)) {
            Matcher address = Pattern.compile("http://localhost:PORT(" + TARGET + "\\?key=[0-9a-f]{32})")
                    .matcher(tomcat.allLogs());
            assertTrue(address.find(), tomcat.allLogs());
            Answer answer = tomcat.get(address.group(1));
            assertEquals(200, answer.status(), answer::toString);
            assertTrue(answer.text().contains("wx0123456789abcdef"), answer::toString);
            assertFalse(answer.text().contains(address.group(1).substring(address.group(1).indexOf('=') + 1)), "the key");
            Answer without = tomcat.get(TARGET);
            assertEquals(403, without.status());
            assertTrue(without.text().contains("log"), without::toString);
        }
    }
}
