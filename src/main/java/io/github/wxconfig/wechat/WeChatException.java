package io.github.wxconfig.wechat;

import io.github.wxconfig.text.ShownText;
import java.io.IOException;
import java.time.Duration;

/**
 * Reports a call to WeChat or to a ticket server that returned no credential. Its message names the endpoint, the errcode and
 * what the operator can do; it never contains a URL, a body, a secret or a token, and it has no cause that could.
 */
public final class WeChatException extends IOException {

    private static final long serialVersionUID = 1L;

    /** {@link #errcode()} of a failure without an errcode: no connection, not JSON, not HTTP 200. */
    public static final int NO_ERRCODE = Integer.MIN_VALUE;

    /** What can be done about a failure, and hence when the next attempt makes sense. */
    public enum Kind {
        /** Temporary: WeChat is busy or unreachable, or its answer is invalid. Retry with back-off. */
        TRANSIENT,
        /** The access token is invalid: discard it, request another one, and retry once. */
        TOKEN,
        /** Too many calls: wait for as long as {@link WeChatException#coolDown()} says. */
        QUOTA,
        /** Only the operator can correct it: wrong secret, IP address not in the white list, account frozen. */
        OPERATOR
    }

    private final String message;
    private final Kind kind;
    private final int errcode;
    private final Duration coolDown;

    public WeChatException(Kind kind, int errcode, Duration coolDown, String message) {
        this.message = ShownText.line(message);
        this.kind = kind;
        this.errcode = errcode;
        this.coolDown = coolDown;
    }

    /** What happened, on one line, and what the operator can do. */
    @Override
    public String getMessage() {
        return message;
    }

    /** What can be done about the failure. */
    public Kind kind() {
        return kind;
    }

    /** WeChat's errcode, or {@link #NO_ERRCODE}. */
    public int errcode() {
        return errcode;
    }

    /** How long to make no further call; zero where the ordinary back-off decides. */
    public Duration coolDown() {
        return coolDown;
    }
}
