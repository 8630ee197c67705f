package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications that others wrote and many use, as their makers publish them. Each runs twice, with the jar and without,
 * and both are walked through in step. Other browsers have to get the same answers. WeChat's has to get the same pages
 * but for a script whose signature is good, and all else untouched.
 */
@Tag("matrix")
class RealApplicationsIT {

    private static final String BROWSES = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
    private static final int MOST = 60;
    private static final Pattern LINK = Pattern.compile("(?i)(?:href|src|action)\\s*=\\s*[\"']([^\"'#]+)");
    /** Pages that are another at each request; one of them forwards by how much memory is free. */
    private static final Pattern FICKLE = Pattern.compile(".*(async|[Nn]umberwriter|shuffle|forward\\.jsp).*");
    private static final Pattern SCRIPT =
            Pattern.compile("(?s)<script>(/\\*<!\\[CDATA\\[\\*/)?\\(function\\(.*?</script><script src=[^>]*></script>");
    /** The headers in which an injected page differs. */
    private static final String CHANGED =
            "(?im)^(Content-Length|Transfer-Encoding|ETag|Last-Modified|Accept-Ranges|Cache-Control|Vary): .*\r\n";

    private final WeChatSimulator weChat = WeChatSimulator.start();
    private Tomcat with;
    private Tomcat without;

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of(Distribution.TOMCAT_7, 8, List.of("examples", "cas")),
                Arguments.of(Distribution.TOMCAT_8, 8, List.of("hawtio")),
                Arguments.of(Distribution.TOMCAT_9, 17, List.of("activemq")),
                Arguments.of(Distribution.TOMCAT_11, 17, List.of("examples")));
    }

    @AfterEach
    void close() {
        Stream.of(with, without).filter(Objects::nonNull).forEach(Server::close); // without that Java there are none
        weChat.close();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void areTheSameButForTheScript(Distribution distribution, int java, List<String> applications) {
        JavaHome home = JavaHome.of(java);
        with = new Tomcat(distribution, home, "real-with-" + distribution);
        without = new Tomcat(distribution, home, "real-without-" + distribution);
        with.property("wxconfig.appid", "wx0123456789abcdef");
        with.property("wxconfig.secret", "5e5e5e5e0123456789abcdef5e5e5e5e");
        with.property("wxconfig.apiBase", weChat.baseUrl());
        with.property("wxconfig.trace", "true");
        with.property("hawtio.authenticationEnabled", "false");
        without.property("hawtio.authenticationEnabled", "false");
        for (String name : applications) {
            with.deploy(application(name, distribution).jar(distribution.era.jar()));
            without.deploy(application(name, distribution));
        }
        with.start();
        without.start();
        for (String name : applications) {
            walkThrough(name);
        }
    }

    private static WebApp application(String name, Distribution distribution) {
        Path unpacked = Path.of("target", "applications", name);
        switch (name) {
            case "examples":
                return WebApp.copyOf(name, distribution.home().resolve("webapps/examples"));
            case "activemq":
                return WebApp.copyOf(name, unpacked).jar(Path.of("target", "applications", "jstl-1.2.jar"))
                        .file("WEB-INF/activemq.xml", withoutConnectors(unpacked.resolve("WEB-INF/activemq.xml")));
            default:
                return WebApp.copyOf(name, unpacked);
        }
    }

    /** Two of its brokers run at a time, and have to keep off each other's ports. */
    private static String withoutConnectors(Path brokers) {
        try {
            return Files.readString(brokers).replaceAll("(?s)<transportConnectors>.*</transportConnectors>", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> starts(String name) {
        switch (name) {
            case "examples":
                return List.of("/examples/", "/examples/jsp/", "/examples/servlets/");
            case "cas":
                return List.of("/cas/login", "/cas/logout", "/cas/services/");
            case "activemq":
                return List.of("/activemq/index.jsp", "/activemq/queues.jsp");
            default:
                return List.of("/" + name + "/");
        }
    }

    /** In the order in which a reader comes across the links. One of them, hawtio, has a policy that forbids the script. */
    private void walkThrough(String name) {
        with.awaitAnswer(starts(name).get(0), answer -> SignedPage.isIn(answer) || isLeftAlone(answer), SignedPage.WECHAT,
                BROWSES);
        Map<String, Integer> outcomes = new TreeMap<>();
        Set<String> known = new LinkedHashSet<>(starts(name));
        List<String> addresses = new ArrayList<>(known);
        for (int i = 0; i < addresses.size() && i < MOST; i++) {
            String target = addresses.get(i);
            Answer plain = assertSame(target, "GET", SignedPage.DESKTOP, BROWSES);
            outcomes.merge(outcome(target), 1, Integer::sum);
            links(name, target, plain).filter(known::add).forEach(addresses::add);
        }
        System.out.println(name + " on " + with.distribution.product + " " + with.distribution.version() + ": "
                + Math.min(MOST, addresses.size()) + " addresses, " + outcomes);
        assertTrue(outcomes.keySet().stream().anyMatch(outcome -> outcome.matches("injected|.*content-security-policy")),
                outcomes::toString);
    }

    private static boolean isLeftAlone(Answer answer) {
        return String.valueOf(answer.header("X-WxConfig")).startsWith("passed");
    }

    private Answer assertSame(String target, String method, String... headers) {
        Answer expected = without.send(method, target, headers);
        Answer actual = with.send(method, target, headers);
        if (!text(expected, without).equals(text(actual, with))) {
            assertEquals(lasting(text(expected, without)), lasting(text(actual, with)),
                    method + " " + target + " " + List.of(headers));
        }
        return expected;
    }

    /** What WeChat's browser gets there, after it was judged. */
    private String outcome(String target) {
        Answer page = with.get(target, SignedPage.WECHAT, BROWSES);
        String said = String.valueOf(page.header("X-WxConfig")).replaceFirst("; url=.*", "");
        boolean injected = SignedPage.isIn(page);
        if (injected) {
            SignedPage.in(page).assertAccepted(weChat, with.url(target));
        }
        // Tomcat 7 lets no header be taken back when a page has turned out to have no place
        if (injected || said.endsWith("no-place")) {
            String plain = text(without.get(target, SignedPage.WECHAT, BROWSES), without);
            String actual = SCRIPT.matcher(text(page, with)).replaceFirst("");
            assertEquals(lasting(plain.replaceAll(CHANGED, "")), lasting(actual.replaceAll(CHANGED, "")), target);
            return said;
        }
        assertSame(target, "GET", SignedPage.WECHAT, BROWSES);
        assertSame(target, "HEAD", SignedPage.WECHAT, BROWSES);
        assertSame(target, "GET", SignedPage.WECHAT, "Accept: */*", "Range: bytes=5-20");
        String type = page.header("Content-Type");
        return page.status() != 200 ? "status " + page.status() : type != null && type.startsWith("text/html") ? said
                : "no pages";
    }

    /** Status line, headers and body, without what the test itself puts in. */
    private static String text(Answer answer, Server server) {
        return (answer.statusLine() + "\r\n" + String.join("\r\n", answer.headers()) + "\r\n\r\n"
                + answer.text(StandardCharsets.ISO_8859_1))
                .replaceAll("(?m)^(Date|X-WxConfig|X-WxConfig-Share): .*\r\n", "").replace(String.valueOf(server.port), "PORT")
                .replaceAll("(?i)(jsessionid=)[\\w.-]+", "$1*");
    }

    /**
     * Without what would be another at each request: numbers, names of days, what is drawn by lot; and how the body is
     * framed, because Tomcat keeps a buffer that a page before has enlarged.
     */
    private static String lasting(String text) {
        return text.replaceAll("(?im)^(Content-Length|Transfer-Encoding): .*\r\n", "").replaceAll("[\\w+/=%-]{24,}", "*")
                .replaceAll("@[0-9a-f]+", "@").replaceAll("\\d+", "0").replaceAll("\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\b", "Day");
    }

    /** Within the application. */
    private Stream<String> links(String name, String base, Answer answer) {
        String type = answer.header("Content-Type");
        if (answer.header("Location") == null && (type == null || !type.startsWith("text/html"))) {
            return Stream.empty();
        }
        Stream<String> found = LINK.matcher(answer.text()).results().map(link -> link.group(1));
        return Stream.concat(Stream.ofNullable(answer.header("Location")), found)
                .map(link -> resolved(base, link))
                .filter(link -> link.startsWith("/" + name + "/") && !FICKLE.matcher(link).matches());
    }

    private String resolved(String base, String link) {
        try {
            URI uri = URI.create(without.url(base))
                    .resolve(link.trim().replace("&amp;", "&").replaceFirst(";jsessionid=\\w+", ""));
            boolean here = uri.getHost() != null && uri.getPort() == without.port;
            return here ? uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()) : "";
        } catch (IllegalArgumentException e) {
            return ""; // not an address, but a piece of a script
        }
    }
}
