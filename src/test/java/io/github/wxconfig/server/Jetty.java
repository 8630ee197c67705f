package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Jetty; since 12 with one of its environments: {@code ee8} speaks javax.servlet, the later ones jakarta.servlet. */
final class Jetty extends Server {

    private final Path home = distribution.home();

    Jetty(Distribution distribution, String environment, JavaHome java, String run) {
        super(distribution, java, run);
        setUp("--add-modules=http," + environment + "-deploy," + environment + "-jsp," + environment + "-annotations");
    }

    /** Before 12, with its only environment. */
    Jetty(Distribution distribution, JavaHome java, String run) {
        super(distribution, java, run);
        setUp("--add-to-start=http,deploy,jsp,annotations", "--create-startd");
    }

    private void setUp(String... options) {
        try {
            List<String> command = new ArrayList<>(List.of(javaCommand(), "-jar", home.resolve("start.jar").toString(),
                    "--approve-all-licenses"));
            command.addAll(List.of(options));
            Process setUp = new ProcessBuilder(command).directory(base.toFile()).redirectErrorStream(true).start();
            String said = new String(setUp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!setUp.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || setUp.exitValue() != 0) {
                throw new AssertionError("Jetty's base was not set up: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String javaCommand() {
        return java.path().resolve("bin/java").toString();
    }

    @Override
    List<String> command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(javaCommand()));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", home.resolve("start.jar").toString(), "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + port, "jetty.deploy.scanInterval=1"));
        return command;
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        environment.put("JETTY_BASE", base.toString());
    }

    @Override
    String readyLine() {
        return ":INFO *:oejs.Server:.*: Started ";
    }

    @Override
    void deploy(WebApp app) {
        app.writeTo(webApps().resolve(app.name));
    }

    private Path webApps() {
        return base.resolve("webapps");
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
        move(incoming, webApps().resolve(app.name));
        awaitAnswer("/" + app.name + "/", answer -> answer.status() != 404);
    }
}
