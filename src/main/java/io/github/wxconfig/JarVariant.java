package io.github.wxconfig;

import java.security.CodeSource;

/** Tells which of the two jars (javax, jakarta) this class is in, and which one the server needs. Links on any server. */
public final class JarVariant {

    /** The build renames this together with the package. Not a constant, which the compiler would merge into other strings. */
    private static final String SERVLETS = String.valueOf("jakarta.servlet");

    private JarVariant() {
    }

    /** Returns the message for a server with the other servlet package: both packages, and the name of the right jar. */
    public static String remedy() {
        boolean jakarta = SERVLETS.startsWith("jakarta");
        return "[" + fileName(jakarta) + "] is the wrong jar for this server: it is made for " + SERVLETS
                + ", and here servlets are in " + (jakarta ? "javax" : "jakarta") + ".servlet. Take ["
                + name(!jakarta) + "] instead";
    }

    /** The name of this jar's file, or else the name that the build gives it. */
    private static String fileName(boolean jakarta) {
        CodeSource source = JarVariant.class.getProtectionDomain().getCodeSource();
        String path = source == null || source.getLocation() == null ? "" : source.getLocation().getPath();
        int end = path.lastIndexOf(".jar");
        return end < 0 ? name(jakarta) : path.substring(path.lastIndexOf('/', end) + 1, end) + ".jar";
    }

    private static String name(boolean jakarta) {
        String version = JarVariant.class.getPackage().getImplementationVersion();
        return "wxconfig-filter-" + (version == null ? "VERSION" : version) + (jakarta ? ".jar" : "-javax.jar");
    }
}
