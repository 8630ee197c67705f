package io.github.wxconfig.html;

/**
 * Reads markup one unit at a time, as the tokenizer of the HTML standard does, and tells the {@link TreeRule} of the
 * tags and texts it meets.
 *
 * <p>A unit is a byte or a char. Markup is ASCII, and in the charsets concerned no byte of a longer character looks
 * like markup, so everything from 0x80 on is one class and both can be read alike. All there is to remember between
 * two units is in the fields: input may end and go on anywhere.
 *
 * <p>XML differs where the standard's {@code xml} flags stand: names keep their case, no element holds raw text, and
 * CDATA sections, processing instructions and stricter comments exist.
 */
final class Tokenizer {

    private final boolean xml;
    private final TreeRule rule;

    private State state = State.BEFORE_DOCUMENT;
    private boolean atStart = true;

    private final TagName name = new TagName();
    private final Attributes attributes = new Attributes();
    private Tag tag = Tag.OTHER;
    private boolean endTag;
    private boolean selfClosing;
    /** Whether this tag's attributes are read; else they are passed over. */
    private boolean collecting;

    /** The element whose raw text is being read, and the state that a mere {@code </} in it falls back to. */
    private Tag rawElement = Tag.OTHER;
    private State rawState = State.RAWTEXT;

    Tokenizer(TreeRule rule, boolean xml) {
        this.rule = rule;
        this.xml = xml;
    }

    /** The state, if units other than its stops may be passed over; else null. */
    State skippable() {
        return state.skips && !collecting ? state : null;
    }

    /** Reads one unit. */
    void step(int c) {
        switch (state) {
            case BEFORE_DOCUMENT:
                beforeDocument(c);
                break;
            case BYTE_ORDER_MARK_2:
                expectMark(c == 0xBB, State.BYTE_ORDER_MARK_3);
                break;
            case BYTE_ORDER_MARK_3:
                expectMark(c == 0xBF, State.BEFORE_DOCUMENT);
                byteOrderMark();
                break;
            case FIRST_TAG_OPEN:
                firstTagOpen(c);
                break;
            case DATA:
                data(c);
                break;
            case DATA_TEXT:
                state = c == '<' ? State.TAG_OPEN : State.DATA_TEXT;
                break;
            default:
                markup(c);
        }
    }

    private void markup(int c) {
        if (state.compareTo(State.SELF_CLOSING_START_TAG) <= 0) {
            inTag(c);
        } else if (state.compareTo(State.COMMENT_END_BANG) <= 0) {
            inComment(c);
        } else if (state.compareTo(State.RAWTEXT_END_TAG_NAME) <= 0) {
            inRawText(c);
        } else if (state.compareTo(State.SCRIPT_DATA_DOUBLE_ESCAPE_END) <= 0) {
            inScript(c);
        } else {
            inXml(c);
        }
    }

    private void beforeDocument(int c) {
        if (c == '<') {
            state = State.FIRST_TAG_OPEN;
        } else if (c == 0xFEFF) {
            byteOrderMark();
        } else if (c == 0xEF) {
            state = State.BYTE_ORDER_MARK_2;
            return;
        } else if (!isSpace(c)) {
            rule.giveUp(c == 0 || c == 0xFE || c == 0xFF ? Outcome.UTF16 : Outcome.NOT_A_DOCUMENT);
        }
        atStart = false;
    }

    private void expectMark(boolean asExpected, State next) {
        state = next;
        if (!asExpected) {
            rule.giveUp(Outcome.NOT_A_DOCUMENT);
        }
    }

    /** The first thing in the page it names the charset; later, where included files bring their own, it is text. */
    private void byteOrderMark() {
        if (rule.outcome() != Outcome.NO_PLACE_YET) {
            return;
        }
        if (atStart) {
            rule.charsetKnown();
        } else {
            rule.text();
        }
        atStart = false;
    }

    private void firstTagOpen(int c) {
        if (isLetter(c) || c == '!' || c == '/' || c == '?') {
            state = State.TAG_OPEN;
            inTag(c);
        } else {
            rule.giveUp(c == 0 ? Outcome.UTF16 : Outcome.NOT_A_DOCUMENT);
        }
    }

    private void data(int c) {
        if (c == '<') {
            state = State.TAG_OPEN;
        } else if (!isSpace(c)) {
            rule.text();
            state = State.DATA_TEXT;
        }
    }

    private void inTag(int c) {
        switch (state) {
            case TAG_OPEN:
                tagOpen(c);
                break;
            case END_TAG_OPEN:
                endTagOpen(c);
                break;
            case TAG_NAME:
                tagName(c);
                break;
            case BEFORE_ATTRIBUTE_NAME:
                beforeAttributeName(c);
                break;
            case ATTRIBUTE_NAME:
                attributeName(c);
                break;
            case AFTER_ATTRIBUTE_NAME:
                afterAttributeName(c);
                break;
            case BEFORE_ATTRIBUTE_VALUE:
                beforeAttributeValue(c);
                break;
            case ATTRIBUTE_VALUE_DOUBLE_QUOTED:
                attributeValue(c, c == '"', State.AFTER_ATTRIBUTE_VALUE_QUOTED);
                break;
            case ATTRIBUTE_VALUE_SINGLE_QUOTED:
                attributeValue(c, c == '\'', State.AFTER_ATTRIBUTE_VALUE_QUOTED);
                break;
            case ATTRIBUTE_VALUE_UNQUOTED:
                attributeValueUnquoted(c);
                break;
            case AFTER_ATTRIBUTE_VALUE_QUOTED:
                afterAttributeValueQuoted(c);
                break;
            default:
                selfClosingStartTag(c);
        }
    }

    private void tagOpen(int c) {
        if (isLetter(c)) {
            beginTag(c, false);
        } else if (c == '/') {
            state = State.END_TAG_OPEN;
        } else if (c == '!') {
            state = State.MARKUP_DECLARATION_OPEN;
        } else if (c == '?') {
            state = xml ? State.PROCESSING_INSTRUCTION : State.BOGUS_COMMENT;
        } else {
            rule.text();
            state = c == '<' ? State.TAG_OPEN : State.DATA_TEXT;
        }
    }

    private void endTagOpen(int c) {
        if (isLetter(c)) {
            beginTag(c, true);
        } else {
            state = c == '>' ? State.DATA : State.BOGUS_COMMENT;
        }
    }

    private void beginTag(int c, boolean end) {
        endTag = end;
        selfClosing = false;
        name.clear();
        name.append(toNameCase(c));
        state = State.TAG_NAME;
    }

    private void tagName(int c) {
        if (!isSpace(c) && c != '/' && c != '>') {
            name.append(toNameCase(c));
            return;
        }
        tag = Tag.of(name);
        collecting = !endTag && !xml && (tag == Tag.HTML || tag == Tag.META);
        attributes.clear();
        afterName(c);
    }

    private void afterName(int c) {
        if (c == '>') {
            emitTag();
        } else {
            state = c == '/' ? State.SELF_CLOSING_START_TAG : State.BEFORE_ATTRIBUTE_NAME;
        }
    }

    private void beforeAttributeName(int c) {
        if (c == '/' || c == '>') {
            afterName(c);
        } else if (!isSpace(c)) {
            state = State.ATTRIBUTE_NAME;
            appendToName(c);
        }
    }

    private void attributeName(int c) {
        if (c == '=') {
            state = State.BEFORE_ATTRIBUTE_VALUE;
        } else if (isSpace(c) || c == '/' || c == '>') {
            state = State.AFTER_ATTRIBUTE_NAME;
            afterAttributeName(c);
        } else {
            appendToName(c);
        }
    }

    private void afterAttributeName(int c) {
        if (c == '=') {
            state = State.BEFORE_ATTRIBUTE_VALUE;
        } else if (!isSpace(c)) {
            endAttribute();
            beforeAttributeName(c);
        }
    }

    private void beforeAttributeValue(int c) {
        if (c == '"') {
            state = State.ATTRIBUTE_VALUE_DOUBLE_QUOTED;
        } else if (c == '\'') {
            state = State.ATTRIBUTE_VALUE_SINGLE_QUOTED;
        } else if (!isSpace(c)) {
            state = State.ATTRIBUTE_VALUE_UNQUOTED;
            attributeValueUnquoted(c);
        }
    }

    private void attributeValueUnquoted(int c) {
        if (c == '>') {
            endAttribute();
            emitTag();
        } else {
            attributeValue(c, isSpace(c), State.BEFORE_ATTRIBUTE_NAME);
        }
    }

    private void attributeValue(int c, boolean end, State next) {
        if (end) {
            endAttribute();
            state = next;
        } else if (collecting) {
            attributes.appendToValue(c);
        }
    }

    private void afterAttributeValueQuoted(int c) {
        state = State.BEFORE_ATTRIBUTE_NAME;
        beforeAttributeName(c);
    }

    private void selfClosingStartTag(int c) {
        if (c == '>') {
            selfClosing = true;
            emitTag();
        } else {
            state = State.BEFORE_ATTRIBUTE_NAME;
            beforeAttributeName(c);
        }
    }

    private void appendToName(int c) {
        if (collecting) {
            attributes.appendToName(c);
        }
    }

    private void endAttribute() {
        if (collecting) {
            attributes.end();
        }
    }

    private void emitTag() {
        collecting = false;
        state = State.DATA;
        if (endTag) {
            rule.endTag(tag);
            return;
        }
        rule.startTag(tag, attributes, selfClosing);
        if (!xml) {
            state = tag.content;
            rawElement = tag;
        }
    }

    private void inComment(int c) {
        switch (state) {
            case MARKUP_DECLARATION_OPEN:
                markupDeclarationOpen(c);
                break;
            case MARKUP_DECLARATION_OPEN_DASH:
                if (c == '-') {
                    state = xml ? State.COMMENT : State.COMMENT_START;
                } else {
                    state = c == '>' ? State.DATA : State.BOGUS_COMMENT;
                }
                break;
            case BOGUS_COMMENT:
                state = c == '>' ? State.DATA : State.BOGUS_COMMENT;
                break;
            case COMMENT_START:
                comment(c, State.COMMENT_START_DASH, true);
                break;
            case COMMENT_START_DASH:
                comment(c, State.COMMENT_END, true);
                break;
            case COMMENT:
                comment(c, State.COMMENT_END_DASH, false);
                break;
            case COMMENT_END_DASH:
                comment(c, State.COMMENT_END, false);
                break;
            case COMMENT_END:
                if (c == '!' && !xml) {
                    state = State.COMMENT_END_BANG;
                } else {
                    comment(c, State.COMMENT_END, true);
                }
                break;
            default: // COMMENT_END_BANG
                comment(c, State.COMMENT_END_DASH, true);
        }
    }

    private void comment(int c, State afterDash, boolean endsHere) {
        if (c == '-') {
            state = afterDash;
        } else {
            state = c == '>' && endsHere ? State.DATA : State.COMMENT;
        }
    }

    private void markupDeclarationOpen(int c) {
        if (c == '-') {
            state = State.MARKUP_DECLARATION_OPEN_DASH;
        } else if (xml) {
            state = c == '[' ? State.CDATA_SECTION : State.DOCTYPE;
        } else {
            state = c == '>' ? State.DATA : State.BOGUS_COMMENT;
        }
    }

    private void inRawText(int c) {
        switch (state) {
            case RAWTEXT:
                state = c == '<' ? State.RAWTEXT_LESS_THAN_SIGN : State.RAWTEXT;
                break;
            case RAWTEXT_LESS_THAN_SIGN:
                if (c == '/') {
                    rawEndTagOpen(State.RAWTEXT);
                } else {
                    reconsume(c, State.RAWTEXT);
                }
                break;
            case RAWTEXT_END_TAG_OPEN:
                if (isLetter(c)) {
                    name.clear();
                    name.append(toNameCase(c));
                    state = State.RAWTEXT_END_TAG_NAME;
                } else {
                    reconsume(c, rawState);
                }
                break;
            default:
                rawEndTagName(c);
        }
    }

    private void rawEndTagOpen(State fallBack) {
        rawState = fallBack;
        state = State.RAWTEXT_END_TAG_OPEN;
    }

    private void rawEndTagName(int c) {
        if (isLetter(c)) {
            name.append(toNameCase(c));
        } else if ((isSpace(c) || c == '/' || c == '>') && Tag.of(name) == rawElement) {
            tag = rawElement;
            endTag = true;
            selfClosing = false;
            afterName(c);
        } else {
            reconsume(c, rawState);
        }
    }

    private void reconsume(int c, State in) {
        state = in;
        step(c);
    }

    private void inScript(int c) {
        switch (state) {
            case SCRIPT_DATA:
                state = c == '<' ? State.SCRIPT_DATA_LESS_THAN_SIGN : State.SCRIPT_DATA;
                break;
            case SCRIPT_DATA_LESS_THAN_SIGN:
                if (c == '/') {
                    rawEndTagOpen(State.SCRIPT_DATA);
                } else if (c == '!') {
                    state = State.SCRIPT_DATA_ESCAPE_START;
                } else {
                    reconsume(c, State.SCRIPT_DATA);
                }
                break;
            case SCRIPT_DATA_ESCAPE_START:
                escapeStart(c, State.SCRIPT_DATA_ESCAPE_START_DASH);
                break;
            case SCRIPT_DATA_ESCAPE_START_DASH:
                escapeStart(c, State.SCRIPT_DATA_ESCAPED_DASH_DASH);
                break;
            case SCRIPT_DATA_ESCAPED:
                escaped(c, State.SCRIPT_DATA_ESCAPED_DASH);
                break;
            case SCRIPT_DATA_ESCAPED_DASH:
                escaped(c, State.SCRIPT_DATA_ESCAPED_DASH_DASH);
                break;
            case SCRIPT_DATA_ESCAPED_DASH_DASH:
                if (c == '>') {
                    state = State.SCRIPT_DATA;
                } else {
                    escaped(c, State.SCRIPT_DATA_ESCAPED_DASH_DASH);
                }
                break;
            case SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN:
                escapedLessThanSign(c);
                break;
            case SCRIPT_DATA_DOUBLE_ESCAPE_START:
                doubleEscape(c, State.SCRIPT_DATA_DOUBLE_ESCAPED, State.SCRIPT_DATA_ESCAPED);
                break;
            case SCRIPT_DATA_DOUBLE_ESCAPED:
                doubleEscaped(c, State.SCRIPT_DATA_DOUBLE_ESCAPED_DASH);
                break;
            case SCRIPT_DATA_DOUBLE_ESCAPED_DASH:
                doubleEscaped(c, State.SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH);
                break;
            case SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH:
                if (c == '>') {
                    state = State.SCRIPT_DATA;
                } else {
                    doubleEscaped(c, State.SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH);
                }
                break;
            case SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN:
                if (c == '/') {
                    name.clear();
                    state = State.SCRIPT_DATA_DOUBLE_ESCAPE_END;
                } else {
                    reconsume(c, State.SCRIPT_DATA_DOUBLE_ESCAPED);
                }
                break;
            default:
                doubleEscape(c, State.SCRIPT_DATA_ESCAPED, State.SCRIPT_DATA_DOUBLE_ESCAPED);
        }
    }

    private void escapeStart(int c, State afterDash) {
        if (c == '-') {
            state = afterDash;
        } else {
            reconsume(c, State.SCRIPT_DATA);
        }
    }

    private void escaped(int c, State afterDash) {
        if (c == '<') {
            state = State.SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN;
        } else {
            state = c == '-' ? afterDash : State.SCRIPT_DATA_ESCAPED;
        }
    }

    private void escapedLessThanSign(int c) {
        if (c == '/') {
            rawEndTagOpen(State.SCRIPT_DATA_ESCAPED);
        } else if (isLetter(c)) {
            name.clear();
            name.append(toNameCase(c));
            state = State.SCRIPT_DATA_DOUBLE_ESCAPE_START;
        } else {
            reconsume(c, State.SCRIPT_DATA_ESCAPED);
        }
    }

    private void doubleEscaped(int c, State afterDash) {
        if (c == '<') {
            state = State.SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN;
        } else {
            state = c == '-' ? afterDash : State.SCRIPT_DATA_DOUBLE_ESCAPED;
        }
    }

    private void doubleEscape(int c, State ifScript, State otherwise) {
        if (isLetter(c)) {
            name.append(toNameCase(c));
        } else if (isSpace(c) || c == '/' || c == '>') {
            state = Tag.of(name) == Tag.SCRIPT ? ifScript : otherwise;
        } else if (state == State.SCRIPT_DATA_DOUBLE_ESCAPE_START) {
            reconsume(c, State.SCRIPT_DATA_ESCAPED);
        } else {
            reconsume(c, State.SCRIPT_DATA_DOUBLE_ESCAPED);
        }
    }

    private void inXml(int c) {
        switch (state) {
            case DOCTYPE:
                xmlDoctype(c);
                break;
            case DOCTYPE_DOUBLE_QUOTED:
                state = c == '"' ? State.DOCTYPE : state;
                break;
            case DOCTYPE_SINGLE_QUOTED:
                state = c == '\'' ? State.DOCTYPE : state;
                break;
            case CDATA_SECTION:
                state = c == ']' ? State.CDATA_SECTION_BRACKET : state;
                break;
            case CDATA_SECTION_BRACKET:
                state = c == ']' ? State.CDATA_SECTION_END : State.CDATA_SECTION;
                break;
            case CDATA_SECTION_END:
                if (c != ']') {
                    state = c == '>' ? State.DATA : State.CDATA_SECTION;
                }
                break;
            case PROCESSING_INSTRUCTION:
                state = c == '?' ? State.PROCESSING_INSTRUCTION_END : state;
                break;
            default: // PROCESSING_INSTRUCTION_END
                if (c != '?') {
                    state = c == '>' ? State.DATA : State.PROCESSING_INSTRUCTION;
                }
        }
    }

    private void xmlDoctype(int c) {
        if (c == '"') {
            state = State.DOCTYPE_DOUBLE_QUOTED;
        } else if (c == '\'') {
            state = State.DOCTYPE_SINGLE_QUOTED;
        } else if (c == '>') {
            state = State.DATA;
        } else if (c == '[') {
            rule.giveUp(Outcome.UNCLEAR);
        }
    }

    private int toNameCase(int c) {
        return !xml && c >= 'A' && c <= 'Z' ? c + 0x20 : c;
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    }
}
