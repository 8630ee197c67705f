package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Resin, started by its own main class without its watchdog. Eclipse's compiler is there for pages, as in Tomcat. */
final class Resin extends Server {

    private final Path configuration = base.resolve("resin.xml");

    Resin(JavaHome java, String run) {
        super(Distribution.RESIN_4, java, run);
        try {
            Files.createDirectories(webApps());
            Files.writeString(configuration, """
                    <resin xmlns="http://caucho.com/ns/resin" xmlns:resin="urn:java:com.caucho.resin">
                      <logger name="" level="info"/>
                      <log-handler name="" level="all" path="stdout:" timestamp="[%H:%M:%S.%s] {${thread}} ${log.level} "/>
                      <cluster id="">
                        <resin:import path="classpath:META-INF/caucho/app-default.xml"/>
                        <javac compiler="eclipse" args="-source 1.8 -target 1.8"/>
                        <server id="default" address="127.0.0.1" port="CLUSTER_PORT">
                          <http address="127.0.0.1" port="HTTP_PORT"/>
                        </server>
                        <web-app-default>
                          <dependency-check-interval>1s</dependency-check-interval>
                          <shutdown-wait-max>2s</shutdown-wait-max>
                        </web-app-default>
                        <host-default>
                          <web-app-deploy path="webapps"/>
                        </host-default>
                        <host id=""/>
                      </cluster>
                    </resin>
                    """.replace("CLUSTER_PORT", "" + freePort()).replace("HTTP_PORT", "" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path webApps() {
        return base.resolve("webapps");
    }

    @Override
    List<String> command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(java.path().resolve("bin/java").toString(),
                "-Djava.util.logging.manager=com.caucho.log.LogManagerImpl"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", distribution.home().resolve("lib/*") + ":" + compiler(), "com.caucho.server.resin.Resin",
                "--conf", configuration.toString(), "--root-directory", base.toString()));
        return command;
    }

    private static Path compiler() {
        try (var files = Files.list(Distribution.TOMCAT_9.home().resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("ecj-")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        // all in the command
    }

    @Override
    String readyLine() {
        return "Resin\\[id=default\\] started in";
    }

    @Override
    void deploy(WebApp app) {
        app.writeTo(webApps().resolve(app.name));
    }

    @Override
    void undeploy(String app) {
        move(webApps().resolve(app), base.resolve("gone-" + app + "-" + System.nanoTime()));
        awaitAnswer("/" + app + "/", answer -> answer.status() == 404);
    }

    @Override
    void deployHot(WebApp app) {
        Path incoming = base.resolve("incoming-" + app.name);
        app.writeTo(incoming);
        try {
            WebApp.delete(webApps().resolve(app.name)); // its folder for compiled pages comes back after an undeployment
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        move(incoming, webApps().resolve(app.name));
        awaitAnswer("/" + app.name + "/", answer -> answer.status() != 404);
    }
}
