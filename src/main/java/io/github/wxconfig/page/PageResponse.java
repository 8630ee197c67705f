package io.github.wxconfig.page;

import io.github.wxconfig.script.PageScript;
import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the response for a page, as the application sees it. It decides nothing: calls about the body go to {@link PageBody},
 * calls about headers to {@link PageHeaders}.
 *
 * <p>All other calls go straight through: the container stays the one that knows the type, the charset, the status,
 * whether writer or stream is in use, and what may be called when. Nothing here flushes or closes.
 */
final class PageResponse extends HttpServletResponseWrapper {

    /**
     * A header that no response has. Every wrapper of this class says that it has it, even if another application's class
     * loader made it, and through any wrappers above.
     */
    private static final String WRAPPED = "io.github.wxconfig.wrapped";

    private final PageScript script;
    private final PageContext context;
    private final BufferSize buffer = new BufferSize();
    private final PageHeaders headers;
    private final PageBody body;
    /** What lay below on entry. */
    private final HttpServletResponse entered;
    /** Whether Tomcat may leave the wrapper of an include below us. */
    private volatile boolean async;
    /** Whether an end has come before any byte, and before anybody wanted to write one. */
    private boolean endedEmpty;

    private @Nullable PageOutputStream stream;
    private @Nullable PageWriter writer;
    private @Nullable Object signature;

    PageResponse(HttpServletRequest request, HttpServletResponse response, PageScript script, CachePolicy caching,
            PageContext context) {
        super(response);
        this.entered = response;
        this.script = script;
        this.context = context;
        this.headers = new PageHeaders(request, this::below, caching, buffer, context, script::share);
        this.body = new PageBody(request, headers, buffer, script, context);
    }

    /** Returns whether the filter has been here already, be it in another application. */
    static boolean isWrapped(HttpServletResponse response) {
        return response.containsHeader(WRAPPED);
    }

    /** Returns the wrapper of this application, or {@code null}. */
    static @Nullable PageResponse in(ServletResponse response) {
        return WrapperChain.find(response, PageResponse.class);
    }

    private HttpServletResponse below() {
        takeOutWhatIncludesLeft();
        return (HttpServletResponse) getResponse();
    }

    /**
     * Where a request has gone on asynchronously with our response, Tomcat does not take its wrapper out again when an
     * include ends. That would go on to ignore all that the page says of headers, a redirect or an error.
     */
    private void takeOutWhatIncludesLeft() {
        if (async && getResponse() != entered && Container.isWrapperForInclude(getResponse())
                && !Container.includes(new Throwable().getStackTrace())) {
            setResponse(entered);
        }
    }

    // What the filter and the request tell

    /** Returns whether no filter before us has wrapped the response. */
    boolean wrapsContainerResponse() {
        return headers.wrapContainerResponse();
    }

    /** Returns the page's signature for an application that asks: always the same, made when it first asks. */
    synchronized @Nullable Object signature() {
        if (signature == null && script.url() != null) {
            signature = context.signatures.apply(script);
        }
        return signature;
    }

    /** The application goes on asynchronously, and perhaps nobody tells us when the headers leave. */
    void settle() {
        body.settle();
        async = true;
    }

    /** The application has written all that it wanted to. */
    void end() {
        body.end();
        endedEmpty = body.isAwaited() && stream == null && writer == null;
    }

    /** The application has thrown; the container makes an error of it if it still can. */
    void onFailure() {
        headers.onFailure();
    }

    /**
     * A forward or an error page begins. It takes back what was written so far. Jetty does so before a forward without
     * telling the wrappers, and Undertow before the error page of an asynchronous request.
     */
    void onBodyReplaced() {
        if (!isCommitted()) {
            body.onTakenBack();
        }
    }

    // Headers

    @Override
    public void setStatus(int status) {
        takeOutWhatIncludesLeft();
        super.setStatus(status);
    }

    @Override
    public void addCookie(Cookie cookie) {
        takeOutWhatIncludesLeft();
        super.addCookie(cookie);
    }

    @Override
    public void setContentType(String type) {
        takeOutWhatIncludesLeft();
        super.setContentType(type);
    }

    @Override
    public void setCharacterEncoding(String charset) {
        takeOutWhatIncludesLeft();
        super.setCharacterEncoding(charset);
    }

    @Override
    public void setLocale(Locale locale) {
        takeOutWhatIncludesLeft();
        super.setLocale(locale);
    }

    @Override
    public void setContentLength(int length) {
        if (!headers.holdLength(length)) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!headers.holdLength(length)) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        headers.set(name, value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        headers.add(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        headers.set(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        headers.add(name, value);
    }

    @Override
    public void setDateHeader(String name, long date) {
        headers.setDate(name, date);
    }

    @Override
    public void addDateHeader(String name, long date) {
        headers.addDate(name, date);
    }

    @Override
    public boolean containsHeader(String name) {
        return WRAPPED.equals(name) || headers.contain(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return headers.first(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return headers.all(name);
    }

    @Override
    public @Nullable Collection<String> getHeaderNames() {
        return headers.names();
    }

    // The body

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        refuseToBeClosed();
        ServletOutputStream out = super.getOutputStream();
        if (stream == null || !stream.wraps(out)) {
            stream = new PageOutputStream(out, body);
        }
        return stream;
    }

    /** A writer of our own making would hold chars back in its encoder; this one only passes on to the container's. */
    @Override
    public PrintWriter getWriter() throws IOException {
        refuseToBeClosed();
        if (endedEmpty) {
            StackTraceElement[] calls = new Throwable().getStackTrace();
            if (Container.endsForward(calls)) {
                return Container.closesByWriter(calls) ? super.getWriter() : toBeClosed(super.getOutputStream());
            }
        }
        PrintWriter out = stream == null ? super.getWriter() : writerInsteadOfStream();
        if (writer == null || !writer.wraps(out)) {
            writer = new PageWriter(out, body);
        }
        return writer;
    }

    /**
     * At the end of a forward Resin asks a wrapped response for its stream and closes that, also where the page goes on
     * asynchronously, perhaps with the writer. This exception it expects, and leaves the response as it is.
     */
    private void refuseToBeClosed() {
        if (async && Container.isResin(headers.container()) && Container.finishesForward(new Throwable().getStackTrace())) {
            throw new IllegalStateException("The page goes on asynchronously");
        }
    }

    /** Closes an empty response. The container's own writer would name a charset, and to flush it would hide the length. */
    private static PrintWriter toBeClosed(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        }, StandardCharsets.ISO_8859_1)); // of which nothing is ever written
    }

    /**
     * Undertow asks a wrapped response for its writer at the end of each forward. Where the stream is in use it refuses
     * that, but has named ISO-8859-1 before, as the charset of a page that perhaps names another one itself. It expects
     * that very exception, whatever becomes of the charset.
     */
    private PrintWriter writerInsteadOfStream() throws IOException {
        String type = super.getContentType();
        try {
            return super.getWriter();
        } catch (IllegalStateException e) {
            if (type != null && !type.equals(super.getContentType())) {
                takeBackCharset(e);
            }
            throw e;
        }
    }

    private void takeBackCharset(IllegalStateException refusal) {
        try {
            super.setCharacterEncoding(null);
        } catch (RuntimeException e) { // before Servlet 6.0, null was not provided for
            refusal.addSuppressed(e);
        }
    }

    @Override
    public int getBufferSize() {
        return buffer.size(below());
    }

    /** {@inheritDoc} Throws what the container throws. */
    @Override
    public void setBufferSize(int size) {
        buffer.set(size, below());
    }

    @Override
    public void flushBuffer() throws IOException {
        body.beforeFlushBuffer();
        super.flushBuffer();
    }

    /** {@inheritDoc} Throws after the commit, and then nothing has changed. */
    @Override
    public void reset() {
        takeOutWhatIncludesLeft();
        super.reset();
        body.onReset();
    }

    /** {@inheritDoc} Containers call it before a forward. */
    @Override
    public void resetBuffer() {
        takeOutWhatIncludesLeft();
        super.resetBuffer();
        body.onTakenBack();
    }

    // What takes the place of the page

    @Override
    public void sendError(int status) throws IOException {
        headers.replaceBy(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        headers.replaceBy(() -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        headers.replaceBy(() -> super.sendRedirect(location));
    }

    /** Of Servlet 6.1. */
    public void sendRedirect(String location, int status) throws IOException {
        headers.replaceBy(() -> redirect(new Class<?>[] {String.class, int.class}, location, status));
    }

    /** Of Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        headers.replaceBy(() -> redirect(new Class<?>[] {String.class, boolean.class}, location, clearBuffer));
    }

    /** Of Servlet 6.1. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        headers.replaceBy(() -> redirect(new Class<?>[] {String.class, int.class, boolean.class}, location, status, clearBuffer));
    }

    private void redirect(Class<?>[] types, Object... arguments) throws IOException {
        try {
            HttpServletResponse.class.getMethod("sendRedirect", types).invoke(getResponse(), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException) {
                throw (IOException) e.getCause();
            }
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This container has no such redirect", e);
        }
    }
}
