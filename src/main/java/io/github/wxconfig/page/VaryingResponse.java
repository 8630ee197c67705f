package io.github.wxconfig.page;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the response to a request that reads a page without showing it: if the response is a page, its {@code Vary} tells
 * the browser's cache that it is not the one to show.
 *
 * <p>Without that, a browser that has fetched a page, and may keep it, later shows it without the script. Nothing else is
 * changed, and {@code Vary} only on HTML, when its body begins; the application reads back what it set.
 */
final class VaryingResponse extends HttpServletResponseWrapper {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String VARY = "Vary";

    private final CachePolicy policy;
    /** What the application set, once the container has another value. */
    private final HeldHeaders own = new HeldHeaders();
    private boolean varied;
    private boolean begun;

    VaryingResponse(HttpServletResponse response, CachePolicy policy) {
        super(response);
        this.policy = policy;
    }

    private void begin() {
        begun = true;
        if (!varied && isPage() && !isCommitted()) {
            own.clear();
            Collection<String> values = super.getHeaders(VARY);
            if (values != null) {
                values.forEach(value -> own.add(VARY, value));
            }
            varied = true;
            vary();
        }
    }

    private boolean isPage() {
        String type = super.getContentType() == null ? super.getHeader(CONTENT_TYPE) : super.getContentType();
        return getStatus() >= 200 && getStatus() < 300 && ContentType.of(type).isHtml();
    }

    private void vary() {
        super.setHeader(VARY, policy.rewritten(VARY, String.join(", ", own.all(VARY))));
    }

    private boolean isHidden(String name) {
        return varied && VARY.equalsIgnoreCase(name);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        begin();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        begin();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        begin();
        super.flushBuffer();
    }

    @Override
    public void setContentType(String type) {
        super.setContentType(type);
        typeMayHaveChanged(CONTENT_TYPE);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (isHidden(name)) {
            own.set(VARY, value);
            vary();
        } else {
            super.setHeader(name, value);
            typeMayHaveChanged(name);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (isHidden(name)) {
            own.add(VARY, value);
            vary();
        } else {
            super.addHeader(name, value);
            typeMayHaveChanged(name);
        }
    }

    private void typeMayHaveChanged(String name) {
        if (begun && CONTENT_TYPE.equalsIgnoreCase(name)) {
            begin();
        }
    }

    @Override
    public void reset() {
        super.reset();
        varied = false;
        begun = false;
    }

    @Override
    public boolean containsHeader(String name) {
        return isHidden(name) ? own.contains(VARY) : super.containsHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? own.first(VARY) : super.getHeader(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return isHidden(name) ? own.all(VARY) : super.getHeaders(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        Collection<String> names = super.getHeaderNames();
        if (names == null || !varied || own.contains(VARY)) {
            return names;
        }
        Collection<String> shown = new LinkedHashSet<>(names);
        shown.removeIf(VARY::equalsIgnoreCase);
        return shown;
    }
}
