package io.github.wxconfig.page;

import io.github.wxconfig.html.HtmlScanner;
import io.github.wxconfig.script.PageScript;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Whether a body gets the script, and where: asked by the stream or the writer before each write until that is settled.
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
    private final PageResponse page;
    private final PageScript script;
    private final PageContext rules;

    private Stage stage = Stage.AWAITED;
    private ContentType type;
    private HtmlScanner scanner;
    private byte[] snippet;
    private boolean blocking = true;
    private long seen;
    /** Whether the headers have been made ready in vain: they have left, or an included resource may not change them. */
    private boolean tried;
    /** Included by then, or {@code null}. */
    private Object triedWithin;

    PageBody(HttpServletRequest request, PageResponse page, PageScript script, PageContext rules) {
        this.request = request;
        this.page = page;
        this.script = script;
        this.rules = rules;
    }

    /** Whether writes are still to be shown to {@code place}. Once false, there is nothing left to do but to delegate. */
    boolean isOpen() {
        return stage == Stage.AWAITED || stage == Stage.SEARCHED;
    }

    /** Whether there has not been a byte yet. */
    boolean isAwaited() {
        return stage == Stage.AWAITED;
    }

    boolean isInjected() {
        return stage == Stage.INJECTED;
    }

    /** Whether it matters how much the application goes on to write: the headers have not left, and would have. */
    boolean isCounting() {
        return page.buffer().isGrown();
    }

    /**
     * The application has written so many bytes, or chars, without having been told of an error.
     *
     * @return whether the headers, which have not left, must leave now
     */
    boolean overflowsBy(int units) {
        BufferSize buffer = page.buffer();
        boolean overflows = buffer.overflowsBy(units);
        buffer.count(units);
        if (page.isCommitted()) {
            buffer.forget();
            return false;
        }
        if (overflows) {
            buffer.forget();
        }
        return overflows && blocking && page.isOverTheContainers();
    }

    /** From now on the application asks before each write whether it may, and nothing else may be done on the way. */
    void neverBlocks() {
        blocking = false;
    }

    /** The script, after a place was found. ASCII. */
    byte[] snippet() {
        return snippet;
    }

    /**
     * Looks for the place in what is about to be written.
     *
     * @return the index before which the script must be written, in the same write; or -1
     */
    int place(byte[] buf, int off, int len) {
        int at = -1;
        try {
            if (begin(len, false)) {
                at = scanner.scan(buf, off, len);
                conclude(at >= 0, len);
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return isInjected() ? at : -1;
    }

    /** As {@link #place(byte[], int, int)}. */
    int place(char[] buf, int off, int len) {
        int at = -1;
        try {
            if (begin(len, true)) {
                at = scanner.scan(buf, off, len);
                conclude(at >= 0, BYTES_PER_CHAR * len);
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return isInjected() ? at : -1;
    }

    /** As {@link #place(byte[], int, int)}. */
    int place(String s, int off, int len) {
        int at = -1;
        try {
            if (begin(len, true)) {
                at = scanner.scan(s, off, len);
                conclude(at >= 0, BYTES_PER_CHAR * len);
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return isInjected() ? at : -1;
    }

    /** Whether the script must be written right after this byte or char, in the same write. */
    boolean isPlaceAfter(int unit, boolean chars) {
        try {
            if (begin(1, chars)) {
                conclude(scanner.scan(unit), BYTES_PER_CHAR);
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return isInjected();
    }

    /**
     * The headers are about to leave: what they must say cannot wait any longer. Of what so far is a part of a page they say
     * what the application said, although a document could still follow.
     */
    void beforeFlush() {
        try {
            if (isInjected()) {
                page.settleHeaders();
            } else if (stage == Stage.SEARCHED && scanner.isFragment() && !page.isCommitted()) {
                pass(PassReason.NO_PLACE);
            } else if (stage == Stage.SEARCHED || stage == Stage.AWAITED && beginBlindly()) {
                page.prepare();
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
    }

    /** If the script is in, the headers say so from now on. */
    void settle() {
        if (isInjected()) {
            beforeFlush();
        }
    }

    /** No more comes. Headers that were kept are handed on if the body was not touched. */
    void end() {
        try {
            if (isInjected()) {
                page.settleHeaders();
            } else if (stage == Stage.SEARCHED) {
                pass(PassReason.NO_PLACE);
            } else if (stage == Stage.AWAITED) {
                if (!request.isAsyncStarted()) { // or the container goes on alone
                    page.trace("passed; reason=" + (isWholeBody(page.getStatus()) ? PassReason.EMPTY : PassReason.STATUS));
                }
                page.giveBack();
            }
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
    }

    /** The container refused a write, and nobody knows how much of it left. The script can no longer be placed. */
    void sinkFailed() {
        if (isOpen()) {
            stage = Stage.PASSED;
        }
    }

    /** The body was taken back; another one may follow. */
    void restart() {
        stage = Stage.AWAITED;
        seen = 0;
        tried = false;
        page.buffer().forget();
    }

    /**
     * Looks at the response before its first byte.
     *
     * @param units how many bytes or chars are about to be written
     */
    private boolean begin(int units, boolean chars) {
        if (stage == Stage.AWAITED && begin(false)) {
            page.makeRoom(script.maxLength(), units, chars);
        }
        return stage == Stage.SEARCHED;
    }

    /**
     * The headers leave before there is a byte. With a length they say all about the body, which perhaps does not even
     * come by us, as the files that Tomcat sends by its sendfile attributes.
     */
    private boolean beginBlindly() {
        if (page.hasLength()) {
            pass(PassReason.COMMITTED);
            return false;
        }
        return begin(true);
    }

    /** @param blindly whether the headers must do, because there is no byte to look at */
    private boolean begin(boolean blindly) {
        type = ContentType.of(page.contentType());
        PassReason refusal = refusal(blindly);
        if (refusal != null) {
            pass(refusal);
            return false;
        }
        scanner = type.isKnown() ? new HtmlScanner(type.isCharsetKnown(), type.isXhtml()) : HtmlScanner.ofUnknownType();
        stage = Stage.SEARCHED;
        return true;
    }

    private PassReason refusal(boolean blindly) {
        if (isSkipped(request.getAttribute(SKIP))) {
            return PassReason.SKIP;
        }
        if (page.isCommitted()) {
            return PassReason.COMMITTED;
        }
        if (!isWholeBody(page.getStatus())) {
            return PassReason.STATUS;
        }
        if (type.isKnown() ? !type.isHtml() : blindly || page.isNotToBeSniffed()) {
            return PassReason.TYPE;
        }
        return type.isCharsetUnsafe() ? PassReason.CHARSET : page.refusalByHeaders();
    }

    private static boolean isSkipped(Object attribute) {
        return attribute != null && "true".equalsIgnoreCase(attribute.toString());
    }

    private static boolean isWholeBody(int status) {
        return status >= 200 && status < 300 && status != HttpServletResponse.SC_NO_CONTENT
                && status != HttpServletResponse.SC_RESET_CONTENT && status != HttpServletResponse.SC_PARTIAL_CONTENT;
    }

    private void conclude(boolean found, long bytes) {
        if (found && scanner.isPlaceInBody() && mayBeData()) {
            pass(PassReason.FRAME);
        } else if (found) {
            inject();
        } else if (!scanner.searching()) {
            pass(PassReason.NO_PLACE);
        } else {
            prepareAhead(bytes);
        }
    }

    /**
     * A form that is posted into a hidden frame is answered by a body from which a script takes what it says, whatever a
     * browser has made of it. So where nobody says that the page is shown, nothing is put into the body.
     */
    private boolean mayBeData() {
        return "POST".equals(request.getMethod()) && Navigation.mayBeFrame(request);
    }

    private void inject() {
        ContentSecurityPolicy policy = page.policy(request.getServerName(), scanner.policies());
        if (policy.isAllowing()) {
            byte[] rendered = script.render(type.isXhtml(), policy.nonce());
            page.becomeInjected(rendered.length);
            snippet = rendered;
            stage = Stage.INJECTED;
            rules.counts.injected(script.isSigned());
        } else {
            rules.complaints.blocked(request.getRequestURI(), page.header(ContentSecurityPolicy.HEADER), scanner.policies());
            pass(PassReason.POLICY);
        }
    }

    /**
     * The container commits when its buffer is full; Jetty does so for a single write of a quarter of it, unless somebody
     * has set the size.
     */
    private void prepareAhead(long bytes) {
        seen += bytes;
        if (page.isPrepared() || tried && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) == triedWithin) {
            return;
        }
        int size = page.getBufferSize();
        if (page.bufferHolds() ? seen > size : seen >= size / 4) {
            page.prepare();
            tried = true;
            triedWithin = request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI);
        }
    }

    private void pass(PassReason reason) {
        stage = Stage.PASSED;
        page.trace("passed; reason=" + reason);
        page.giveBack();
        rules.counts.passed(reason);
    }

    private void fail(Throwable cause) {
        rules.complaints.failure(request.getRequestURI(), cause);
        if (isInjected()) {
            return; // some header is not as it should be, but the script is in
        }
        stage = Stage.PASSED;
        rules.counts.passed(PassReason.FAILURE);
        try {
            page.trace("passed; reason=" + PassReason.FAILURE);
            page.giveBack();
        } catch (RuntimeException | LinkageError e) {
            rules.complaints.failure(request.getRequestURI(), e);
        }
    }
}
