package io.github.wxconfig.html;

import static io.github.wxconfig.html.Ascii.endsName;
import static io.github.wxconfig.html.Ascii.isLetter;
import static io.github.wxconfig.html.Ascii.isSpace;

/**
 * The state of the {@link Tokenizer} between two units: the tokenizer states of the HTML standard (section
 * "Tokenization"), under its names. {@code X.read(t, c)} is what the standard calls "reconsume in the X state".
 *
 * <p>They are fewer than there, since we look for tags and keep no text: character references are text, RCDATA is read
 * like RAWTEXT, a doctype like a bogus comment (both end at the first {@code >}, quotes or not), and comments within
 * comments are only an error to report.
 */
enum State {

    // Before the first tag. Ours: the standard has decoded the bytes by then.

    /** Nothing has been read. Only here a byte order mark tells the charset. */
    DOCUMENT_START {
        @Override
        State read(Tokenizer t, int c) {
            if (c == 0xFEFF) {
                return t.charsetKnown();
            }
            return c == 0xEF ? BYTE_ORDER_MARK_SECOND : BEFORE_DOCUMENT.read(t, c);
        }
    },
    BYTE_ORDER_MARK_SECOND {
        @Override
        State read(Tokenizer t, int c) {
            return c == 0xBB ? BYTE_ORDER_MARK_THIRD : t.giveUp(Outcome.NOT_A_DOCUMENT);
        }
    },
    BYTE_ORDER_MARK_THIRD {
        @Override
        State read(Tokenizer t, int c) {
            return c == 0xBF ? t.charsetKnown() : t.giveUp(Outcome.NOT_A_DOCUMENT);
        }
    },
    BEFORE_DOCUMENT {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '<') {
                return FIRST_TAG_OPEN;
            }
            if (isSpace(c)) {
                return BEFORE_DOCUMENT;
            }
            if (c == 0xEF || c == 0xFEFF) {
                t.text();
                return STRAY_BYTE_ORDER_MARK;
            }
            return t.giveUp(c == 0 || c == 0xFE || c == 0xFF ? Outcome.UTF16 : Outcome.NOT_A_DOCUMENT);
        }
    },
    /** Included files that were saved with a mark of their own leave it in the page, where it is text. */
    STRAY_BYTE_ORDER_MARK {
        @Override
        State read(Tokenizer t, int c) {
            return c == 0xBB || c == 0xBF ? STRAY_BYTE_ORDER_MARK : BEFORE_DOCUMENT.read(t, c);
        }
    },
    FIRST_TAG_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            if (isLetter(c) || c == '!' || c == '/' || c == '?') {
                return TAG_OPEN.read(t, c);
            }
            return t.giveUp(c == 0 ? Outcome.UTF16 : Outcome.NOT_A_DOCUMENT);
        }
    },

    // Text and tags.

    DATA {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '<') {
                return TAG_OPEN;
            }
            if (isSpace(c) || c == 0) { // browsers drop NUL here, before it could open a body
                return DATA;
            }
            t.text();
            return DATA_REPORTED;
        }
    },
    /** Ours: the data state, in text that has been reported. */
    DATA_REPORTED('<') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '<' ? TAG_OPEN : DATA_REPORTED;
        }
    },
    TAG_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            if (isLetter(c)) {
                t.beginStartTag();
                return TAG_NAME.read(t, c);
            }
            switch (c) {
                case '/':
                    return END_TAG_OPEN;
                case '!':
                    return MARKUP_DECLARATION_OPEN;
                case '?':
                    return t.isXml() ? PROCESSING_INSTRUCTION : BOGUS_COMMENT;
                default:
                    t.text();
                    return DATA_REPORTED.read(t, c);
            }
        }
    },
    END_TAG_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            if (isLetter(c)) {
                t.beginEndTag();
                return TAG_NAME.read(t, c);
            }
            return BOGUS_COMMENT.read(t, c);
        }
    },
    TAG_NAME {
        @Override
        State read(Tokenizer t, int c) {
            if (endsName(c)) {
                t.endTagName();
                return AFTER_ATTRIBUTE_VALUE_QUOTED.read(t, c); // white space, / and > mean the same there
            }
            t.appendToTagName(c);
            return TAG_NAME;
        }
    },
    BEFORE_ATTRIBUTE_NAME {
        @Override
        State read(Tokenizer t, int c) {
            if (isSpace(c)) {
                return BEFORE_ATTRIBUTE_NAME;
            }
            if (endsName(c)) {
                return AFTER_ATTRIBUTE_NAME.read(t, c);
            }
            t.beginAttribute();
            t.appendToAttributeName(c);
            return ATTRIBUTE_NAME;
        }
    },
    ATTRIBUTE_NAME {
        @Override
        State read(Tokenizer t, int c) {
            if (endsName(c) || c == '=') {
                t.endAttributeName();
                return AFTER_ATTRIBUTE_NAME.read(t, c);
            }
            t.appendToAttributeName(c);
            return ATTRIBUTE_NAME;
        }
    },
    AFTER_ATTRIBUTE_NAME {
        @Override
        State read(Tokenizer t, int c) {
            if (isSpace(c)) {
                return AFTER_ATTRIBUTE_NAME;
            }
            switch (c) {
                case '/':
                    return SELF_CLOSING_START_TAG;
                case '=':
                    return BEFORE_ATTRIBUTE_VALUE;
                case '>':
                    return t.emitTag(false);
                default:
                    return BEFORE_ATTRIBUTE_NAME.read(t, c);
            }
        }
    },
    BEFORE_ATTRIBUTE_VALUE {
        @Override
        State read(Tokenizer t, int c) {
            if (isSpace(c)) {
                return BEFORE_ATTRIBUTE_VALUE;
            }
            switch (c) {
                case '"':
                    return ATTRIBUTE_VALUE_DOUBLE_QUOTED;
                case '\'':
                    return ATTRIBUTE_VALUE_SINGLE_QUOTED;
                default:
                    return ATTRIBUTE_VALUE_UNQUOTED.read(t, c);
            }
        }
    },
    ATTRIBUTE_VALUE_DOUBLE_QUOTED('"') {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '"') {
                return AFTER_ATTRIBUTE_VALUE_QUOTED;
            }
            t.appendToAttributeValue(c);
            return ATTRIBUTE_VALUE_DOUBLE_QUOTED;
        }
    },
    ATTRIBUTE_VALUE_SINGLE_QUOTED('\'') {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '\'') {
                return AFTER_ATTRIBUTE_VALUE_QUOTED;
            }
            t.appendToAttributeValue(c);
            return ATTRIBUTE_VALUE_SINGLE_QUOTED;
        }
    },
    ATTRIBUTE_VALUE_UNQUOTED {
        @Override
        State read(Tokenizer t, int c) {
            if (isSpace(c)) {
                return BEFORE_ATTRIBUTE_NAME;
            }
            if (c == '>') {
                return t.emitTag(false);
            }
            t.appendToAttributeValue(c);
            return ATTRIBUTE_VALUE_UNQUOTED;
        }
    },
    AFTER_ATTRIBUTE_VALUE_QUOTED {
        @Override
        State read(Tokenizer t, int c) {
            switch (c) {
                case '/':
                    return SELF_CLOSING_START_TAG;
                case '>':
                    return t.emitTag(false);
                default:
                    return BEFORE_ATTRIBUTE_NAME.read(t, c);
            }
        }
    },
    SELF_CLOSING_START_TAG {
        @Override
        State read(Tokenizer t, int c) {
            return c == '>' ? t.emitTag(true) : BEFORE_ATTRIBUTE_NAME.read(t, c);
        }
    },

    // Comments.

    BOGUS_COMMENT('>') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '>' ? DATA : BOGUS_COMMENT;
        }
    },
    MARKUP_DECLARATION_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '-') {
                return MARKUP_DECLARATION_OPEN_DASH;
            }
            if (t.isXml()) {
                return c == '[' ? CDATA_SECTION : XML_DOCTYPE;
            }
            t.clearTagName();
            return MARKUP_DECLARATION_OPEN_NAME.read(t, c);
        }
    },
    /** Ours: {@code <!} and perhaps some letters have been read. */
    MARKUP_DECLARATION_OPEN_NAME {
        @Override
        State read(Tokenizer t, int c) {
            if (!isLetter(c)) {
                return BOGUS_COMMENT.read(t, c);
            }
            t.appendToTagName(c);
            if (t.isNameOfDoctype()) {
                t.doctype();
                return BOGUS_COMMENT;
            }
            return MARKUP_DECLARATION_OPEN_NAME;
        }
    },
    /** Ours: {@code <!-} has been read. */
    MARKUP_DECLARATION_OPEN_DASH {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '-') {
                return t.isXml() ? COMMENT : COMMENT_START;
            }
            return BOGUS_COMMENT.read(t, c);
        }
    },
    COMMENT_START {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '-') {
                return COMMENT_START_DASH;
            }
            return c == '>' ? DATA : COMMENT;
        }
    },
    COMMENT_START_DASH {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '-') {
                return COMMENT_END;
            }
            return c == '>' ? DATA : COMMENT;
        }
    },
    COMMENT('-') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '-' ? COMMENT_END_DASH : COMMENT;
        }
    },
    COMMENT_END_DASH {
        @Override
        State read(Tokenizer t, int c) {
            return c == '-' ? COMMENT_END : COMMENT;
        }
    },
    COMMENT_END {
        @Override
        State read(Tokenizer t, int c) {
            switch (c) {
                case '>':
                    return DATA;
                case '-':
                    return COMMENT_END;
                case '!':
                    return t.isXml() ? COMMENT : COMMENT_END_BANG;
                default:
                    return COMMENT;
            }
        }
    },
    COMMENT_END_BANG {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '-') {
                return COMMENT_END_DASH;
            }
            return c == '>' ? DATA : COMMENT;
        }
    },

    // Raw text, and RCDATA with it.

    RAWTEXT('<') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '<' ? RAWTEXT_LESS_THAN_SIGN : RAWTEXT;
        }
    },
    RAWTEXT_LESS_THAN_SIGN {
        @Override
        State read(Tokenizer t, int c) {
            return c == '/' ? RAWTEXT_END_TAG_OPEN : RAWTEXT.read(t, c);
        }
    },
    RAWTEXT_END_TAG_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            return readEndTagOpen(t, c, RAWTEXT_END_TAG_NAME, RAWTEXT);
        }
    },
    RAWTEXT_END_TAG_NAME {
        @Override
        State read(Tokenizer t, int c) {
            return readEndTagName(t, c, RAWTEXT_END_TAG_NAME, RAWTEXT);
        }
    },

    // Scripts. After <!-- a <script> within is not the end of it, nor is its </script>.

    SCRIPT_DATA('<') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '<' ? SCRIPT_DATA_LESS_THAN_SIGN : SCRIPT_DATA;
        }
    },
    SCRIPT_DATA_LESS_THAN_SIGN {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '/') {
                return SCRIPT_DATA_END_TAG_OPEN;
            }
            return c == '!' ? SCRIPT_DATA_ESCAPE_START : SCRIPT_DATA.read(t, c);
        }
    },
    SCRIPT_DATA_END_TAG_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            return readEndTagOpen(t, c, SCRIPT_DATA_END_TAG_NAME, SCRIPT_DATA);
        }
    },
    SCRIPT_DATA_END_TAG_NAME {
        @Override
        State read(Tokenizer t, int c) {
            return readEndTagName(t, c, SCRIPT_DATA_END_TAG_NAME, SCRIPT_DATA);
        }
    },
    SCRIPT_DATA_ESCAPE_START {
        @Override
        State read(Tokenizer t, int c) {
            return c == '-' ? SCRIPT_DATA_ESCAPE_START_DASH : SCRIPT_DATA.read(t, c);
        }
    },
    SCRIPT_DATA_ESCAPE_START_DASH {
        @Override
        State read(Tokenizer t, int c) {
            return c == '-' ? SCRIPT_DATA_ESCAPED_DASH_DASH : SCRIPT_DATA.read(t, c);
        }
    },
    SCRIPT_DATA_ESCAPED('<', '-') {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '<') {
                return SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN;
            }
            return c == '-' ? SCRIPT_DATA_ESCAPED_DASH : SCRIPT_DATA_ESCAPED;
        }
    },
    SCRIPT_DATA_ESCAPED_DASH {
        @Override
        State read(Tokenizer t, int c) {
            return c == '-' ? SCRIPT_DATA_ESCAPED_DASH_DASH : SCRIPT_DATA_ESCAPED.read(t, c);
        }
    },
    SCRIPT_DATA_ESCAPED_DASH_DASH {
        @Override
        State read(Tokenizer t, int c) {
            return c == '>' ? SCRIPT_DATA : SCRIPT_DATA_ESCAPED_DASH.read(t, c);
        }
    },
    SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '/') {
                return SCRIPT_DATA_ESCAPED_END_TAG_OPEN;
            }
            if (isLetter(c)) {
                t.clearTagName();
                return SCRIPT_DATA_DOUBLE_ESCAPE_START.read(t, c);
            }
            return SCRIPT_DATA_ESCAPED.read(t, c);
        }
    },
    SCRIPT_DATA_ESCAPED_END_TAG_OPEN {
        @Override
        State read(Tokenizer t, int c) {
            return readEndTagOpen(t, c, SCRIPT_DATA_ESCAPED_END_TAG_NAME, SCRIPT_DATA_ESCAPED);
        }
    },
    SCRIPT_DATA_ESCAPED_END_TAG_NAME {
        @Override
        State read(Tokenizer t, int c) {
            return readEndTagName(t, c, SCRIPT_DATA_ESCAPED_END_TAG_NAME, SCRIPT_DATA_ESCAPED);
        }
    },
    SCRIPT_DATA_DOUBLE_ESCAPE_START {
        @Override
        State read(Tokenizer t, int c) {
            return readDoubleEscape(t, c, SCRIPT_DATA_DOUBLE_ESCAPE_START,
                    SCRIPT_DATA_DOUBLE_ESCAPED, SCRIPT_DATA_ESCAPED);
        }
    },
    SCRIPT_DATA_DOUBLE_ESCAPED('<', '-') {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '<') {
                return SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN;
            }
            return c == '-' ? SCRIPT_DATA_DOUBLE_ESCAPED_DASH : SCRIPT_DATA_DOUBLE_ESCAPED;
        }
    },
    SCRIPT_DATA_DOUBLE_ESCAPED_DASH {
        @Override
        State read(Tokenizer t, int c) {
            return c == '-' ? SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH : SCRIPT_DATA_DOUBLE_ESCAPED.read(t, c);
        }
    },
    SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH {
        @Override
        State read(Tokenizer t, int c) {
            return c == '>' ? SCRIPT_DATA : SCRIPT_DATA_DOUBLE_ESCAPED_DASH.read(t, c);
        }
    },
    SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN {
        @Override
        State read(Tokenizer t, int c) {
            if (c == '/') {
                t.clearTagName();
                return SCRIPT_DATA_DOUBLE_ESCAPE_END;
            }
            return SCRIPT_DATA_DOUBLE_ESCAPED.read(t, c);
        }
    },
    SCRIPT_DATA_DOUBLE_ESCAPE_END {
        @Override
        State read(Tokenizer t, int c) {
            return readDoubleEscape(t, c, SCRIPT_DATA_DOUBLE_ESCAPE_END,
                    SCRIPT_DATA_ESCAPED, SCRIPT_DATA_DOUBLE_ESCAPED);
        }
    },

    // XML alone.

    XML_DOCTYPE {
        @Override
        State read(Tokenizer t, int c) {
            switch (c) {
                case '>':
                    return DATA;
                case '"':
                    return XML_DOCTYPE_DOUBLE_QUOTED;
                case '\'':
                    return XML_DOCTYPE_SINGLE_QUOTED;
                case '[':
                    return t.giveUp(Outcome.UNCLEAR);
                default:
                    return XML_DOCTYPE;
            }
        }
    },
    XML_DOCTYPE_DOUBLE_QUOTED('"') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '"' ? XML_DOCTYPE : XML_DOCTYPE_DOUBLE_QUOTED;
        }
    },
    XML_DOCTYPE_SINGLE_QUOTED('\'') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '\'' ? XML_DOCTYPE : XML_DOCTYPE_SINGLE_QUOTED;
        }
    },
    CDATA_SECTION(']') {
        @Override
        State read(Tokenizer t, int c) {
            return c == ']' ? CDATA_SECTION_BRACKET : CDATA_SECTION;
        }
    },
    CDATA_SECTION_BRACKET {
        @Override
        State read(Tokenizer t, int c) {
            return c == ']' ? CDATA_SECTION_END : CDATA_SECTION;
        }
    },
    CDATA_SECTION_END {
        @Override
        State read(Tokenizer t, int c) {
            if (c == ']') {
                return CDATA_SECTION_END;
            }
            return c == '>' ? DATA : CDATA_SECTION;
        }
    },
    PROCESSING_INSTRUCTION('?') {
        @Override
        State read(Tokenizer t, int c) {
            return c == '?' ? PROCESSING_INSTRUCTION_END : PROCESSING_INSTRUCTION;
        }
    },
    PROCESSING_INSTRUCTION_END {
        @Override
        State read(Tokenizer t, int c) {
            return c == '>' ? DATA : PROCESSING_INSTRUCTION.read(t, c);
        }
    };

    /** Whether every unit but {@link #stop} and {@link #otherStop} leaves the state as it is. */
    final boolean skips;
    final char stop;
    final char otherStop;

    State() {
        skips = false;
        stop = 0;
        otherStop = 0;
    }

    State(char stop) {
        this(stop, stop);
    }

    State(char stop, char otherStop) {
        this.skips = true;
        this.stop = stop;
        this.otherStop = otherStop;
    }

    /** Reads one unit and returns the state after it. */
    abstract State read(Tokenizer t, int c);

    private static State readEndTagOpen(Tokenizer t, int c, State name, State text) {
        if (isLetter(c)) {
            t.beginEndTag();
            return name.read(t, c);
        }
        return text.read(t, c);
    }

    private static State readEndTagName(Tokenizer t, int c, State name, State text) {
        if (endsName(c) && t.isNameOfLastStartTag()) {
            return TAG_NAME.read(t, c);
        }
        if (isLetter(c)) {
            t.appendToTagName(c);
            return name;
        }
        return text.read(t, c);
    }

    private static State readDoubleEscape(Tokenizer t, int c, State name, State ifScript, State text) {
        if (endsName(c)) {
            return t.isNameOfLastStartTag() ? ifScript : text;
        }
        if (isLetter(c)) {
            t.appendToTagName(c);
            return name;
        }
        return text.read(t, c);
    }
}
