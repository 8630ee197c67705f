package io.github.wxconfig.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the headers of a page agree with the body that leaves, whatever the application said about the body that it wrote.
 *
 * <p>Headers that describe the exact bytes are {@linkplain HeldHeaders held} until the body is settled, and those for
 * caches are {@linkplain CacheHeaders narrowed} for a page that may get the script. The {@link Mode} says which body the
 * headers are about. The application always reads back what it set. An error or a redirect, in whatever form, gets all
 * that the application said, as it would without the filter. Nothing in here flushes.
 */
final class PageHeaders {

    /** Which body the headers describe. */
    private enum Mode {
        /** It is not known yet. Headers that describe the bytes are kept from the container. */
        HELD,
        /** The body with the script. Headers that describe the bytes are dropped, and the length is corrected. */
        INJECTED,
        /** The body that the application writes. What it sets goes straight to the container. */
        RELEASED
    }

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";

    private final HttpServletRequest request;
    private final Supplier<HttpServletResponse> below;
    private final PageContext context;
    private final BufferSize buffer;
    private final HeldHeaders held = new HeldHeaders();
    /** Narrowed as soon as the headers have been made ready for an injected page. */
    private final CacheHeaders caching;
    private final HeaderTarget target;

    private Mode mode = Mode.HELD;
    /**
     * Whether the application itself has set Content-Encoding. If it is set by a filter before us, that filter compresses
     * what we write, and what comes to us is plain.
     */
    private boolean encoded;
    /** The length of the script, and what the trace says of it, once it is in. */
    private int added;
    private String injected = "";
    private final Supplier<@Nullable String> share;
    private boolean shareTold;

    /**
     * @param below   gives the response that ours lies over. Tomcat exchanges it for the time of an include.
     * @param caching what the page says to caches once it may get the script
     * @param share   gives what the trace says of the page's card, or {@code null}
     */
    PageHeaders(HttpServletRequest request, Supplier<HttpServletResponse> below, CachePolicy caching, BufferSize buffer,
            PageContext context, Supplier<@Nullable String> share) {
        this.request = request;
        this.share = share;
        this.below = below;
        this.context = context;
        this.buffer = buffer;
        this.caching = new CacheHeaders(caching);
        this.target = new HeaderTarget(request, below);
    }

    // What the headers say about the body

    boolean isCommitted() {
        return below.get().isCommitted();
    }

    int status() {
        return below.get().getStatus();
    }

    @Nullable String contentType() {
        String type = below.get().getContentType();
        return type == null ? below.get().getHeader(CONTENT_TYPE) : type;
    }

    /** Returns whether browsers take the answer for text if no type says what it is. */
    boolean forbidSniffing() {
        String options = below.get().getHeader("X-Content-Type-Options");
        return options != null && HeaderList.split(options, ',').get(0).equalsIgnoreCase("nosniff");
    }

    /** Returns why a page with these headers gets no script, or {@code null} if it may. */
    @Nullable PassReason refusal() {
        String encoding = below.get().getHeader(CONTENT_ENCODING);
        if (encoded && encoding != null && !encoding.trim().isEmpty() && !"identity".equalsIgnoreCase(encoding.trim())) {
            context.warnings.compressed(request.getRequestURI(), encoding);
            return PassReason.ENCODING;
        }
        if (below.get().containsHeader("Content-Range")) {
            return PassReason.RANGE;
        }
        String disposition = below.get().getHeader("Content-Disposition");
        if (disposition != null && disposition.trim().toLowerCase(Locale.ROOT).startsWith("attachment")) {
            return PassReason.DOWNLOAD;
        }
        return held.length() == 0 ? PassReason.EMPTY : null;
    }

    boolean haveLength() {
        return held.length() > 0;
    }

    /**
     * @param inMeta policies of {@code <meta>} tags before the script
     * @param sdkUrl of the SDK that the script loads, or {@code null}
     */
    ContentSecurityPolicy policy(Collection<String> inMeta, @Nullable String sdkUrl) {
        return ContentSecurityPolicy.of(values(ContentSecurityPolicy.HEADER), inMeta,
                values(ContentSecurityPolicy.REPORT_ONLY), sdkUrl, request.getServerName());
    }

    private Collection<String> values(String name) {
        Collection<String> values = below.get().getHeaders(name);
        return values == null ? Collections.<String>emptyList() : values;
    }

    // How they become those of the body that leaves

    /** Returns whether they are those of a page that may get the script at any time. */
    boolean arePrepared() {
        return caching.areNarrowed();
    }

    /** Makes them those of a page that may get the script at any time. */
    void prepare() {
        if (!arePrepared() && !isCommitted()) {
            trace("pending");
            narrow();
        }
    }

    /**
     * Makes them those of a page that gets a script of this length now. Setting the length comes last.
     *
     * @param trace what the trace says of it
     */
    void inject(int length, String trace) {
        injected = trace;
        trace(trace);
        if (!arePrepared() && !isCommitted() && !canWait()) {
            narrow();
        }
        added = length;
        correctLength();
        mode = Mode.INJECTED;
    }

    /** Makes up for what has waited, or what the container refused when the script was put in within an include. */
    void settle() {
        if (!arePrepared() && !isCommitted()) {
            trace(injected);
            narrow();
        }
    }

    /** The body leaves as the application writes it. */
    void pass(PassReason reason) {
        mode = Mode.RELEASED;
        end(reason);
    }

    /** There is no body so far, and what comes may still be a page. */
    void end(PassReason reason) {
        trace("passed; reason=" + reason);
        release();
    }

    /** Hands on what was held, as it was set. */
    void release() {
        if (!isCommitted()) {
            caching.giveBackTo(target.response());
            held.releaseTo(target.response());
        }
    }

    /** The body can no longer get the script. What was held is of no use any more. */
    void abandon() {
        mode = Mode.RELEASED;
    }

    /** The body was taken back; another one may follow, with the headers that the application set. */
    void onBodyTakenBack() {
        context.quietly(request, () -> {
            dropCorrectedLength();
            caching.giveBackTo(target.response());
        });
        mode = Mode.HELD;
    }

    /** The container has forgotten the headers, too. */
    void onReset() {
        held.clear();
        caching.forget();
        mode = Mode.HELD;
    }

    private void narrow() {
        HttpServletResponse response = target.response();
        HeldHeaders.removeFrom(response);
        caching.narrow(response, below.get());
    }

    /**
     * Returns whether the headers may wait for {@link #settle}. They do so in containers that take no header back, so that a
     * redirect says nothing of the page that it replaces.
     */
    private boolean canWait() {
        return bufferHolds() && wrapContainerResponse() && !request.isAsyncStarted()
                && !Container.takesHeadersBack(container(), request.getServletContext());
    }

    /** Returns whether nothing leaves before the application's own would have left. */
    boolean bufferHolds() {
        return buffer.holds(below.get());
    }

    /** Returns the size of the buffer as the application is told it, in bytes. */
    int bufferSize() {
        return buffer.size(below.get());
    }

    private void correctLength() {
        long length = held.length();
        if (length >= 0 && !isCommitted() && !below.get().containsHeader("Transfer-Encoding")
                && (wrapContainerResponse() || !areOfInclude())) {
            settle(); // Tomcat takes no more of them once all is written that it has been told to expect
            HeldHeaders.setLength(target.response(), length + added);
        }
    }

    private void dropCorrectedLength() {
        if (mode == Mode.INJECTED && held.length() >= 0) {
            below.get().setContentLength(-1);
        }
    }

    private void trace(String what) {
        if (context.trace && !isCommitted()) {
            target.response().setHeader(TraceHeader.NAME, what);
            String said = what.startsWith(TraceHeader.PASSED) ? null : share.get();
            if (said != null || shareTold) {
                target.response().setHeader(TraceHeader.SHARE, said == null ? "none" : said);
                shareTold = true;
            }
        }
    }

    // Whose headers they are

    /** Returns whether no filter before us has wrapped the response. */
    boolean wrapContainerResponse() {
        return target.isContainers();
    }

    /** Returns the container's own response. */
    HttpServletResponse container() {
        return target.container();
    }

    /** Returns whether what is set now is set by an included resource. */
    boolean areOfInclude() {
        return target.isOfInclude();
    }

    // What the application sets

    /** Holds a length that the application has set by {@code setContentLength}; or returns {@code false}. */
    boolean holdLength(long length) {
        if (!isHolding()) {
            return false;
        }
        held.setLength(length);
        lengthMayHaveChanged(HeldHeaders.CONTENT_LENGTH);
        return true;
    }

    void set(String name, @Nullable String value) {
        encoded |= CONTENT_ENCODING.equalsIgnoreCase(name);
        if (isHeld(name)) {
            held.set(name, value);
            lengthMayHaveChanged(name);
        } else {
            below.get().setHeader(name, isNarrowed(name) ? caching.set(name, value) : value);
        }
    }

    void add(String name, @Nullable String value) {
        encoded |= CONTENT_ENCODING.equalsIgnoreCase(name);
        if (isHeld(name)) {
            held.add(name, value);
            lengthMayHaveChanged(name);
        } else {
            below.get().addHeader(name, isNarrowed(name) ? caching.add(name, value) : value);
        }
    }

    void set(String name, int value) {
        if (isHeld(name) || isNarrowed(name)) {
            set(name, Integer.toString(value));
        } else {
            below.get().setIntHeader(name, value);
        }
    }

    void add(String name, int value) {
        if (isHeld(name) || isNarrowed(name)) {
            add(name, Integer.toString(value));
        } else {
            below.get().addIntHeader(name, value);
        }
    }

    void setDate(String name, long date) {
        if (isHeld(name)) {
            set(name, HeldHeaders.date(date));
        } else {
            below.get().setDateHeader(name, date);
        }
    }

    void addDate(String name, long date) {
        if (isHeld(name)) {
            add(name, HeldHeaders.date(date));
        } else {
            below.get().addDateHeader(name, date);
        }
    }

    private boolean isHolding() {
        return mode != Mode.RELEASED && target.isOfThePage() && !isCommitted();
    }

    private boolean isHeld(String name) {
        return HeldHeaders.describes(name) && isHolding();
    }

    private boolean isNarrowed(String name) {
        return caching.hide(name) && target.isOfThePage();
    }

    private void lengthMayHaveChanged(String name) {
        if (mode == Mode.INJECTED && HeldHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)) {
            context.quietly(request, () -> {
                if (held.length() < 0) {
                    below.get().setContentLength(-1);
                }
                correctLength();
            });
        }
    }

    // What the application reads back: what it set

    boolean contain(String name) {
        HeldHeaders shown = shown(name);
        return shown == null ? below.get().containsHeader(name) : shown.contains(name);
    }

    @Nullable String first(String name) {
        HeldHeaders shown = shown(name);
        return shown == null ? below.get().getHeader(name) : shown.first(name);
    }

    Collection<String> all(String name) {
        HeldHeaders shown = shown(name);
        return shown == null ? below.get().getHeaders(name) : shown.all(name);
    }

    @Nullable Collection<String> names() {
        Collection<String> names = below.get().getHeaderNames();
        if (names == null) {
            return null;
        }
        Collection<String> shown = held.namesWith(names);
        shown.removeIf(name -> caching.hide(name) && !caching.original().contains(name));
        return shown;
    }

    /** Returns who has what the application set; {@code null} for the container. */
    private @Nullable HeldHeaders shown(String name) {
        if (caching.hide(name)) {
            return caching.original();
        }
        return held.contains(name) ? held : null;
    }

    // What takes the place of the page

    /** A call that answers the request with something else than the page. */
    interface Replacement {
        void send() throws IOException;
    }

    /** Sends an error or a redirect. If the container refuses, the page goes on as it was. */
    void replaceBy(Replacement replacement) throws IOException {
        if (isCommitted() || areOfInclude()) {
            replacement.send();
            return;
        }
        HeldHeaders kept = held.copy();
        boolean prepared = arePrepared();
        context.quietly(request, this::releaseForReplacement);
        try {
            replacement.send();
        } catch (IOException | RuntimeException e) {
            if (!isCommitted()) {
                context.quietly(request, () -> holdAgain(kept, prepared));
            }
            throw e;
        }
    }

    /** The application has thrown; the container makes an error of it if it still can. */
    void onFailure() {
        if (!isCommitted()) {
            context.quietly(request, this::releaseForReplacement);
        }
    }

    /** Says what the application said, except the length of a body that will not come. */
    private void releaseForReplacement() {
        trace("passed; reason=" + PassReason.STATUS);
        dropCorrectedLength();
        held.set(HeldHeaders.CONTENT_LENGTH, null);
        release();
    }

    private void holdAgain(HeldHeaders kept, boolean prepared) {
        HeldHeaders.removeFrom(target.response());
        held.takeFrom(kept);
        if (prepared) {
            trace(mode == Mode.INJECTED ? injected : "pending");
            narrow();
        }
        if (mode == Mode.INJECTED) {
            correctLength();
        }
    }
}
