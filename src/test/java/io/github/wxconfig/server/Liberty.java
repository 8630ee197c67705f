package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Open Liberty with a server of its own, whose applications are dropped in. */
final class Liberty extends Server {

    /** What the server's configuration asks for; one distribution speaks all versions of Servlet. */
    enum Features {
        SERVLET_3_1(Era.JAVAX, "servlet-3.1", "jsp-2.3", "cdi-1.2"),
        SERVLET_6_0(Era.JAKARTA, "servlet-6.0", "pages-3.1", "cdi-4.0");

        final Era era;
        final String servlet;
        private final String xml;

        Features(Era era, String servlet, String pages, String cdi) {
            this.era = era;
            this.servlet = servlet;
            xml = "<feature>" + servlet + "</feature><feature>" + pages + "</feature><feature>" + cdi + "</feature>";
        }
    }

    private static final String NAME = "defaultServer";

    Liberty(Features features, JavaHome java, String run) {
        super(Distribution.LIBERTY, java, run);
        try {
            Files.createDirectories(dropIns());
            Files.writeString(folder().resolve("server.xml"), "<server><featureManager>" + features.xml + "</featureManager>"
                    + "<httpEndpoint id='defaultHttpEndpoint' host='127.0.0.1' httpPort='" + port + "' httpsPort='-1'/>"
                    + "<applicationManager startTimeout='" + LIMIT.toSeconds() + "s'/>"
                    + "<applicationMonitor pollingRate='300ms'/></server>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return base.resolve("usr/servers").resolve(NAME);
    }

    private Path dropIns() {
        return folder().resolve("dropins");
    }

    @Override
    List<String> command(List<String> javaOptions) {
        return List.of("sh", distribution.home().resolve("wlp/bin/server").toString(), "run", NAME);
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        environment.put("JAVA_HOME", java.path().toString());
        environment.put("WLP_USER_DIR", base.resolve("usr").toString());
        environment.put("JVM_ARGS", String.join(" ", javaOptions));
    }

    @Override
    String readyLine() {
        return "CWWKF0011I";
    }

    @Override
    Path logFolder() {
        return folder().resolve("logs");
    }

    @Override
    void deploy(WebApp app) {
        app.writeTo(dropIns().resolve(app.name + ".war"));
    }

    @Override
    void undeploy(String app) {
        int mark = log().mark();
        move(dropIns().resolve(app + ".war"), base.resolve("gone-" + app + "-" + System.nanoTime()));
        log().await("CWWKZ0009I: .* " + app + " ", mark, LIMIT);
    }

    @Override
    void deployHot(WebApp app) {
        int mark = log().mark();
        Path incoming = base.resolve("incoming-" + app.name);
        app.writeTo(incoming);
        move(incoming, dropIns().resolve(app.name + ".war"));
        log().await("CWWKZ0001I: .* " + app.name + " ", mark, LIMIT);
    }
}
