package io.github.wxconfig.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code java -jar} with a Spring Boot application. */
final class BootProcess extends Server {

    private Path archive;
    private final List<String> arguments = new ArrayList<>();

    BootProcess(JavaHome java, String run) {
        super(null, java, run);
        arguments("--server.address=127.0.0.1", "--server.port=" + port);
    }

    BootProcess runs(Path executable) {
        archive = executable;
        return this;
    }

    BootProcess arguments(String... more) {
        arguments.addAll(Arrays.asList(more));
        return this;
    }

    @Override
    List<String> command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(java.path().resolve("bin/java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", archive.toString()));
        command.addAll(arguments);
        return command;
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        // all of it is on the command line
    }

    @Override
    String readyLine() {
        return "Started Shop in ";
    }

    @Override
    void deploy(WebApp app) {
        throw new UnsupportedOperationException();
    }

    @Override
    void undeploy(String app) {
        throw new UnsupportedOperationException();
    }

    @Override
    void deployHot(WebApp app) {
        throw new UnsupportedOperationException();
    }
}
