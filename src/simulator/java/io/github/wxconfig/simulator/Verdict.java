package io.github.wxconfig.simulator;

/** What WeChat's client would say to a {@code wx.config}, or WeCom's to that or to an {@code agentConfig}, and why. Immutable. */
public final class Verdict {

    private final String errMsg;
    private final String detail;

    Verdict(String errMsg, String detail) {
        this.errMsg = errMsg;
        this.detail = detail;
    }

    static Verdict good(Config config, String detail) {
        return new Verdict(api(config) + ":ok", detail);
    }

    static Verdict bad(Config config, String reason, String detail) {
        return new Verdict(api(config) + ":fail" + (reason.isEmpty() ? "" : "_" + reason), detail);
    }

    private static String api(Config config) {
        return config.isAgent() ? "agentConfig" : "preVerifyJSAPI";
    }

    public boolean ok() {
        return errMsg.endsWith(":ok");
    }

    /**
     * {@code preVerifyJSAPI:ok}, {@code preVerifyJSAPI:fail_invalid signature}, {@code agentConfig:ok} and the like: what the
     * SDK is given.
     */
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
