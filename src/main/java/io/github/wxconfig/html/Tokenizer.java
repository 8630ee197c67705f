package io.github.wxconfig.html;

import org.jspecify.annotations.Nullable;

/**
 * Reads markup one unit at a time, as the tokenizer of the HTML standard does, and passes the tags and
 * texts to the {@link TreeRule}.
 *
 * <p>A unit is a byte or a char. Markup is ASCII, and in the charsets concerned no byte of a longer character looks
 * like markup, so from 0x80 on everything is alike and both can be read by the same rules. All that is remembered
 * between two units is in the fields: input may end and go on anywhere.
 *
 * <p>In XML names keep their case, no element holds raw text, and there are CDATA sections and processing
 * instructions.
 */
final class Tokenizer {

    private static final long DOCTYPE = TagName.code("doctype");

    private final boolean xml;
    private final TreeRule rule;
    private State state = State.DOCUMENT_START;
    private @Nullable HtmlSignature signature;

    /** The tag at hand. */
    private final TagName name = new TagName();
    private final Attributes attributes = new Attributes();
    private Tag tag = Tag.OTHER;
    private boolean isEndTag;
    /** Whether its attributes matter; else they are passed over. */
    private boolean collecting;

    /** The last start tag: in raw text, only its end tag is one. */
    private Tag lastStartTag = Tag.OTHER;

    /** @param signature what must be recognised first, or {@code null} if it is known what is read */
    Tokenizer(TreeRule rule, boolean xml, @Nullable HtmlSignature signature) {
        this.rule = rule;
        this.xml = xml;
        this.signature = signature;
    }

    /** Reads one unit. */
    void read(int c) {
        if (signature == null || isRecognised(signature, c)) {
            state = state.read(this, c);
        }
    }

    private boolean isRecognised(HtmlSignature opening, int c) {
        switch (opening.read(c)) {
            case HTML:
                signature = null;
                return true;
            case OPEN:
                return true;
            default:
                rule.giveUp(Outcome.NOT_A_DOCUMENT);
                return false;
        }
    }

    /** The state, if all units but its stops may be passed over; else {@code null}. */
    @Nullable State skippable() {
        return state.skips && signature == null && !(collecting && attributes.isValueWanted()) ? state : null;
    }

    // What the states do.

    boolean isXml() {
        return xml;
    }

    State giveUp(Outcome why) {
        rule.giveUp(why);
        return state;
    }

    State charsetKnown() {
        rule.charsetKnown();
        return State.BEFORE_DOCUMENT;
    }

    void text() {
        rule.text();
    }

    void doctype() {
        rule.doctype();
    }

    void beginStartTag() {
        isEndTag = false;
        clearTagName();
    }

    void beginEndTag() {
        isEndTag = true;
        clearTagName();
    }

    void clearTagName() {
        name.clear();
    }

    void appendToTagName(int c) {
        name.append(xml ? c : Ascii.toLowerCase(c));
    }

    /** Returns whether what has been read is {@code <!doctype}. */
    boolean isNameOfDoctype() {
        return name.code() == DOCTYPE;
    }

    boolean isNameOfLastStartTag() {
        return Tag.of(name) == lastStartTag;
    }

    void endTagName() {
        tag = Tag.of(name);
        collecting = !xml && !isEndTag && (tag == Tag.HTML || tag == Tag.META);
        if (collecting) {
            attributes.clear();
        }
    }

    void beginAttribute() {
        if (collecting) {
            attributes.begin();
        }
    }

    void appendToAttributeName(int c) {
        if (collecting) {
            attributes.appendToName(c);
        }
    }

    void endAttributeName() {
        if (collecting) {
            attributes.endName();
        }
    }

    void appendToAttributeValue(int c) {
        if (collecting) {
            attributes.appendToValue(c);
        }
    }

    /** Hands the tag on, and returns the state that its content is read in. */
    State emitTag(boolean selfClosing) {
        collecting = false;
        if (isEndTag) {
            rule.endTag(tag);
            return State.DATA;
        }
        rule.startTag(tag, attributes, selfClosing);
        lastStartTag = tag;
        return xml ? State.DATA : tag.content;
    }
}
