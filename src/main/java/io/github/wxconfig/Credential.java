package io.github.wxconfig;

import java.time.Instant;
import java.util.Objects;

/**
 * A secret of WeChat's with its lifetime: an {@code access_token} or a {@code jsapi_ticket}.
 *
 * <p>Immutable. Its {@link #toString()} never shows the value, so that a credential may be logged.
 */
public final class Credential {

    private final String value;
    private final Instant issuedAt;
    private final Instant expiresAt;

    /**
     * @param value what WeChat issued; not empty
     * @param issuedAt when it was received, by the wall clock of this machine
     * @param expiresAt when WeChat will no longer accept it
     * @throws IllegalArgumentException if {@code value} is empty, or it expires before it was issued
     */
    public Credential(String value, Instant issuedAt, Instant expiresAt) {
        this.value = Objects.requireNonNull(value, "value");
        this.issuedAt = Objects.requireNonNull(issuedAt, "issuedAt");
        this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A credential's value is empty");
        }
        if (expiresAt.isBefore(issuedAt)) {
            throw new IllegalArgumentException("A credential expires at [" + expiresAt + "], before it was issued at [" + issuedAt + "]");
        }
    }

    /** The token or ticket itself. Keep it out of logs. */
    public String value() {
        return value;
    }

    /** When it was received. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** When WeChat will no longer accept it. */
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential
                && value.equals(((Credential) other).value)
                && issuedAt.equals(((Credential) other).issuedAt)
                && expiresAt.equals(((Credential) other).expiresAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, issuedAt, expiresAt);
    }

    @Override
    public String toString() {
        return "Credential[" + value.length() + " characters, issued " + issuedAt + ", expires " + expiresAt + "]";
    }
}
