package io.github.wxconfig.page;

import io.github.wxconfig.script.PageScript;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Says in the response header {@code X-WxConfig} what was done with a page, and why. */
public final class TraceHeader {

    static final String NAME = "X-WxConfig";
    /** Says which pages get a card, and whether the application has said something about this one's. */
    static final String SHARE = "X-WxConfig-Share";
    /** How it begins for a page that gets no script. */
    static final String PASSED = "passed";

    private static final int MAX_URL_LENGTH = 512;

    private TraceHeader() {
    }

    /** Returns what is said of a page that has this script. */
    static String injected(PageScript script) {
        String url = script.url();
        String account = script.signer() == null ? "" : script.signer().account();
        return "injected" + (account.isEmpty() ? "" : "; account=" + account) + (script.isSigned() ? "" : "; signed=no")
                + (url == null ? "" : "; url=\"" + inHeader(url) + '"');
    }

    /** Returns what a header can hold, and not so much of it that the container refuses the response. */
    private static String inHeader(String url) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < url.length() && text.length() < MAX_URL_LENGTH; i++) {
            char c = url.charAt(i);
            text.append(c > ' ' && c < 0x7F && c != '"' && c != '\\' ? c : '?');
        }
        return text.length() < MAX_URL_LENGTH ? text.toString() : text + "...";
    }

    /** Sets the header on the response to the browser's own request, in place of what it said before. */
    static void passed(PassReason reason, HttpServletRequest request, HttpServletResponse response) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            response.setHeader(NAME, "passed; reason=" + reason);
        }
    }

    /** Does the same, unless another wxconfig filter handles the page. */
    public static void passedUnlessSaid(PassReason reason, HttpServletRequest request, HttpServletResponse response) {
        if (!PageResponse.isWrapped(response) && !response.containsHeader(NAME)) {
            passed(reason, request, response);
        }
    }
}
