package io.github.wxconfig.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Holds the part of the page's script that a page loads only if it needs it. It is the same for all pages of
 * a filter, and its name has a hash of it, so that browsers may keep it for ever.
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class PageFile {

    /**
     * What the file begins with, which is all that the script in the page looks at. The number changes when a page with an
     * older script could not use a newer file any more.
     */
    static final String MARK = "/*wx1*/";

    private static final int DIGITS = 8;
    private static final String NAME = "more.";
    private static final String SUFFIX = ".js";

    private final String folder;
    private final String hash;
    private final byte[] text;

    /** @param endpoint the signing endpoint's path below the context path; the file is in the same folder */
    PageFile(String endpoint, ConfigOptions options, ShareOptions share, boolean spa) {
        int slash = endpoint.lastIndexOf('/') + 1;
        String script = ConfigScript.source(share.isOn() ? "more.js" : "more-unshared.js")
                .replace("$signature$", endpoint.substring(slash))
                .replace("$share$", share.literal(options, spa));
        folder = endpoint.substring(0, slash);
        hash = hash(script);
        text = (MARK + script).getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns its path below the context path. */
    public String path() {
        return folder + NAME + hash + SUFFIX;
    }

    /**
     * Returns whether a path below the context path is that of this file, or was that of an earlier one: a page in a cache
     * asks for it, and one that another node of a cluster has made.
     */
    public boolean hasPath(String asked) {
        String start = folder + NAME;
        return asked.length() == start.length() + DIGITS + SUFFIX.length() && asked.startsWith(start) && asked.endsWith(SUFFIX);
    }

    /** A copy of its bytes, which are ASCII. */
    public byte[] text() {
        return text.clone();
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.US_ASCII));
            StringBuilder hex = new StringBuilder();
            for (int i = 0; i < DIGITS / 2; i++) {
                hex.append(String.format("%02x", digest[i] & 0xFF));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JVM has it
        }
    }
}
