package io.github.wxconfig.server;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A server and the Java that it runs on, not yet started: what a row of the table in docs/compatibility.md is about.
 *
 * @param cdi whether it has CDI, which it switches on for an application with a {@code WEB-INF/beans.xml}
 */
record Platform(String server, int java, Era era, boolean cdi, BiFunction<JavaHome, String, Server> maker) {

    static Platform tomcat(Distribution distribution, int java) {
        return new Platform(name(distribution), java, distribution.era, false,
                (home, run) -> new Tomcat(distribution, home, run));
    }

    static Platform tomEE(int java) {
        return new Platform(name(Distribution.TOMEE_8), java, Distribution.TOMEE_8.era, true, TomEE::new);
    }

    /** One with a single environment. */
    static Platform jetty(Distribution distribution, int java) {
        return new Platform(name(distribution), java, distribution.era, false,
                (home, run) -> new Jetty(distribution, home, run));
    }

    /** @param environment {@code ee8}, {@code ee10} or {@code ee11} */
    static Platform jetty(Distribution distribution, String environment) {
        return new Platform(name(distribution) + ", " + environment, 17, environment.equals("ee8") ? Era.JAVAX : Era.JAKARTA,
                false, (home, run) -> new Jetty(distribution, environment, home, run));
    }

    static Platform wildFly(Distribution distribution, int java) {
        return new Platform(name(distribution), java, distribution.era, true,
                (home, run) -> new WildFly(distribution, home, run));
    }

    static Platform payara(Distribution distribution, int java) {
        return new Platform(name(distribution), java, distribution.era, true,
                (home, run) -> new Payara(distribution, home, run));
    }

    static Platform liberty(Liberty.Features features, int java) {
        return new Platform(name(Distribution.LIBERTY) + ", " + features.servlet, java, features.era, true,
                (home, run) -> new Liberty(features, home, run));
    }

    static Platform resin(int java) {
        return new Platform(name(Distribution.RESIN_4), java, Distribution.RESIN_4.era, true, Resin::new);
    }

    /** All, or those whose name begins like the property {@code matrix}; the test is skipped where there is none of them. */
    static Stream<Platform> wanted(Platform... platforms) {
        return wanted(Stream.of(platforms));
    }

    static Stream<Platform> wanted(Stream<Platform> platforms) {
        String name = System.getProperty("matrix", "");
        List<Platform> wanted = platforms.filter(it -> it.server.startsWith(name)).toList();
        Assumptions.assumeFalse(wanted.isEmpty(), "None of them is a [" + name + "]");
        return wanted.stream();
    }

    /** Whether an application with a web.xml of a version before 3.0 gets the filter from the jar alone. */
    boolean runsInitializersUnderOldDescriptors() {
        return !server.startsWith("Jetty 9.");
    }

    /**
     * Whether the headers wait for an asynchronous dispatch. Resin sends them before; and what a JSP writes asynchronously
     * it loses in any wrapper of a response.
     */
    boolean signsAsyncJsps() {
        return !server.startsWith("Resin");
    }

    /**
     * What becomes of a cell here. Resin differs: it forgets what is included by a stream, goes on after an exception, and
     * lets the headers leave before an asynchronous dispatch. Tomcat 7 refuses to take back chars of a page whose length is
     * known.
     */
    Cell.Fate fate(Cell cell) {
        if (server.startsWith("Tomcat 7") && cell.target().equals("/cell/reset-buffer?writer")) {
            return Cell.Fate.BROKEN;
        }
        if (server.startsWith("Resin") && cell.fate() == Cell.Fate.INJECTED) {
            switch (cell.target()) {
                case "/cell/include", "/cell/include-static":
                    return Cell.Fate.BROKEN;
                case "/cell/exception-late", "/cell/exception-late?writer":
                    return Cell.Fate.LEFT;
                default:
                    return cell.target().matches("/cell/async-(dispatch|forward).*") ? Cell.Fate.PASSED : Cell.Fate.INJECTED;
            }
        }
        return cell.fate();
    }

    private static String name(Distribution distribution) {
        return distribution.product + " " + distribution.version();
    }

    /** Skips the test, or in CI fails it, where this Java is missing. */
    Server make(String purpose) {
        return maker.apply(JavaHome.of(java), (purpose + "-" + server + "-" + java).replaceAll("[ ,]+", "-"));
    }

    @Override
    public String toString() {
        return server + " on Java " + java;
    }
}
