package io.github.wxconfig;

import java.security.CodeSource;

/** Tells which of the two jars this class lies in, and which one a server of the other era needs. Links on any server. */
public final class JarVariant {

    /** The build renames this where it renames the package. No constant, or the compiler would weave it into sentences. */
    private static final String SERVLETS = String.valueOf("jakarta.servlet");

    private JarVariant() {
    }

    /** What to tell an operator whose server has the other servlet package: both packages, and the name of the right jar. */
    public static String remedy() {
        boolean jakarta = SERVLETS.startsWith("jakarta");
        return "[" + fileName(jakarta) + "] is the wrong jar for this server: it is made for " + SERVLETS
                + ", and here servlets are in " + (jakarta ? "javax" : "jakarta") + ".servlet. Take ["
                + name(!jakarta) + "] instead";
    }

    /** As it is called here, or else as the build called it. */
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
