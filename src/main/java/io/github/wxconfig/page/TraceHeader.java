package io.github.wxconfig.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Says in the response header {@code X-WxConfig} that a page is left alone, and why. */
public final class TraceHeader {

    static final String NAME = "X-WxConfig";

    private TraceHeader() {
    }

    /** Says so of the page that the browser asked for, in place of what is said already. */
    static void passed(PassReason reason, HttpServletRequest request, HttpServletResponse response) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            response.setHeader(NAME, "passed; reason=" + reason);
        }
    }

    /** Likewise, unless another filter of ours sees to the page. */
    public static void passedUnlessSaid(PassReason reason, HttpServletRequest request, HttpServletResponse response) {
        if (!PageResponse.isWrapped(response) && !response.containsHeader(NAME)) {
            passed(reason, request, response);
        }
    }
}
