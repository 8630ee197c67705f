package io.github.wxconfig.wechat;

import java.io.IOException;
import java.time.Duration;

/**
 * A call to WeChat that brought no credential. Its message names the endpoint, the errcode and what the operator can
 * do; never a URL, a body, a secret or a token.
 */
public final class WeChatException extends IOException {

    private static final long serialVersionUID = 1L;

    /** {@link #errcode()} of a failure that WeChat did not number: no connection, not JSON, not HTTP 200. */
    public static final int NO_ERRCODE = Integer.MIN_VALUE;

    /** What can be done about a failure, and hence when the next try makes sense. */
    public enum Kind {
        /** Passes by itself: busy, unreachable, an answer that is no answer. Try again with back-off. */
        TRANSIENT,
        /** The access token is dead: drop it, get another one, repeat once. */
        TOKEN,
        /** Too many calls: wait for as long as {@link WeChatException#coolDown()} says. */
        QUOTA,
        /** Only a person can mend it: wrong secret, IP not in the white list, account frozen. */
        OPERATOR
    }

    private final Kind kind;
    private final int errcode;
    private final String endpoint;
    private final Duration coolDown;

    public WeChatException(Kind kind, int errcode, String endpoint, Duration coolDown, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.errcode = errcode;
        this.endpoint = endpoint;
        this.coolDown = coolDown;
    }

    public Kind kind() {
        return kind;
    }

    /** WeChat's number for it, or {@link #NO_ERRCODE}. */
    public int errcode() {
        return errcode;
    }

    /** The path that was called, such as {@code /cgi-bin/stable_token}. */
    public String endpoint() {
        return endpoint;
    }

    /** How long not to call again at all; zero where ordinary back-off decides. */
    public Duration coolDown() {
        return coolDown;
    }
}
