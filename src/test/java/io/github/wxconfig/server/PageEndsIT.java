package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However much a page has written when it ends, and in whatever way it ends, that is what it would be without the jar: a
 * redirect is a redirect, an error an error, and what has left has left.
 *
 * <p>A server of its own for each, because some keep what a page does to its buffer for the next page.
 */
class PageEndsIT {

    private static final List<String> ENDS =
            List.of("redirect", "error", "error-page", "forward", "reset", "reset-buffer", "grow", "exception", "none");
    /** Headers that an injected page may have, lack or change. */
    private static final String OURS = "(?i)(Date|Content-Length|Transfer-Encoding|Cache-Control|Vary|Connection|Keep-Alive):.*";
    private static final Pattern SCRIPTS = Pattern.compile("<script>(?s:.*?)</script><script src=[^>]*></script>");
    private static final Pattern COMMITTED = Pattern.compile("committed (true|false)");

    /** They go on with another page, or empty their buffer, although headers and a part of a page have left. */
    private static final List<String> LENIENT = List.of("WildFly", "Resin");

    private final List<String> failures = new ArrayList<>();
    private final TreeMap<String, Integer> kinds = new TreeMap<>();

    @Test
    void tomcat9() {
        run(Platform.tomcat(Distribution.TOMCAT_9, 17));
    }

    static Stream<Platform> relatives() {
        return Platform.wanted(
                Platform.jetty(Distribution.JETTY_12_0, "ee10"),
                Platform.wildFly(Distribution.WILDFLY_30, 17),
                Platform.liberty(Liberty.Features.SERVLET_6_0, 17));
    }

    @ParameterizedTest
    @MethodSource("relatives")
    @Tag("matrix")
    @Tag("thorough")
    void on(Platform platform) {
        run(platform);
    }

    static Stream<Platform> others() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomcat(Distribution.TOMCAT_10, 17),
                Platform.tomcat(Distribution.TOMCAT_11, 17),
                Platform.tomEE(8),
                Platform.jetty(Distribution.JETTY_9, 8),
                Platform.jetty(Distribution.JETTY_10, 17),
                Platform.jetty(Distribution.JETTY_12_0, "ee8"),
                Platform.jetty(Distribution.JETTY_12_1, "ee11"),
                Platform.wildFly(Distribution.WILDFLY_10, 8),
                Platform.wildFly(Distribution.WILDFLY_26, 17),
                Platform.payara(Distribution.PAYARA_5, 17),
                Platform.payara(Distribution.PAYARA_6, 17),
                Platform.liberty(Liberty.Features.SERVLET_3_1, 8),
                Platform.resin(17));
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("matrix")
    @Tag("thorough")
    void onOthers(Platform platform) {
        run(platform);
    }

    private record Case(String by, String end, int buffer, String text, int head, int write, int units) {

        String target() {
            return "/app/end/begin?by=" + by + "&end=" + end + "&buffer=" + buffer + "&text=" + text + "&head=" + head
                    + "&write=" + write + "&units=" + units;
        }
    }

    private void run(Platform platform) {
        try (WeChatSimulator weChat = WeChatSimulator.start(); Server plain = platform.make("ends-plain");
                Server server = platform.make("ends-wxconfig")) {
            plain.deploy(app(platform.era(), ""));
            plain.start();
            server.deploy(app(platform.era(), PageMatrixIT.options(weChat, "true")).jar(platform.era().jar()));
            server.start();
            SignedPage.fetch(server, weChat, "/app/end/another");
            cases(bufferSize(plain)).forEach(it -> check(it, plain, server));
            System.out.println(server.base.getFileName() + ": " + kinds);
            assertEquals("", String.join("\n\n", failures.subList(0, Math.min(20, failures.size()))),
                    failures.size() + " of " + kinds);
        }
    }

    private static int bufferSize(Server plain) {
        return Integer.parseInt(plain.get("/app/end/begin?units=10&end=none").header("X-Buffer"));
    }

    /** Around every size at which something may happen, and some others. */
    private static List<Case> cases(int size) {
        Random random = new Random(size);
        List<Case> cases = new ArrayList<>();
        int script = 4300;
        for (String end : ENDS) {
            for (String by : List.of("stream", "writer")) {
                for (int buffer : new int[] {0, 0, 2 * size}) {
                    int room = Math.max(size, buffer);
                    int[] sizes = {0, 40, 84, room / 4, room - script, room - 1, room, room + 1, room + script, room + 8192,
                            2 * room,
                        2 * room + 1, random.nextInt(room), random.nextInt(room), room - random.nextInt(script),
                        random.nextInt(3 * room)};
                    for (int units : sizes) {
                        int[] writes = {1 + random.nextInt(200), 500 + random.nextInt(3000), 8192, units};
                        cases.add(new Case(by, end, buffer, random.nextInt(4) == 0 ? "chinese" : "ascii",
                                random.nextInt(8) == 0 ? random.nextInt(2 * room) : 30, writes[random.nextInt(writes.length)],
                                Math.max(0, units)));
                    }
                }
            }
        }
        return cases;
    }

    private void check(Case it, Server plain, Server server) {
        Answer without = plain.get(it.target(), SignedPage.WECHAT);
        Answer with = server.get(it.target(), SignedPage.WECHAT);
        Answer desktop = server.get(it.target(), SignedPage.DESKTOP);
        String expected = shown(without);
        String actual = shown(with);
        if (expected.equals(actual)) {
            count("same");
        } else if ((it.end.equals("exception") || LENIENT.contains(server.distribution.product)) && isCommitted(without)
                && isCommitted(with)) {
            count("after the commit"); // what is behind that which has left differs by how much has, and by a stack trace
        } else if (isCommitted(without) && !isCommitted(with)) {
            count("later by the " + it.by + (it.text.equals("ascii") ? "" : ", " + it.text));
        } else {
            count("different");
            failures.add(it + "\n" + abridged(expected) + "\n  but with the jar\n" + abridged(actual));
        }
        count(shown(desktop).equals(expected) ? "same in other browsers" : "not in other browsers");
    }

    private void count(String kind) {
        kinds.merge(kind, 1, Integer::sum);
    }

    /** Whether it told so itself. */
    private static boolean isCommitted(Answer answer) {
        Matcher committed = COMMITTED.matcher(answer.text(StandardCharsets.ISO_8859_1) + answer.header("X-Seen"));
        return committed.find() && committed.group(1).equals("true") || answer.header("X-Seen") == null && answer.status() == 200;
    }

    private static String shown(Answer answer) {
        String headers = answer.headers().stream().filter(line -> !line.matches(OURS)).sorted().collect(Collectors.joining("\n"));
        if (answer.status() == 500) {
            return answer.statusLine() + "\n" + headers; // the rest is a stack trace, in which the filter is to be seen
        }
        return (answer.statusLine() + "\n"
                + headers + "\n\n" + SCRIPTS.matcher(answer.text(StandardCharsets.ISO_8859_1)).replaceFirst(""))
                        .replaceAll(":\\d{4,5}/", ":PORT/");
    }

    private static String abridged(String text) {
        return text.replaceAll("x{50,}", "xx...").replaceAll("(\u00e8\u008c\u00b6){50,}", "chinese...");
    }

    static WebApp app(Era era, String options) {
        WebApp app = new WebApp("app").webXml("<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>" + options
                + "<servlet><servlet-name>end</servlet-name><servlet-class>" + EndServlet.class.getName()
                + "</servlet-class></servlet>"
                + "<servlet-mapping><servlet-name>end</servlet-name><url-pattern>/end/*</url-pattern></servlet-mapping>"
                + "<error-page><error-code>410</error-code><location>/end/gone</location></error-page></web-app>");
        return Sources.addTo(app, era, EndServlet.class);
    }
}
