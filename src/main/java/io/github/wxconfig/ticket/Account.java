package io.github.wxconfig.ticket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the Official Account or the corp whose ticket is kept, and the keys under which its credentials are stored.
 * Immutable.
 *
 * <p>A key contains the appid and a hash of everything else that a ticket depends on. So nothing that was stored for another
 * secret, another {@code apiBase} or another token mode is used, nor anything that a simulator issued. Only the hash is kept.
 */
public final class Account {

    private final String appid;
    private final String keyPrefix;
    private final String logPrefix;
    /** The AgentId of the corp's app whose ticket is kept; {@code null} for that of the account itself. */
    private final @Nullable String agentid;

    /**
     * @param appid the appid of the Official Account, or the corpid
     * @param sources everything else that a ticket depends on: secret, token mode, address of the API; {@code null} if not set
     */
    public Account(String appid, @Nullable String... sources) {
        this(appid, "wxconfig:" + appid.replaceAll("[^A-Za-z0-9_-]", "_") + ":" + hash(appid, sources) + ":", "", null);
    }

    private Account(String appid, String keyPrefix, String logPrefix, @Nullable String agentid) {
        this.appid = appid;
        this.keyPrefix = keyPrefix;
        this.logPrefix = logPrefix;
        this.agentid = agentid;
    }

    /** The same account, of which the lines in the log begin with {@code prefix}. */
    public Account inLog(String prefix) {
        return new Account(appid, keyPrefix, prefix, agentid);
    }

    /**
     * The app of a corp, whose ticket signs agentConfig. It has a ticket of its own; its access token is that of the corp, and
     * one lease is for both, so that no token is requested twice.
     */
    public Account agent(String id) {
        return new Account(appid, keyPrefix, logPrefix, id);
    }

    /** The appid, or the corpid. */
    public String appid() {
        return appid;
    }

    /** The key under which the ticket is stored. */
    public String ticketKey() {
        return keyPrefix + (agentid == null ? "ticket" : "agent");
    }

    /** The key of the lease under which a token or a ticket is requested. */
    String leaseKey() {
        return keyPrefix + "ticket";
    }

    /** What lines in the log begin with. */
    String logPrefix() {
        return logPrefix;
    }

    /** The key under which the access token is stored. */
    String tokenKey() {
        return keyPrefix + "token";
    }

    /** Returns 64 bits of SHA-256 over the parts; each part is preceded by its length, so that their boundaries count. */
    private static String hash(String appid, @Nullable String[] sources) {
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
            throw new IllegalStateException("This JVM has no SHA-256, which every Java platform must have", e);
        }
    }

    private static void update(MessageDigest sha, @Nullable String part) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        sha.update(((part == null ? -1 : bytes.length) + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
    }

    @Override
    public String toString() {
        return agentid == null ? appid : appid + ", agent " + agentid;
    }
}
