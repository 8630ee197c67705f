package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** WildFly, stand-alone, with its deployment scanner. */
final class WildFly extends Server {

    private final Path home = distribution.home();

    WildFly(Distribution distribution, JavaHome java, String run) {
        super(distribution, java, run);
        try {
            WebApp.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
            Files.createDirectories(deployments());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path deployments() {
        return base.resolve("deployments");
    }

    @Override
    List<String> command(List<String> javaOptions) {
        return List.of("sh", home.resolve("bin/standalone.sh").toString(), "-Djboss.server.base.dir=" + base,
                "-b", "127.0.0.1", "-Djboss.socket.binding.port-offset=" + (port - 8080));
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        environment.put("JAVA_HOME", java.path().toString());
        environment.put("JAVA_OPTS", "-XX:MaxMetaspaceSize=256m -Djava.net.preferIPv4Stack=true "
                + String.join(" ", javaOptions));
    }

    @Override
    String readyLine() {
        return "WFLYSRV002[56]";
    }

    @Override
    Path logFolder() {
        return base.resolve("log");
    }

    @Override
    void deploy(WebApp app) {
        app.writeTo(deployments().resolve(app.name + ".war"));
        mark(app.name, "dodeploy");
    }

    @Override
    void undeploy(String app) {
        int mark = log().mark();
        try {
            Files.delete(deployments().resolve(app + ".war.deployed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log().await("WFLYSRV0009: Undeployed", mark, LIMIT);
    }

    @Override
    void deployHot(WebApp app) {
        int mark = log().mark();
        deploy(app);
        log().await("WFLYSRV0010: Deployed|WFLYSRV0021|WFLYCTL0013", mark, LIMIT);
    }

    private void mark(String app, String what) {
        try {
            Files.writeString(deployments().resolve(app + ".war." + what), app);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
