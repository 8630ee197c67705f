package io.github.wxconfig.page;

import io.github.wxconfig.script.PageScript;
import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;

/**
 * The response for a page: its headers agree with the body that leaves, whatever the application said about the body
 * that it wrote.
 *
 * <p>Headers that describe the bytes are kept ({@link HeldHeaders}) until the body is settled. If it passes untouched
 * they are handed to the container; if it gets the script they are dropped, and Content-Length is corrected where the
 * headers have not left yet. All other calls go straight through: the container stays the one that knows the type, the
 * charset, the status, whether writer or stream is in use, and what may be called when. Nothing here flushes or closes.
 *
 * <p>An error or a redirect, in whatever form, gets back all that the application said, as it would be without us.
 */
final class PageResponse extends HttpServletResponseWrapper {

    /**
     * A header that no response has. A wrapper of ours says that it has it, also if another application's class loader
     * made it, and whatever wrappers lie above.
     */
    private static final String WRAPPED = "io.github.wxconfig.wrapped";

    private static final int LONGEST_URL_TRACED = 512;
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private final HttpServletRequest request;
    private final PageContext rules;
    private final PageScript script;
    private final PageBody body;
    private final HeldHeaders held = new HeldHeaders();
    private final BufferSize buffer = new BufferSize();
    /** Narrowed as soon as the headers have been made ready for an injected page. */
    private final CacheHeaders caching;
    /** How many wrappers lay below on entry. Tomcat puts one more there for the time of an include. */
    private final int wrappersBelow;

    private PageOutputStream stream;
    private PageWriter writer;
    /**
     * Whether the application itself has set Content-Encoding. If it stands there by a filter before us, that compresses
     * what we write, and what comes to us is plain.
     */
    private boolean encoded;
    /** The length of the script that was put in. */
    private int added;
    private Object signature;

    PageResponse(HttpServletRequest request, HttpServletResponse response, PageScript script, CachePolicy caching,
            PageContext rules) {
        super(response);
        this.request = request;
        this.rules = rules;
        this.script = script;
        this.body = new PageBody(request, this, script, rules);
        this.caching = new CacheHeaders(caching);
        this.wrappersBelow = wrappersBelow();
    }

    /** Whether the filter has been here already, be it in another application. */
    static boolean isWrapped(HttpServletResponse response) {
        return response.containsHeader(WRAPPED);
    }

    /** The wrapper of this application, or {@code null}. */
    static PageResponse in(ServletResponse response) {
        return WrapperChain.find(response, PageResponse.class);
    }

    /** Whether no filter before us has wrapped the response. */
    boolean isOverTheContainers() {
        return wrappersBelow == 0;
    }

    /** The application goes on asynchronously, and perhaps nobody tells us when the headers leave. */
    void settle() {
        body.settle();
    }

    /** What the application gets that asks for the page's signature: always the same, made when it first asks. */
    synchronized Object signature() {
        if (signature == null && script.url() != null) {
            signature = rules.signatures.apply(script.url());
        }
        return signature;
    }

    /** The application has written all that it wanted to. */
    void end() {
        body.end();
    }

    // What the body asks for

    String contentType() {
        String type = super.getContentType();
        return type == null ? super.getHeader(CONTENT_TYPE) : type;
    }

    String header(String name) {
        return super.getHeader(name);
    }

    /** Whether browsers take the answer for text if no type says what it is. */
    boolean isNotToBeSniffed() {
        String options = super.getHeader("X-Content-Type-Options");
        return options != null && HeaderList.split(options, ',').get(0).equalsIgnoreCase("nosniff");
    }

    PassReason refusalByHeaders() {
        String encoding = super.getHeader(CONTENT_ENCODING);
        if (encoded && encoding != null && !encoding.trim().isEmpty()
                && !"identity".equalsIgnoreCase(encoding.trim())) {
            rules.complaints.compressed(request.getRequestURI(), encoding);
            return PassReason.ENCODING;
        }
        if (super.containsHeader("Content-Range")) {
            return PassReason.RANGE;
        }
        String disposition = super.getHeader("Content-Disposition");
        if (disposition != null && disposition.trim().toLowerCase(Locale.ROOT).startsWith("attachment")) {
            return PassReason.DOWNLOAD;
        }
        return held.length() == 0 ? PassReason.EMPTY : null;
    }

    /** @param inMeta policies of {@code <meta>} tags before the script */
    ContentSecurityPolicy policy(String host, Collection<String> inMeta) {
        return ContentSecurityPolicy.of(values(ContentSecurityPolicy.HEADER), inMeta,
                values(ContentSecurityPolicy.REPORT_ONLY), rules.sdkUrl, host);
    }

    private Collection<String> values(String name) {
        Collection<String> values = super.getHeaders(name);
        return values == null ? Collections.<String>emptyList() : values;
    }

    boolean isPrepared() {
        return caching.areNarrowed();
    }

    /** Makes the headers those of a page that may get the script at any time. */
    void prepare() {
        if (!isPrepared() && !isCommitted()) {
            trace("pending");
            prepareHeaders();
        }
    }

    /** Makes the headers those of a page that gets a script of this length now. Setting the length comes last. */
    void becomeInjected(int length) {
        trace(injected());
        if (!isPrepared() && !isCommitted() && !canWait()) {
            prepareHeaders();
        }
        added = length;
        correctLength();
    }

    private void prepareHeaders() {
        HttpServletResponse response = beneath();
        HeldHeaders.removeFrom(response);
        caching.narrow(response, getResponse());
    }

    /**
     * Whether the headers may wait for {@link #settleHeaders}. They do so in Tomcat before 11, which takes no header back,
     * so that a redirect says nothing of the page that it replaces.
     */
    private boolean canWait() {
        return bufferHolds() && isOverTheContainers() && !request.isAsyncStarted()
                && container().getClass().getName().startsWith("org.apache.catalina.")
                && !takesHeadersBack(request.getServletContext());
    }

    /** Since Servlet 6.1, by {@code setHeader(name, null)}. */
    private static boolean takesHeadersBack(ServletContext context) {
        return context.getMajorVersion() > 6 || context.getMajorVersion() == 6 && context.getMinorVersion() > 0;
    }

    /** Makes up for what has waited, or what the container refused when the script was put in within an include. */
    void settleHeaders() {
        if (!isPrepared() && !isCommitted()) {
            trace(injected());
            prepareHeaders();
        }
    }

    // The buffer

    BufferSize buffer() {
        return buffer;
    }

    /** A page begins that may get a script of this length. */
    void makeRoom(int script, int units, boolean chars) {
        quietly(() -> buffer.makeRoom(container(), Container.of(container(), request), script, units, chars));
    }

    /** Whether nothing leaves before the application's own would have left. */
    boolean bufferHolds() {
        return buffer.holds((HttpServletResponse) getResponse());
    }

    @Override
    public int getBufferSize() {
        return buffer.size((HttpServletResponse) getResponse());
    }

    /** {@inheritDoc} Throws what the container throws. */
    @Override
    public void setBufferSize(int size) {
        buffer.set(size, (HttpServletResponse) getResponse());
    }

    boolean hasLength() {
        return held.length() > 0;
    }

    /** Hands on what was kept, as it was set. */
    void giveBack() {
        if (!isCommitted()) {
            caching.giveBackTo(beneath());
            held.releaseTo(beneath());
        }
    }

    void trace(String what) {
        if (rules.trace && !isCommitted()) {
            beneath().setHeader(TraceHeader.NAME, what);
        }
    }

    private String injected() {
        String url = script.url();
        return "injected" + (script.isSigned() ? "" : "; signed=no") + (url == null ? "" : "; url=\"" + inHeader(url) + '"');
    }

    /** What a header can hold, and not so much of it that the container refuses the response. */
    private static String inHeader(String url) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < url.length() && text.length() < LONGEST_URL_TRACED; i++) {
            char c = url.charAt(i);
            text.append(c > ' ' && c < 0x7F && c != '"' && c != '\\' ? c : '?');
        }
        return text.length() < LONGEST_URL_TRACED ? text.toString() : text + "...";
    }

    private void correctLength() {
        long length = held.length();
        if (length >= 0 && !isCommitted() && !super.containsHeader("Transfer-Encoding")
                && (wrappersBelow == 0 || !isIncluded())) {
            settleHeaders(); // Tomcat takes no more of them once all is written that it has been told to expect
            HeldHeaders.setLength(beneath(), length + added);
        }
    }

    /**
     * Whose headers are the page's. While another resource is included, Tomcat has a wrapper below us that ignores all
     * changes of headers, because the included resource must not make any; but ours are the page's.
     */
    private HttpServletResponse beneath() {
        return isIncluded() ? container() : (HttpServletResponse) getResponse();
    }

    private HttpServletResponse container() {
        return (HttpServletResponse) WrapperChain.innermost(getResponse());
    }

    private boolean isIncluded() {
        return wrappersBelow() != wrappersBelow;
    }

    private int wrappersBelow() {
        return WrapperChain.depth(getResponse());
    }

    // The doors of the headers

    @Override
    public void setContentLength(int length) {
        if (isKeeping()) {
            keepLength(length);
        } else {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (isKeeping()) {
            keepLength(length);
        } else {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        encoded |= CONTENT_ENCODING.equalsIgnoreCase(name);
        if (isKept(name)) {
            held.set(name, value);
            lengthMayHaveChanged(name);
        } else {
            super.setHeader(name, isNarrowed(name) ? caching.set(name, value) : value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        encoded |= CONTENT_ENCODING.equalsIgnoreCase(name);
        if (isKept(name)) {
            held.add(name, value);
            lengthMayHaveChanged(name);
        } else {
            super.addHeader(name, isNarrowed(name) ? caching.add(name, value) : value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (isKept(name) || isNarrowed(name)) {
            setHeader(name, Integer.toString(value));
        } else {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (isKept(name) || isNarrowed(name)) {
            addHeader(name, Integer.toString(value));
        } else {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (isKept(name)) {
            setHeader(name, HTTP_DATE.format(Instant.ofEpochMilli(date)));
        } else {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (isKept(name)) {
            addHeader(name, HTTP_DATE.format(Instant.ofEpochMilli(date)));
        } else {
            super.addDateHeader(name, date);
        }
    }

    /** Whether headers that describe the bytes still end here. */
    private boolean isKeeping() {
        return (body.isOpen() || body.isInjected()) && isOfThePage();
    }

    /** What an included resource says about its own bytes is not about the page; the container ignores it. */
    private boolean isOfThePage() {
        return !isIncluded() && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) == null;
    }

    private boolean isNarrowed(String name) {
        return caching.hide(name) && isOfThePage();
    }

    private boolean isKept(String name) {
        return HeldHeaders.describes(name) && isKeeping();
    }

    private void keepLength(long length) {
        held.setLength(length);
        lengthMayHaveChanged(HeldHeaders.CONTENT_LENGTH);
    }

    private void lengthMayHaveChanged(String name) {
        if (body.isInjected() && HeldHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)) {
            quietly(() -> {
                if (held.length() < 0) {
                    super.setContentLength(-1);
                }
                correctLength();
            });
        }
    }

    // What the application reads back: what it set

    @Override
    public boolean containsHeader(String name) {
        HeldHeaders shown = shown(name);
        return WRAPPED.equals(name) || (shown == null ? super.containsHeader(name) : shown.contains(name));
    }

    @Override
    public String getHeader(String name) {
        HeldHeaders shown = shown(name);
        return shown == null ? super.getHeader(name) : shown.first(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        HeldHeaders shown = shown(name);
        return shown == null ? super.getHeaders(name) : shown.all(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        Collection<String> names = super.getHeaderNames();
        if (names == null || !body.isOpen() && !isPrepared()) {
            return names;
        }
        Collection<String> shown = body.isOpen() ? held.namesWith(names) : new LinkedHashSet<>(names);
        shown.removeIf(name -> caching.hide(name) && !caching.said().contains(name));
        return shown;
    }

    /** Who has what the application set; {@code null} for the container. */
    private HeldHeaders shown(String name) {
        if (caching.hide(name)) {
            return caching.said();
        }
        return body.isOpen() && held.contains(name) ? held : null;
    }

    // The body

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream out = super.getOutputStream();
        if (stream == null || !stream.isOver(out)) {
            stream = new PageOutputStream(out, body);
        }
        return stream;
    }

    /** A writer of our own making would hold chars back in its encoder; this one only passes on to the container's. */
    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter out = stream == null ? super.getWriter() : writerInsteadOfStream();
        if (writer == null || !writer.isOver(out)) {
            writer = new PageWriter(out, body);
        }
        return writer;
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
    public void flushBuffer() throws IOException {
        if (body.isAwaited() && isLiberty() && Container.LIBERTY.flushes(new Throwable().getStackTrace())) {
            body.end(); // of an empty one
        } else {
            body.beforeFlush();
        }
        super.flushBuffer();
    }

    private boolean isLiberty() {
        return Container.of(container(), request) == Container.LIBERTY;
    }

    /** {@inheritDoc} Throws after the commit, and then nothing has changed. */
    @Override
    public void reset() {
        super.reset();
        if (!isIncluded()) { // Tomcat ignores it within an include
            held.clear();
            caching.forget();
            body.restart();
        }
    }

    /** {@inheritDoc} Containers call it before a forward. */
    @Override
    public void resetBuffer() {
        super.resetBuffer();
        bodyTakenBack();
    }

    /**
     * A forward or an error page begins. It takes back what was written so far. Jetty does so before a forward without
     * telling the wrappers, and Undertow before the error page of an asynchronous request.
     */
    void replaced() {
        if (!isCommitted()) {
            bodyTakenBack();
        }
    }

    private void bodyTakenBack() {
        if (!isIncluded()) {
            quietly(() -> {
                if (body.isInjected() && held.length() >= 0) {
                    super.setContentLength(-1); // the corrected one
                }
                caching.giveBackTo(beneath());
            });
            body.restart();
        }
    }

    // What takes the place of the body

    private interface Ending {
        void run() throws IOException;
    }

    @Override
    public void sendError(int status) throws IOException {
        end(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        end(() -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        end(() -> super.sendRedirect(location));
    }

    /** Of Servlet 6.1. */
    public void sendRedirect(String location, int status) throws IOException {
        end(() -> redirect(new Class<?>[] {String.class, int.class}, location, status));
    }

    /** Of Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        end(() -> redirect(new Class<?>[] {String.class, boolean.class}, location, clearBuffer));
    }

    /** Of Servlet 6.1. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        end(() -> redirect(new Class<?>[] {String.class, int.class, boolean.class}, location, status, clearBuffer));
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

    /** The application has thrown; the container makes an error of it if it still can. */
    void failed() {
        if (!isCommitted()) {
            quietly(this::giveBackForAnother);
        }
    }

    /** If the container refuses, the page goes on as it was. */
    private void end(Ending ending) throws IOException {
        if (isCommitted() || isIncluded()) {
            ending.run();
            return;
        }
        HeldHeaders kept = held.copy();
        boolean prepared = isPrepared();
        quietly(this::giveBackForAnother);
        try {
            ending.run();
        } catch (IOException | RuntimeException e) {
            if (!isCommitted()) {
                quietly(() -> keepAgain(kept, prepared));
            }
            throw e;
        }
    }

    /** Says what the application said, save for the length of a body that will not come. */
    private void giveBackForAnother() {
        trace("passed; reason=" + PassReason.STATUS);
        if (body.isInjected() && held.length() >= 0) {
            super.setContentLength(-1); // the corrected one
        }
        held.set(HeldHeaders.CONTENT_LENGTH, null);
        giveBack();
    }

    private void keepAgain(HeldHeaders kept, boolean prepared) {
        HeldHeaders.removeFrom(beneath());
        held.takeFrom(kept);
        if (prepared) {
            trace(body.isInjected() ? injected() : "pending");
            prepareHeaders();
        }
        if (body.isInjected()) {
            correctLength();
        }
    }

    /** The container may refuse what the standard does not promise; the application must not hear of it. */
    private void quietly(Runnable calls) {
        try {
            calls.run();
        } catch (RuntimeException | LinkageError e) {
            rules.complaints.failure(request.getRequestURI(), e);
        }
    }
}
