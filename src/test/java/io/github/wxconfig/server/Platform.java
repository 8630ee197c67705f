package io.github.wxconfig.server;

import java.util.function.BiFunction;

/** A server and the Java that it runs on, not yet started: what a line of the README's table is about. */
record Platform(String server, int java, Era era, BiFunction<JavaHome, String, Server> maker) {

    static Platform tomcat(Distribution distribution, int java) {
        return new Platform("Tomcat " + distribution.version(), java, distribution.era,
                (home, run) -> new Tomcat(distribution, home, run));
    }

    /** @param environment {@code ee8}, {@code ee10} or {@code ee11} */
    static Platform jetty(Distribution distribution, String environment) {
        return new Platform("Jetty " + distribution.version() + ", " + environment, 17,
                environment.equals("ee8") ? Era.JAVAX : Era.JAKARTA,
                (home, run) -> new Jetty(distribution, environment, home, run));
    }

    static Platform wildFly() {
        return new Platform("WildFly " + Distribution.WILDFLY.version(), 17, Era.JAKARTA,
                (home, run) -> new WildFly(Distribution.WILDFLY, home, run));
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
