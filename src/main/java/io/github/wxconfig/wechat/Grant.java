package io.github.wxconfig.wechat;

import java.time.Duration;

/** What WeChat answers when it issues a token or a ticket: the value, and how long from now it lives. */
public final class Grant {

    private static final int LONGEST_VALUE = 2048;

    private final String value;
    private final Duration expiresIn;

    public Grant(String value, Duration expiresIn) {
        this.value = value;
        this.expiresIn = expiresIn;
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
