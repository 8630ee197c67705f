package io.github.wxconfig.browser;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: it is skipped without, or fails where the environment variable CI is true. */
public final class Needed {

    private Needed() {
    }

    /** @param problem what is missing, or {@code null} if nothing is */
    public static void isThere(String problem) {
        if (problem != null && "true".equals(System.getenv("CI"))) {
            Assertions.fail(problem);
        }
        Assumptions.assumeTrue(problem == null, problem);
    }
}
