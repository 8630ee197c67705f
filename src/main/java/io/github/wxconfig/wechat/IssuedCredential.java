package io.github.wxconfig.wechat;

import java.time.Duration;

/** Holds a token or ticket as it was issued: the value, and how long it is valid from now on. Immutable. */
public final class IssuedCredential {

    /** The maximum life of WeChat's tokens and tickets: 7200 seconds. */
    public static final Duration MAX_LIFE = Duration.ofSeconds(7200);

    private static final int MAX_VALUE_LENGTH = 2048;

    private final String value;
    private final Duration expiresIn;

    /** @param expiresIn positive; reduced to {@link #MAX_LIFE} if it is longer */
    public IssuedCredential(String value, Duration expiresIn) {
        this.value = value;
        this.expiresIn = expiresIn.compareTo(MAX_LIFE) > 0 ? MAX_LIFE : expiresIn;
    }

    /**
     * Whether this may be a token or ticket: visible ASCII, because nothing else fits into a URL and is signed the same way
     * everywhere.
     */
    public static boolean isValue(String text) {
        return !text.isEmpty() && text.length() <= MAX_VALUE_LENGTH && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** The token or ticket; see {@link #isValue}. */
    public String value() {
        return value;
    }

    /** {@code expires_in}: how long it is still valid, counted from the response; positive. */
    public Duration expiresIn() {
        return expiresIn;
    }

    @Override
    public String toString() {
        return "IssuedCredential[" + value.length() + " characters, expires in " + expiresIn + "]";
    }
}
