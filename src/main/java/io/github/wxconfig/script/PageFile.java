package io.github.wxconfig.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The part of the page's script that not every page needs, and that is loaded where it is. It is the same for all pages of
 * a filter, and its name has a hash of it, so that browsers may keep it for ever.
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class PageFile {

    /** How many digits of the hash the name has, before {@code .js}; config.js counts on it. */
    private static final int DIGITS = 8;

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
        text = ("/*" + hash + "*/" + script).getBytes(StandardCharsets.US_ASCII);
    }

    /** Its path below the context path. */
    public String path() {
        return folder + "more." + hash + ".js";
    }

    public String hash() {
        return hash;
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
