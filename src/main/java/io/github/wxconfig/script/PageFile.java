package io.github.wxconfig.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of the page's script that not every page needs, and that is loaded where it is. It is the same for all pages of
 * an account, and its name has a hash of it, so that browsers may keep it for ever.
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

    private final String path;
    private final String query;
    private final Supplier<String> script;

    /**
     * @param endpoint the signing endpoint's path below the context path; the file is in the same folder
     * @param account the name by which the page says whose it is, or {@code null} if it need not
     */
    PageFile(String endpoint, @Nullable String account, ConfigOptions options, ShareOptions share, boolean spa) {
        int slash = endpoint.lastIndexOf('/') + 1;
        query = account == null ? "" : "?account=" + account;
        script = () -> ConfigScript.source(share.isOn() ? "more.js" : "more-unshared.js")
                .replace("$signature$", endpoint.substring(slash) + (account == null ? "?" : query + "&") + "url=")
                .replace("$share$", share.literal(options, spa));
        path = endpoint.substring(0, slash) + NAME + hash(script.get()) + SUFFIX;
    }

    /** Returns its path below the context path. */
    public String path() {
        return path;
    }

    /** Returns its path below the context path, and the query that names the account. */
    String address() {
        return path + query;
    }

    /**
     * Returns whether a path below the context path is that of a file, or was that of an earlier one: a page in a cache
     * asks for it, and one that another node of a cluster has made.
     *
     * @param endpoint the signing endpoint's path below the context path
     */
    public static boolean isPath(String asked, String endpoint) {
        String start = endpoint.substring(0, endpoint.lastIndexOf('/') + 1) + NAME;
        return asked.length() == start.length() + DIGITS + SUFFIX.length() && asked.startsWith(start) && asked.endsWith(SUFFIX);
    }

    /** Returns its bytes, which are ASCII. They are made anew each time: browsers keep them. */
    public byte[] text() {
        return (MARK + script.get()).getBytes(StandardCharsets.US_ASCII);
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
