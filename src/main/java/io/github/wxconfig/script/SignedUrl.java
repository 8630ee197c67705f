package io.github.wxconfig.script;

/** Holds a signature for one URL, and the values that were signed. Immutable. */
public final class SignedUrl {

    private final String url;
    private final long timestamp;
    private final String nonceStr;
    private final String signature;
    private final String agentSignature;
    private final long validUntil;

    SignedUrl(String url, long timestamp, String nonceStr, String signature, String agentSignature, long validUntil) {
        this.url = url;
        this.timestamp = timestamp;
        this.nonceStr = nonceStr;
        this.signature = signature;
        this.agentSignature = agentSignature;
        this.validUntil = validUntil;
    }

    /** Returns what was signed: no fragment. */
    public String url() {
        return url;
    }

    /** When it was signed, in seconds since 1970. */
    public long timestamp() {
        return timestamp;
    }

    /** Sixteen letters and digits, new for each signature. */
    public String nonceStr() {
        return nonceStr;
    }

    /** Forty lower-case hex digits. */
    public String signature() {
        return signature;
    }

    /** The same, with the ticket of the corp's app, for {@code agentConfig}; empty if there is none. */
    public String agentSignature() {
        return agentSignature;
    }

    /** When the first of its tickets expires, in seconds since 1970. */
    public long validUntil() {
        return validUntil;
    }
}
