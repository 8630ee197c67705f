package io.github.wxconfig.html;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tag is the insertion point: as much of tree construction as it takes to know whether a tag is the head's or the
 * body's, or nothing.
 *
 * <p>In HTML the place is, whichever comes first, right after
 * <ol>
 * <li>{@code <head …>}, if the charset is known already,
 * <li>the {@code <meta>} in the head that declares it, however late it comes: every browser looks for it in the first
 *     1024 bytes, and WebKit and Blink, of which WeChat's are made, until the head is over,
 * <li>{@code </head>}, a head that is over being taken to declare nothing any more,
 * <li>{@code <body …>}.
 * </ol>
 * At each of them a parser is in the insertion mode "in head", "after head" or "in body", and all of these take a
 * script element as it is: nothing else in the tree changes. (An X-UA-Compatible meta, which wants to come before
 * scripts, is obeyed by old Internet Explorers alone and by us ignored.)
 *
 * <p>The standard's insertion modes are followed that far. Metadata without a head tag opens a head; any other content
 * opens the body, and a {@code <head>} after that is nothing. Tags inside a template are nothing. A frameset takes no
 * script. Foreign content, select, plaintext, and col in a template change how tags are read, in ways that would take
 * the whole of tree construction to follow: where they come before the place, the page is left alone.
 *
 * <p>In XHTML nothing is implied. The place is within the first head, or else body, that is not an empty-element tag.
 */
final class TreeRule {

    private static final int MOST_POLICIES = 100;

    /** "before head" with all before it; "in head"; "in body" with all after it. */
    private enum Mode { BEFORE_HEAD, IN_HEAD, IN_BODY }

    private final boolean xhtml;
    private boolean charsetKnown;
    private Mode mode = Mode.BEFORE_HEAD;
    private int templates;
    private boolean rootSeen;
    /** Whether a doctype, html, head or body tag has been read. */
    private boolean documentSeen;
    /** Those that meta elements in the head have set so far. */
    private final List<String> policies = new ArrayList<>(0);
    private int lengthOfPolicies;
    private Outcome outcome = Outcome.NO_PLACE_YET;

    TreeRule(boolean charsetKnown, boolean xhtml) {
        this.charsetKnown = charsetKnown;
        this.xhtml = xhtml;
    }

    Outcome outcome() {
        return outcome;
    }

    void charsetKnown() {
        charsetKnown = true;
    }

    void giveUp(Outcome why) {
        outcome = why;
    }

    /** Returns whether the body has begun, and no tag of a whole document has been read so far. */
    boolean isFragment() {
        return mode == Mode.IN_BODY && !documentSeen;
    }

    /** Returns the Content-Security-Policies that hold at the place by force of meta elements before it. */
    List<String> policies() {
        return policies;
    }

    void doctype() {
        documentSeen = true;
    }

    /** Characters other than white space. */
    void text() {
        if (templates == 0) {
            mode = Mode.IN_BODY;
        }
    }

    void startTag(Tag tag, Attributes attributes, boolean selfClosing) {
        if (xhtml) {
            startTagOfXhtml(tag, selfClosing);
        } else {
            startTagOfHtml(tag, attributes);
        }
    }

    private void startTagOfXhtml(Tag tag, boolean selfClosing) {
        if (!rootSeen && tag != Tag.HTML) {
            outcome = Outcome.NOT_A_DOCUMENT;
        } else if (tag == Tag.HEAD && !selfClosing) {
            outcome = Outcome.AFTER_HEAD_TAG;
        } else if (tag == Tag.BODY && !selfClosing) {
            outcome = Outcome.AFTER_BODY_TAG;
        }
        rootSeen = true;
    }

    private void startTagOfHtml(Tag tag, Attributes attributes) {
        switch (tag) {
            case TEMPLATE:
                templates++;
                opens(tag);
                break;
            case FRAMESET:
                outcome = Outcome.FRAMESET;
                break;
            case SVG:
            case MATH:
            case SELECT:
            case PLAINTEXT:
                outcome = Outcome.UNCLEAR;
                break;
            default:
                if (templates == 0) {
                    startTagOutsideTemplates(tag, attributes);
                } else if (tag == Tag.COL) {
                    outcome = Outcome.UNCLEAR;
                }
        }
    }

    private void startTagOutsideTemplates(Tag tag, Attributes attributes) {
        switch (tag) {
            case HTML:
                documentSeen = true;
                if (attributes.isAmp()) {
                    outcome = Outcome.AMP;
                }
                break;
            case HEAD:
                head();
                break;
            case BODY:
                documentSeen = true;
                outcome = Outcome.AFTER_BODY_TAG;
                break;
            case META:
                opens(tag);
                if (mode == Mode.IN_HEAD) {
                    metaInHead(attributes);
                }
                break;
            default:
                opens(tag);
        }
    }

    private void metaInHead(Attributes attributes) {
        if (attributes.declareCharset()) {
            outcome = Outcome.AFTER_CHARSET_META;
        }
        if (attributes.setPolicy()) {
            addPolicy(attributes.policy());
        }
    }

    /** So many and so long as no page has them are not understood, or they would need any amount of memory. */
    private void addPolicy(@Nullable String policy) {
        if (policy == null || policies.size() == MOST_POLICIES
                || (lengthOfPolicies += policy.length()) > Attributes.LONGEST_POLICY) {
            outcome = Outcome.UNCLEAR;
        } else {
            policies.add(policy);
        }
    }

    private void head() {
        documentSeen = true;
        if (mode == Mode.IN_BODY) {
            return;
        }
        mode = Mode.IN_HEAD;
        if (charsetKnown) {
            outcome = Outcome.AFTER_HEAD_TAG;
        }
    }

    /** A start tag implies the head that metadata needs, or the body that anything else needs. */
    private void opens(Tag tag) {
        if (!tag.isMetadata) {
            mode = Mode.IN_BODY;
        } else if (mode == Mode.BEFORE_HEAD) {
            mode = Mode.IN_HEAD;
        }
    }

    void endTag(Tag tag) {
        if (xhtml) {
            return;
        }
        if (templates > 0) {
            templates -= tag == Tag.TEMPLATE ? 1 : 0;
        } else if (tag == Tag.HEAD && mode != Mode.IN_BODY) {
            outcome = Outcome.AFTER_HEAD;
        } else if (tag == Tag.BODY || tag == Tag.HTML || tag == Tag.BR) {
            mode = Mode.IN_BODY;
        }
    }
}
