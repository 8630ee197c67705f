package io.github.wxconfig.simulator;

/** What WeChat's client would say to a {@code wx.config}, and why. Immutable. */
public final class Verdict {

    private final String errMsg;
    private final String detail;

    Verdict(String errMsg, String detail) {
        this.errMsg = errMsg;
        this.detail = detail;
    }

    static Verdict good(String detail) {
        return new Verdict("preVerifyJSAPI:ok", detail);
    }

    static Verdict bad(String reason, String detail) {
        return new Verdict("preVerifyJSAPI:fail" + (reason.isEmpty() ? "" : "_" + reason), detail);
    }

    public boolean ok() {
        return errMsg.endsWith(":ok");
    }

    /** {@code preVerifyJSAPI:ok}, {@code preVerifyJSAPI:fail_invalid signature} and the like: what the SDK is given. */
    public String errMsg() {
        return errMsg;
    }

    /** For people: what was compared, and where it differs. Holds no ticket. */
    public String detail() {
        return detail;
    }

    @Override
    public String toString() {
        return errMsg + " (" + detail + ")";
    }
}
