package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The Java that a server runs on: the one of this build, or one that the property {@code java8.home}, or else the
 * variable {@code JAVA8_HOME}, names; 25 likewise.
 */
record JavaHome(int version, Path path) {

    static JavaHome ofThisBuild() {
        return new JavaHome(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    }

    /** Skips the test where there is none; but fails it in CI, which can install one. */
    static JavaHome of(int version) {
        if (version == Runtime.version().feature()) {
            return ofThisBuild();
        }
        String property = "java" + version + ".home";
        String variable = "JAVA" + version + "_HOME";
        String home = System.getProperty(property, System.getenv().getOrDefault(variable, ""));
        if (Files.isExecutable(Path.of(home, "bin", "java"))) {
            return new JavaHome(version, Path.of(home));
        }
        String reason = "No Java " + version + " at [" + home + "]: name one with -D" + property + " or " + variable;
        if ("true".equals(System.getenv("CI"))) {
            return fail(reason + "; .ci/java installs it");
        }
        return Assumptions.abort(reason);
    }
}
