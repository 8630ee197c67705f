package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server as it is downloaded, which the build has unpacked. */
enum Distribution {
    TOMCAT_7("Tomcat", "apache-tomcat-7.", Era.JAVAX),
    TOMCAT_8("Tomcat", "apache-tomcat-8.5.", Era.JAVAX),
    TOMCAT_9("Tomcat", "apache-tomcat-9.0.", Era.JAVAX),
    TOMCAT_10("Tomcat", "apache-tomcat-10.1.", Era.JAKARTA),
    TOMCAT_11("Tomcat", "apache-tomcat-11.0.", Era.JAKARTA),
    TOMEE_8("TomEE", "tomee-8.", Era.JAVAX),
    JETTY_9("Jetty", "jetty-home-9.4.", Era.JAVAX),
    JETTY_10("Jetty", "jetty-home-10.0.", Era.JAVAX),
    JETTY_12_0("Jetty", "jetty-home-12.0.", null),
    JETTY_12_1("Jetty", "jetty-home-12.1.", null),
    WILDFLY_10("WildFly", "wildfly-10.", Era.JAVAX),
    WILDFLY_26("WildFly", "wildfly-26.", Era.JAVAX),
    WILDFLY_30("WildFly", "wildfly-30.", Era.JAKARTA),
    PAYARA_5("Payara", "payara-5.", Era.JAVAX),
    PAYARA_6("Payara", "payara-6.", Era.JAKARTA),
    LIBERTY("Open Liberty", "openliberty-", null),
    RESIN_4("Resin", "resin-4.", Era.JAVAX);

    final String product;
    private final String folder;
    /** {@code null} for those that speak several. */
    final Era era;

    Distribution(String product, String folder, Era era) {
        this.product = product;
        this.folder = folder;
        this.era = era;
    }

    /** Where the build unpacked it. */
    Path home() {
        try (Stream<Path> homes = Files.list(Path.of("target", "servers"))) {
            List<Path> found = homes.filter(home -> home.getFileName().toString().startsWith(folder)).toList();
            assertEquals(1, found.size(), "[" + folder + "…] in target/servers; mvn clean removes old versions");
            return found.get(0).toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException("No [" + folder + "…]; the build unpacks it before the integration tests", e);
        }
    }

    String version() {
        return home().getFileName().toString().replaceFirst("^\\D+", "").replaceFirst("[.]v\\d+$", "");
    }
}
