package io.github.wxconfig;

import java.time.Instant;
import java.util.Objects;

/**
 * Holds an {@code access_token} or a {@code jsapi_ticket} with the time of its issue and its expiry.
 *
 * <p>Immutable. {@link #toString()} never shows the value, so a credential may be logged.
 */
public final class Credential {

    private final String value;
    private final Instant issuedAt;
    private final Instant expiresAt;

    /**
     * @param value the token or ticket that WeChat issued; not empty
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
            throw new IllegalArgumentException("A credential expires at [" + expiresAt + "], before it was issued at ["
                    + issuedAt + "]");
        }
    }

    /** The token or ticket itself. Do not log it. */
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

    /** Whether WeChat no longer accepts it at {@code time}. */
    public boolean isExpiredAt(Instant time) {
        return !expiresAt.isAfter(time);
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
