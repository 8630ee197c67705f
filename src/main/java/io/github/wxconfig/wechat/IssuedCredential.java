package io.github.wxconfig.wechat;

import java.time.Duration;

/** What WeChat answers when it issues a token or a ticket: the value, and how long from now it lives. */
public final class IssuedCredential {

    /** Longer than this nothing of WeChat's lives, whoever says so: 7200 seconds. */
    public static final Duration MAX_LIFE = Duration.ofSeconds(7200);

    private static final int LONGEST_VALUE = 2048;

    private final String value;
    private final Duration expiresIn;

    /** @param expiresIn positive; what is longer than {@link #MAX_LIFE} is taken as that */
    public IssuedCredential(String value, Duration expiresIn) {
        this.value = value;
        this.expiresIn = expiresIn.compareTo(MAX_LIFE) > 0 ? MAX_LIFE : expiresIn;
    }

    /** Whether this can be a token or ticket: visible ASCII, as anything else would neither fit into a URL nor be signed alike. */
    public static boolean isValue(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_VALUE && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** The token or ticket; see {@link #isValue}. */
    public String value() {
        return value;
    }

    /** {@code expires_in}: how long it still lives, counted from the answer; positive. */
    public Duration expiresIn() {
        return expiresIn;
    }

    @Override
    public String toString() {
        return "Grant[" + value.length() + " characters, expires in " + expiresIn + "]";
    }
}
