package io.github.wxconfig.html;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the insertion point of a page: the only place where a script may be inserted.
 *
 * <p>It reads along with what the application writes, in pieces of any size, and keeps nothing back: the place is
 * always right after the {@code >} of a tag, so everything before it can have left already.
 *
 * <p>It takes bytes or chars. From 0x80 on all are alike to it, so it is right in every charset that extends ASCII and
 * whose longer characters hold no byte below 0x30: UTF-8, GBK, GB18030, Big5, Shift_JIS, EUC, ISO-8859. UTF-16 and
 * UTF-32 it knows by their first bytes, and gives up; ISO-2022 is not to be handed to it.
 *
 * <p>One scanner is for one page and one thread at a time. It takes the same small time for each unit, whatever
 * the page, and at most 100 KB of memory, most of it for the policies of {@code <meta>} tags.
 */
public final class HtmlScanner {

    private final TreeRule rule;
    private final Tokenizer tokenizer;

    /**
     * @param charsetKnown whether a browser knows the charset before it reads the page: Content-Type names it, or
     *                     the page goes through a writer that announces it
     * @param xhtml        whether the page is {@code application/xhtml+xml}, to which the rules of XML apply: its charset
     *                     is always known
     */
    public HtmlScanner(boolean charsetKnown, boolean xhtml) {
        this(charsetKnown, xhtml, null);
    }

    private HtmlScanner(boolean charsetKnown, boolean xhtml, @Nullable HtmlSignature signature) {
        rule = new TreeRule(charsetKnown, xhtml);
        tokenizer = new Tokenizer(rule, xhtml, signature);
    }

    /**
     * Returns a scanner for what no Content-Type says to be a page: it is one only if browsers take it for one by its
     * first bytes.
     */
    public static HtmlScanner ofUnknownType() {
        return new HtmlScanner(false, false, new HtmlSignature());
    }

    /**
     * Reads on.
     *
     * @return the index in {@code buf} at which the script belongs, {@code off < index <= off + len}; -1 if the place
     *         is not in these bytes
     */
    public int scan(byte[] buf, int off, int len) {
        int end = searching() ? off + len : off;
        for (int i = off; (i = skip(buf, i, end)) < end; ) {
            tokenizer.read(buf[i++] & 0xFF);
            if (!searching()) {
                return rule.outcome().isFound() ? i : -1;
            }
        }
        return -1;
    }

    /** Reads on, as {@link #scan(byte[], int, int)}. */
    public int scan(char[] buf, int off, int len) {
        int end = searching() ? off + len : off;
        for (int i = off; (i = skip(buf, i, end)) < end; ) {
            tokenizer.read(buf[i++]);
            if (!searching()) {
                return rule.outcome().isFound() ? i : -1;
            }
        }
        return -1;
    }

    /** Reads on, as {@link #scan(byte[], int, int)}. */
    public int scan(String s, int off, int len) {
        int end = searching() ? off + len : off;
        for (int i = off; (i = skip(s, i, end)) < end; ) {
            tokenizer.read(s.charAt(i++));
            if (!searching()) {
                return rule.outcome().isFound() ? i : -1;
            }
        }
        return -1;
    }

    /**
     * Reads one unit.
     *
     * @param unit a byte as 0 to 255, or a char
     * @return whether the script belongs right after it
     */
    public boolean scan(int unit) {
        if (!searching()) {
            return false;
        }
        tokenizer.read(unit);
        return !searching() && rule.outcome().isFound();
    }

    /** Returns whether the place may still come: false once it was found, or there can be none. */
    public boolean searching() {
        return rule.outcome() == Outcome.NO_PLACE_YET;
    }

    /**
     * Returns the Content-Security-Policies of {@code <meta>} tags before the insertion point: a browser applies them to the
     * script, like those of the header. Those after it come too late to stop the script.
     */
    public List<String> policies() {
        return Collections.unmodifiableList(rule.policies());
    }

    /**
     * Returns whether what has been read so far is a part of a page rather than a page: its body has begun, by a tag or text, and
     * there has been neither a doctype nor an html, head or body tag. While {@link #searching()}, one may still follow.
     */
    public boolean isFragment() {
        return rule.isFragment();
    }

    /** Returns whether the place was found, and is within the body: the script becomes a part of what the body says. */
    public boolean isPlaceInBody() {
        return rule.outcome() == Outcome.AFTER_BODY_TAG;
    }

    /** Returns what became of the search so far. */
    public Outcome outcome() {
        return rule.outcome();
    }

    // Most of a page is text, comments, scripts and values, where only one or two units matter.

    private int skip(byte[] buf, int from, int end) {
        State state = tokenizer.skippable();
        if (state == null) {
            return from;
        }
        int i = from;
        while (i < end && buf[i] != state.stop && buf[i] != state.otherStop) {
            i++;
        }
        return i;
    }

    private int skip(char[] buf, int from, int end) {
        State state = tokenizer.skippable();
        if (state == null) {
            return from;
        }
        int i = from;
        while (i < end && buf[i] != state.stop && buf[i] != state.otherStop) {
            i++;
        }
        return i;
    }

    private int skip(String s, int from, int end) {
        State state = tokenizer.skippable();
        if (state == null) {
            return from;
        }
        int i = from;
        while (i < end && s.charAt(i) != state.stop && s.charAt(i) != state.otherStop) {
            i++;
        }
        return i;
    }
}
