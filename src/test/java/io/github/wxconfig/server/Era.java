package io.github.wxconfig.server;

import java.nio.file.Path;

/** Which servlet API a server speaks, and so which of the two jars it needs. */
enum Era {
    JAVAX, JAKARTA;

    /** The finished jar. */
    Path jar() {
        return Path.of(System.getProperty("jar." + name().toLowerCase()));
    }

    Era other() {
        return this == JAVAX ? JAKARTA : JAVAX;
    }
}
