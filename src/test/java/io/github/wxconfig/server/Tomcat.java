package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tomcat, with its manager application for what an operator does while it runs. */
class Tomcat extends Server {

    private final Path home;

    Tomcat(Distribution distribution, JavaHome java, String run) {
        this(distribution, distribution.home(), java, run);
    }

    /** @param home with its script, its configuration and its manager */
    Tomcat(Distribution distribution, Path home, JavaHome java, String run) {
        super(distribution, java, run);
        this.home = home;
        try {
            WebApp.copy(home.resolve("conf"), base.resolve("conf"));
            Files.createDirectories(base.resolve("temp"));
            Files.createDirectories(base.resolve("logs"));
            WebApp.copy(home.resolve("webapps/manager"), base.resolve("webapps/manager"));
            edit("conf/server.xml", "port=\"8005\"", "port=\"-1\"");
            edit("conf/server.xml", "port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\"");
            edit("conf/tomcat-users.xml", "</tomcat-users>",
                    "<user username='operator' password='operator' roles='manager-script'/></tomcat-users>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A system property in {@code conf/catalina.properties}, which no log repeats. */
    void property(String name, String value) {
        append("conf/catalina.properties", "\n" + name + "=" + value + "\n");
    }

    void append(String file, String text) {
        try {
            Files.writeString(base.resolve(file), text, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a file of the configuration. */
    void edit(String file, String from, String to) {
        try {
            Path path = base.resolve(file);
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            if (!text.contains(from)) {
                throw new AssertionError("No [" + from + "] in " + path);
            }
            Files.writeString(path, text.replace(from, to), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> command(List<String> javaOptions) {
        return List.of("sh", home.resolve("bin/catalina.sh").toString(), "run");
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        environment.put("JRE_HOME", java.path().toString());
        environment.put("CATALINA_HOME", home.toString());
        environment.put("CATALINA_BASE", base.toString());
        environment.put("CATALINA_OPTS", String.join(" ", javaOptions));
    }

    @Override
    String readyLine() {
        return "Server startup in";
    }

    @Override
    void deploy(WebApp app) {
        app.writeTo(base.resolve("webapps").resolve(app.name));
    }

    @Override
    void undeploy(String app) {
        manager("undeploy?path=/" + app);
    }

    @Override
    void deployHot(WebApp app) {
        Path folder = base.resolve("incoming").resolve(app.name);
        app.writeTo(folder);
        manager("deploy?path=/" + app.name + "&war=" + URLEncoder.encode("file:" + folder, StandardCharsets.UTF_8));
    }

    /** What the manager's text interface answers, which begins with OK. */
    String manager(String command) {
        String operator = Base64.getEncoder().encodeToString("operator:operator".getBytes(StandardCharsets.US_ASCII));
        String said = get("/manager/text/" + command, "Authorization: Basic " + operator).text();
        if (!said.startsWith("OK")) {
            throw new AssertionError(command + ": " + said);
        }
        return said;
    }

    /** The server's threads hold on to the application that they served last until they have served another request. */
    void awaitNothing(String what, Supplier<List<String>> remains) {
        List<String> found = remains.get();
        for (int i = 0; i < 30 && !found.isEmpty(); i++) {
            get("/none");
            found = remains.get();
        }
        assertEquals(List.of(), found, what);
    }
}
