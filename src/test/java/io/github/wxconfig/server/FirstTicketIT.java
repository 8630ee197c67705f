package io.github.wxconfig.server;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it takes from the filter's start to the first ticket, which is mostly the loading of the libraries, in each layout in
 * which a jar can lie: measured and printed, not judged, because the machine has its say.
 *
 * <p>For another jar than this build's: {@code -Djar.javax=…} and {@code -Djar.jakarta=…}.
 */
@Tag("matrix")
class FirstTicketIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final WeChatSimulator weChat = WeChatSimulator.start();

    @Test
    void inAnUnpackedWar() {
        try (Tomcat tomcat = new Tomcat(Distribution.TOMCAT_9, JavaHome.ofThisBuild(), "ticket-unpacked")) {
            tomcat.deploy(app(Era.JAVAX));
            measure("Tomcat 9, unpacked", tomcat);
        }
    }

    @Test
    void inAPackedWar() {
        try (Tomcat tomcat = new Tomcat(Distribution.TOMCAT_9, JavaHome.ofThisBuild(), "ticket-packed")) {
            tomcat.edit("conf/server.xml", "unpackWARs=\"true\"", "unpackWARs=\"false\"");
            pack(app(Era.JAVAX), tomcat.base.resolve("webapps/shop.war"));
            measure("Tomcat 9, packed WAR", tomcat);
        }
    }

    @Test
    void inAPackedWarOfTomcat10() {
        try (Tomcat tomcat = new Tomcat(Distribution.TOMCAT_10, JavaHome.ofThisBuild(), "ticket-packed-10")) {
            tomcat.edit("conf/server.xml", "unpackWARs=\"true\"", "unpackWARs=\"false\"");
            pack(app(Era.JAKARTA), tomcat.base.resolve("webapps/shop.war"));
            measure("Tomcat 10, packed WAR", tomcat);
        }
    }

    @Test
    void inJetty() {
        try (Jetty jetty = new Jetty(Distribution.JETTY_12_0, "ee10", JavaHome.ofThisBuild(), "ticket-jetty")) {
            pack(app(Era.JAKARTA), jetty.base.resolve("webapps/shop.war"));
            measure("Jetty 12, WAR", jetty);
        }
    }

    @Test
    void inWildFlysVirtualFileSystem() {
        try (WildFly wildFly = new WildFly(Distribution.WILDFLY_30, JavaHome.ofThisBuild(), "ticket-wildfly")) {
            pack(app(Era.JAKARTA), wildFly.base.resolve("deployments/shop.war"));
            measure("WildFly 30, WAR", wildFly);
        }
    }

    @Test
    void inAnExecutableJar() {
        for (String boot : new String[] {"2.7.18", "3.5.12"}) {
            try (BootProcess server = BootShop.configure(new BootProcess(JavaHome.ofThisBuild(), "ticket-boot-" + boot),
                    weChat.baseUrl())) {
                server.runs(BootShop.archive(boot, "web").jar(server.base.resolve("shop.jar")));
                measure("Spring Boot " + boot + ", executable jar", server);
            }
        }
    }

    private static WebApp app(Era era) {
        return TestPages.ordinary("shop").jar(era.jar());
    }

    private static void pack(WebApp app, Path war) {
        Path folder = war.resolveSibling("../unpacked").normalize();
        app.writeTo(folder);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war)); var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
            }
            WebApp.delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void measure(String layout, Server server) {
        server.with("wxconfig.apiBase", weChat.baseUrl()).with("wxconfig.appid", "wx0123456789abcdef")
                .withVariable("WXCONFIG_SECRET", BootShop.SECRET);
        Moment[] moments = new Moment[2];
        Thread watch = new Thread(() -> {
            while (server.log() == null) {
                LockSupport.parkNanos(10_000_000);
            }
            moments[0] = Moment.of(server, "with these options");
            moments[1] = Moment.of(server, "There is a ticket");
        });
        watch.start();
        server.start();
        if (moments[0] == null) {
            server.send("GET", "/shop/index.jsp", SignedPage.WECHAT); // which starts the filter
        }
        try {
            watch.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        System.out.printf("First ticket, %s: %.1f s, CPU %.1f s (both with what else starts at that time)%n", layout,
                (moments[1].nanos - moments[0].nanos) / 1e9, (moments[1].cpu.toMillis() - moments[0].cpu.toMillis()) / 1e3);
    }

    private record Moment(long nanos, Duration cpu) {

        static Moment of(Server server, String line) {
            server.log().await(line, 0, LIMIT);
            return new Moment(System.nanoTime(), server.leaf().info().totalCpuDuration().orElse(Duration.ZERO));
        }
    }
}
