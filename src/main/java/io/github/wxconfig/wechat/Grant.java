package io.github.wxconfig.wechat;

import java.time.Duration;

/** What WeChat answers when it issues a token or a ticket: the value, and how long from now it lives. */
public final class Grant {

    private final String value;
    private final Duration expiresIn;

    public Grant(String value, Duration expiresIn) {
        this.value = value;
        this.expiresIn = expiresIn;
    }

    /** The token or ticket; never empty. */
    public String value() {
        return value;
    }

    /** {@code expires_in}: how long it still lives, counted from the answer. */
    public Duration expiresIn() {
        return expiresIn;
    }

    @Override
    public String toString() {
        return "Grant[" + value.length() + " characters, expires in " + expiresIn + "]";
    }
}
