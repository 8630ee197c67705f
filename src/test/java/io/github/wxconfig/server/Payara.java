package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payara Server with a domain of its own, run and served by {@code asadmin}. */
final class Payara extends Server {

    /** In Payara 5 it is -client, in Payara 6 -server; the first configuration of several is the server's. */
    private static final Pattern FIRST_OPTION = Pattern.compile("<jvm-options>-(client|server)</jvm-options>");

    private final int adminPort = freePort();
    /** What asadmin does when the domain has been started. */
    private final List<String> atNextStart = new ArrayList<>();
    private final Set<String> deployed = new HashSet<>();

    Payara(Distribution distribution, JavaHome java, String run) {
        super(distribution, java, run);
        try {
            WebApp.copy(product().resolve("glassfish/domains/domain1"), domain());
            String xml = Files.readString(configuration())
                    .replace("port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\"")
                    .replace("port=\"4848\"", "port=\"" + adminPort + "\" address=\"127.0.0.1\"")
                    .replaceAll("<jvm-options>(-Xmx|-Xms|-XX:[+]Use\\w+GC).*", "");
            for (int other : List.of(8181, 8686, 3700, 3820, 3920, 7676)) { // Payara 6 has the last as a property's value
                xml = xml.replaceAll("(port|value)=\"" + other + "\"", "$1=\"" + freePort() + "\"");
            }
            xml = xml.replace("-Dosgi.shell.telnet.port=6666", "-Dosgi.shell.telnet.port=" + freePort());
            Files.writeString(configuration(), xml.replace("<hazelcast-config-specific-configuration",
                    "<hazelcast-config-specific-configuration enabled=\"false\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive's only folder, {@code payara5} or {@code payara6}. */
    private Path product() {
        try (Stream<Path> folders = Files.list(distribution.home())) {
            return folders.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path domain() {
        return base.resolve("domains/domain1");
    }

    private Path configuration() {
        return domain().resolve("config/domain.xml");
    }

    @Override
    List<String> command(List<String> javaOptions) {
        setOptions(javaOptions);
        Path commands = base.resolve("commands");
        try {
            atNextStart.add("version"); // the ready line
            Files.write(commands, atNextStart);
            atNextStart.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return asadmin("start-domain", "--verbose", "--domaindir", base.resolve("domains").toString(), "--postbootcommandfile",
                commands.toString(), "domain1");
    }

    /** In place of those of the start before. */
    private void setOptions(List<String> javaOptions) {
        try {
            String xml = Files.readString(configuration());
            for (String option : javaOptions) {
                xml = xml.replace("<jvm-options>" + option + "</jvm-options>", "");
            }
            Matcher first = FIRST_OPTION.matcher(xml);
            if (!first.find()) {
                throw new AssertionError("No option for Java in " + configuration());
            }
            Files.writeString(configuration(), new StringBuilder(xml).insert(first.end(), javaOptions.stream()
                    .map(option -> "<jvm-options>" + option + "</jvm-options>").collect(Collectors.joining("\n"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> asadmin(String... words) {
        List<String> command = new ArrayList<>(List.of("sh", product().resolve("bin/asadmin").toString()));
        command.addAll(Arrays.asList(words));
        return command;
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        environment.put("AS_JAVA", java.path().toString());
        environment.put("JAVA_HOME", java.path().toString());
    }

    @Override
    String readyLine() {
        return "Boot Command version returned with result SUCCESS";
    }

    /** Applications of the start before are started while the commands run, or after that. */
    @Override
    void awaitReady() {
        log().await(" startup time : ", 0, LIMIT);
        super.awaitReady();
        deployed.forEach(app -> log().await("Loading application \\[" + app + "] at ", 0, LIMIT));
    }

    @Override
    Path logFolder() {
        return domain().resolve("logs");
    }

    @Override
    void deploy(WebApp app) {
        atNextStart.add(String.join(" ", deployment(app)));
    }

    private String[] deployment(WebApp app) {
        Path folder = base.resolve("applications").resolve(app.name);
        app.writeTo(folder);
        deployed.add(app.name);
        return new String[] {"deploy", "--name", app.name, "--contextroot", "/" + app.name, folder.toString()};
    }

    @Override
    void undeploy(String app) {
        administer("undeploy", app);
        deployed.remove(app);
    }

    @Override
    void deployHot(WebApp app) {
        administer(deployment(app));
    }

    private void administer(String... words) {
        List<String> line = asadmin("--port", Integer.toString(adminPort));
        line.addAll(Arrays.asList(words));
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            environment(builder.environment(), List.of());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(line + " said " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
