package io.github.wxconfig.ticket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Whose ticket it is, and under which keys it is stored.
 *
 * <p>The keys hold the appid and a hash of everything else that a ticket depends on, so that a changed secret, another
 * {@code apiBase} or another mode never meets what was stored before, and a simulator never feeds the real thing. Nothing
 * but the hash is kept.
 */
public final class Account {

    private final String appid;
    private final String keyPrefix;

    /**
     * @param appid of the Official Account
     * @param sources what else a ticket depends on: secret, mode of token, address of the API; {@code null} for what is not set
     */
    public Account(String appid, String... sources) {
        this.appid = appid;
        this.keyPrefix = "wxconfig:" + appid.replaceAll("[^A-Za-z0-9_-]", "_") + ":" + hash(appid, sources) + ":";
    }

    /** The appid. */
    public String appid() {
        return appid;
    }

    public String ticketKey() {
        return keyPrefix + "ticket";
    }

    String tokenKey() {
        return keyPrefix + "token";
    }

    /** 64 bits of SHA-256 over the parts, each with its length in front so that none runs into the next. */
    private static String hash(String appid, String[] sources) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            update(sha, appid);
            for (String source : sources) {
                update(sha, source);
            }
            StringBuilder hex = new StringBuilder();
            byte[] digest = sha.digest();
            for (int i = 0; i < 8; i++) {
                hex.append(String.format("%02x", digest[i]));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest sha, String part) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        sha.update(((part == null ? -1 : bytes.length) + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
    }

    @Override
    public String toString() {
        return appid;
    }
}
