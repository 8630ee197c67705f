package io.github.wxconfig.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * TomEE, laid together of its libraries, because Maven Central has no archive of this version: its listener in a Tomcat's
 * configuration, as in the archives.
 */
final class TomEE extends Tomcat {

    TomEE(JavaHome java, String run) {
        super(Distribution.TOMEE_8, Distribution.TOMCAT_9.home(), java, run);
        edit("conf/server.xml", "<Listener className=\"org.apache.catalina.startup.VersionLoggerListener\" />",
                "<Listener className=\"org.apache.tomee.catalina.ServerListener\" />");
        edit("conf/catalina.properties", "common.loader=", "common.loader=\nnot.used="); // all on the class path
    }

    @Override
    List<String> command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(java.path().resolve("bin/java").toString(),
                "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Dcatalina.home=" + base, "-Dcatalina.base=" + base, "-Djava.io.tmpdir=" + base.resolve("temp")));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", distribution.home().resolve("lib").resolve("*").toString(),
                "org.apache.catalina.startup.Bootstrap", "start"));
        return command;
    }

    @Override
    void environment(Map<String, String> environment, List<String> javaOptions) {
        // all in the command
    }
}
