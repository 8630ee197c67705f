package io.github.wxconfig.page;

/** The reason why a page went out as the application wrote it: for the counters, the trace and the status page. */
public enum PassReason {

    /** Not WeChat's browser. */
    CLIENT("client"),
    /** Neither GET nor POST, or an include. */
    METHOD("method"),
    /** A call by a script, a media player or a protocol upgrade. */
    NOT_NAVIGATION("not-a-navigation"),
    /** A part of another page: a frame, an object, or an upload whose answer may go into a frame. */
    FRAME("frame"),
    /** Not among the included paths, or excluded. */
    PATH("path"),
    /** Neither {@code wxconfig.hosts} nor {@code wxconfig.baseUrl} names the host that the browser shows. */
    HOST("host"),
    /** No account claims the page's host and path, and there is no default account. */
    NO_ACCOUNT("no-account"),
    /** Request attribute {@code io.github.wxconfig.skip}. */
    SKIP("skip"),
    /** Its headers had left before its body began. */
    COMMITTED("committed"),
    /** Not 2xx, or a status without a whole body. */
    STATUS("status"),
    /** Not HTML. */
    TYPE("type"),
    /** A charset that does not extend ASCII. */
    CHARSET("charset"),
    /** Compressed by the application. */
    ENCODING("encoding"),
    /** A part of a page. */
    RANGE("range"),
    /** To be saved, not shown. */
    DOWNLOAD("download"),
    /** Content-Length: 0, or nothing was written. */
    EMPTY("empty"),
    /** {@code <html amp>}, whose validator refuses scripts that are not its own. */
    AMP("amp"),
    /** A frameset without a head, which holds no script. */
    FRAMESET("frameset"),
    /** No document, or none with a place for the script. */
    NO_PLACE("no-place"),
    /** Its Content-Security-Policy blocks our script. */
    POLICY("content-security-policy"),
    /** The filter has no account, or not all of it. */
    NOT_CONFIGURED("not-configured"),
    /** Something broke in the filter; the log says what. */
    FAILURE("failure");

    private final String value;

    PassReason(String value) {
        this.value = value;
    }

    /** As the trace header says it. */
    @Override
    public String toString() {
        return value;
    }
}
