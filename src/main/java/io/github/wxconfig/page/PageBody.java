package io.github.wxconfig.page;

import io.github.wxconfig.html.HtmlScanner;
import io.github.wxconfig.html.Outcome;
import io.github.wxconfig.script.PageScript;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a body gets the script, and where: the stream or the writer asks before each write until that is settled.
 *
 * <p>At the first byte everything that the application has said about the response is looked at once. After that only
 * the scanner reads along. Nothing of the application is ever held back: what arrives in a write leaves in that write,
 * with the script in the middle if its place was in there. (Containers close or mute a response at the end of a forward
 * without telling us; what we held then would be lost.)
 *
 * <p>Nothing that breaks in here reaches the application: the page then goes on without the script.
 */
final class PageBody {

    private enum Stage { AWAITED, SEARCHED, INJECTED, PASSED }

    /** Set by the application, as a Boolean or a text, on pages that are to be left alone. */
    static final String SKIP = "io.github.wxconfig.skip";

    /** What a char can become at most in a charset that we work in. */
    private static final long BYTES_PER_CHAR = 4;

    private final HttpServletRequest request;
    private final PageHeaders headers;
    private final BufferSize buffer;
    private final PageScript script;
    private final PageContext context;

    private Stage stage = Stage.AWAITED;
    private ContentType type = ContentType.of(null);
    private HtmlScanner scanner = HtmlScanner.ofUnknownType();
    private byte[] snippet = {};
    private boolean blocking = true;
    private long seen;
    /** Whether the headers have been made ready in vain: they have left, or an included resource may not change them. */
    private boolean tried;
    /** Included by then, or {@code null}. */
    private @Nullable Object triedWithin;

    PageBody(HttpServletRequest request, PageHeaders headers, BufferSize buffer, PageScript script, PageContext context) {
        this.request = request;
        this.headers = headers;
        this.buffer = buffer;
        this.script = script;
        this.context = context;
    }

    /** Returns whether writes are still to be searched. Once false, there is nothing left to do but to delegate. */
    boolean isOpen() {
        return stage == Stage.AWAITED || stage == Stage.SEARCHED;
    }

    /** Returns whether there has not been a byte yet. */
    boolean isAwaited() {
        return stage == Stage.AWAITED;
    }

    private boolean isInjected() {
        return stage == Stage.INJECTED;
    }

    /** Returns the script, after an insertion point was found. ASCII. */
    byte[] snippet() {
        return snippet;
    }

    // Await

    /**
     * Looks at the response before its first byte.
     *
     * @param units how many bytes or chars are about to be written
     */
    private boolean begin(int units, boolean chars) {
        if (stage == Stage.AWAITED && begin(false)) {
            context.quietly(request, () ->
                    buffer.makeRoom(headers.container(), container(), script.maxLength(), units, chars));
        }
        return stage == Stage.SEARCHED;
    }

    /**
     * The headers leave before there is a byte. With a length they say all about the body, which perhaps does not even
     * come by us, as the files that Tomcat sends by its sendfile attributes.
     */
    private boolean beginBlindly() {
        if (headers.haveLength()) {
            pass(PassReason.COMMITTED);
            return false;
        }
        return begin(true);
    }

    /** @param blindly whether the headers must do, because there is no byte to look at */
    private boolean begin(boolean blindly) {
        type = ContentType.of(headers.contentType());
        PassReason refusal = refusal(blindly);
        if (refusal != null) {
            pass(refusal);
            return false;
        }
        scanner = type.isKnown() ? new HtmlScanner(type.isCharsetKnown(), type.isXhtml()) : HtmlScanner.ofUnknownType();
        stage = Stage.SEARCHED;
        return true;
    }

    private @Nullable PassReason refusal(boolean blindly) {
        if (isSkipped(request.getAttribute(SKIP))) {
            return PassReason.SKIP;
        }
        if (headers.isCommitted()) {
            return PassReason.COMMITTED;
        }
        if (!isWholeBody(headers.status())) {
            return PassReason.STATUS;
        }
        if (type.isKnown() ? !type.isHtml() : blindly || headers.forbidSniffing()) {
            return PassReason.TYPE;
        }
        return type.isCharsetUnsafe() ? PassReason.CHARSET : headers.refusal();
    }

    private static boolean isSkipped(@Nullable Object attribute) {
        return attribute != null && "true".equalsIgnoreCase(attribute.toString());
    }

    private static boolean isWholeBody(int status) {
        return status >= 200 && status < 300 && status != HttpServletResponse.SC_NO_CONTENT
                && status != HttpServletResponse.SC_RESET_CONTENT && status != HttpServletResponse.SC_PARTIAL_CONTENT;
    }

    // Search

    /**
     * Searches what is about to be written.
     *
     * @return the index before which the script must be written, in the same write; or -1
     */
    int findInsertionPoint(byte[] buf, int off, int len) {
        return find(buf, null, null, off, len, false);
    }

    /** As {@link #findInsertionPoint(byte[], int, int)}. */
    int findInsertionPoint(char[] buf, int off, int len) {
        return find(null, buf, null, off, len, true);
    }

    /**
     * As {@link #findInsertionPoint(byte[], int, int)}.
     *
     * @param chars whether by the writer; the stream prints bytes
     */
    int findInsertionPoint(String s, int off, int len, boolean chars) {
        return find(null, null, s, off, len, chars);
    }

    /** Searches one of the three. Makes no object, because it is called for every write. */
    private int find(byte @Nullable [] bytes, char @Nullable [] chars, @Nullable String s, int off, int len,
            boolean byWriter) {
        int at = -1;
        try {
            if (begin(len, byWriter)) {
                at = bytes != null ? scanner.scan(bytes, off, len)
                        : chars != null ? scanner.scan(chars, off, len) : scanner.scan(String.valueOf(s), off, len);
                applyScanResult(at >= 0, bytes != null ? len : BYTES_PER_CHAR * len);
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return isInjected() ? at : -1;
    }

    /** Returns whether the script must be written right after this byte or char, in the same write. */
    boolean isInsertionPointAfter(int unit, boolean chars) {
        try {
            if (begin(1, chars)) {
                applyScanResult(scanner.scan(unit), BYTES_PER_CHAR);
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return isInjected();
    }

    private void applyScanResult(boolean found, long bytes) {
        if (found && scanner.isPlaceInBody() && mayBeData()) {
            pass(PassReason.FRAME);
        } else if (found) {
            inject();
        } else if (!scanner.searching()) {
            pass(reason(scanner.outcome()));
        } else {
            prepareAhead(bytes);
        }
    }

    private static PassReason reason(Outcome outcome) {
        switch (outcome) {
            case AMP:
                return PassReason.AMP;
            case FRAMESET:
                return PassReason.FRAMESET;
            case UTF16:
                return PassReason.CHARSET;
            default:
                return PassReason.NO_PLACE;
        }
    }

    /**
     * A form that is posted into a hidden frame is answered by a body from which a script takes what it says, whatever a
     * browser has made of it. So where nobody says that the page is shown, nothing is put into the body.
     */
    private boolean mayBeData() {
        return "POST".equals(request.getMethod()) && Navigation.mayBeFrame(request);
    }

    /**
     * The container commits when its buffer is full; Jetty does so for a single write of a quarter of it, unless somebody
     * has set the size.
     */
    private void prepareAhead(long bytes) {
        seen += bytes;
        if (headers.arePrepared() || tried && includedPath() == triedWithin) {
            return;
        }
        int size = headers.bufferSize();
        if (headers.bufferHolds() ? seen > size : seen >= size / 4) {
            headers.prepare();
            tried = true;
            triedWithin = includedPath();
        }
    }

    private @Nullable Object includedPath() {
        return request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI);
    }

    // Inject, or pass

    private void inject() {
        ContentSecurityPolicy policy = headers.policy(scanner.policies(), script.sdkUrl());
        if (policy.isAllowing()) {
            byte[] rendered = script.render(type.isXhtml(), policy.nonce());
            headers.inject(rendered.length, TraceHeader.injected(script));
            snippet = rendered;
            stage = Stage.INJECTED;
            context.counts.injected(script.isSigned());
        } else {
            context.warnings.blocked(request.getRequestURI(), headers.first(ContentSecurityPolicy.HEADER), scanner.policies());
            pass(PassReason.POLICY);
        }
    }

    private void pass(PassReason reason) {
        stage = Stage.PASSED;
        headers.pass(reason);
        context.counts.passed(reason);
    }

    private void fail(Throwable cause) {
        context.warnings.failure(request.getRequestURI(), cause);
        if (isInjected()) {
            return; // some header is not as it should be, but the script is in
        }
        stage = Stage.PASSED;
        context.counts.passed(PassReason.FAILURE);
        context.quietly(request, () -> headers.pass(PassReason.FAILURE));
    }

    /** The container refused a write, and nobody knows how much of it left. The script can no longer be inserted. */
    void onWriteFailed() {
        if (isOpen()) {
            stage = Stage.PASSED;
            headers.abandon();
        }
    }

    // The headers leave

    /** Makes a step that may break without the application's hearing of it. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
    }

    /**
     * The headers are about to leave: what they must say cannot wait any longer. Of what so far is a part of a page they say
     * what the application said, although a document could still follow.
     */
    void beforeFlush() {
        guarded(() -> {
            if (isInjected()) {
                headers.settle();
            } else if (stage == Stage.SEARCHED && scanner.isFragment() && !headers.isCommitted()) {
                pass(PassReason.NO_PLACE);
            } else if (stage == Stage.SEARCHED || stage == Stage.AWAITED && beginBlindly()) {
                headers.prepare();
            }
        });
    }

    /** As {@link #beforeFlush}; but a container that flushes after each servlet does not make a page of an empty answer. */
    void beforeFlushBuffer() {
        if (stage == Stage.AWAITED && container() == Container.LIBERTY
                && Container.LIBERTY.flushes(new Throwable().getStackTrace())) {
            end();
        } else {
            beforeFlush();
        }
    }

    private Container container() {
        return Container.of(headers.container(), request);
    }

    /** If the script is in, the headers say so from now on. */
    void settle() {
        if (isInjected()) {
            beforeFlush();
        }
    }

    /** No more comes. Headers that were held are handed on if the body was not touched. */
    void end() {
        guarded(() -> {
            if (isInjected()) {
                headers.settle();
            } else if (stage == Stage.SEARCHED) {
                pass(PassReason.NO_PLACE);
            } else if (stage == Stage.AWAITED && request.isAsyncStarted()) {
                headers.release(); // and the container goes on alone
            } else if (stage == Stage.AWAITED) {
                headers.end(isWholeBody(headers.status()) ? PassReason.EMPTY : PassReason.STATUS);
            }
        });
    }

    /** Returns whether it matters how much the application goes on to write: the headers have not left, and would have. */
    boolean isCounting() {
        return buffer.isGrown();
    }

    /**
     * The application has written so many bytes, or chars, without having been told of an error.
     *
     * @return whether the headers, which have not left, must leave now
     */
    boolean overflowsBy(int units) {
        boolean overflows = buffer.overflowsBy(units);
        buffer.count(units);
        if (headers.isCommitted()) {
            buffer.forget();
            return false;
        }
        if (overflows) {
            buffer.forget();
        }
        return overflows && blocking && headers.wrapContainerResponse();
    }

    /** From now on the application asks before each write whether it may, and nothing else may be done on the way. */
    void neverBlocks() {
        blocking = false;
    }

    // The body is taken back; another one may follow

    /** What an included resource takes back is nothing. */
    void onTakenBack() {
        if (!headers.areOfInclude()) {
            headers.onBodyTakenBack();
            restart();
        }
    }

    /** The headers are taken back as well. Tomcat ignores it within an include. */
    void onReset() {
        if (!headers.areOfInclude()) {
            headers.onReset();
            restart();
        }
    }

    private void restart() {
        stage = Stage.AWAITED;
        seen = 0;
        tried = false;
        buffer.forget();
    }
}
