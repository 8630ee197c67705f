package com.ibm.ws.webcontainer;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** By its name a response of Open Liberty, which flushes after each servlet. */
public final class LibertyResponse extends HttpServletResponseWrapper {

    public LibertyResponse(HttpServletResponse response) {
        super(response);
    }

    /** Nothing lies below the container's response. */
    @Override
    public ServletResponse getResponse() {
        return null;
    }

    public static void afterServlet(ServletResponse response) throws IOException {
        response.flushBuffer();
    }
}
