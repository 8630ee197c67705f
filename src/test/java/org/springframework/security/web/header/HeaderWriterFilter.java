package org.springframework.security.web.header;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Does what Spring Security's filter of this name does: at the end it says no-store, if nothing has been said yet. */
public final class HeaderWriterFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HeaderWriterResponse late = new HeaderWriterResponse((HttpServletResponse) response);
        chain.doFilter(request, late);
        late.writeHeaders();
    }

    private static final class HeaderWriterResponse extends HttpServletResponseWrapper {

        HeaderWriterResponse(HttpServletResponse response) {
            super(response);
        }

        void writeHeaders() {
            if (!containsHeader("Cache-Control") && !containsHeader("Expires") && !containsHeader("Pragma")) {
                addHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
                addHeader("Pragma", "no-cache");
            }
        }
    }
}
