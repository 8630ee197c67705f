package io.github.wxconfig.html;

/**
 * Where the {@link Tokenizer} stands between two units: the tokenizer states of the HTML standard (section 13.2.5),
 * under its names.
 *
 * <p>Fewer than there, since we look for tags and keep no tokens: RCDATA is read like RAWTEXT, a doctype like a bogus
 * comment (both end at the first {@code >}), and nested comments are only an error to report.
 */
enum State {
    /** Ours: nothing seen but white space and byte order marks. */
    BEFORE_DOCUMENT, BYTE_ORDER_MARK_2, BYTE_ORDER_MARK_3,
    /** Ours: the first {@code <} has been seen. */
    FIRST_TAG_OPEN,

    DATA,
    /** Ours: the data state within a run of text that has been reported. */
    DATA_TEXT('<'),
    TAG_OPEN, END_TAG_OPEN, TAG_NAME,
    BEFORE_ATTRIBUTE_NAME, ATTRIBUTE_NAME, AFTER_ATTRIBUTE_NAME,
    BEFORE_ATTRIBUTE_VALUE, ATTRIBUTE_VALUE_DOUBLE_QUOTED('"'), ATTRIBUTE_VALUE_SINGLE_QUOTED('\''),
    ATTRIBUTE_VALUE_UNQUOTED, AFTER_ATTRIBUTE_VALUE_QUOTED, SELF_CLOSING_START_TAG,

    BOGUS_COMMENT('>'), MARKUP_DECLARATION_OPEN,
    /** Ours: {@code <!-} has been seen. */
    MARKUP_DECLARATION_OPEN_DASH,
    COMMENT_START, COMMENT_START_DASH, COMMENT('-'), COMMENT_END_DASH, COMMENT_END, COMMENT_END_BANG,

    RAWTEXT('<'), RAWTEXT_LESS_THAN_SIGN,
    /** These two serve RAWTEXT, SCRIPT_DATA and SCRIPT_DATA_ESCAPED alike. */
    RAWTEXT_END_TAG_OPEN, RAWTEXT_END_TAG_NAME,

    SCRIPT_DATA('<'), SCRIPT_DATA_LESS_THAN_SIGN, SCRIPT_DATA_ESCAPE_START, SCRIPT_DATA_ESCAPE_START_DASH,
    SCRIPT_DATA_ESCAPED('<', '-'), SCRIPT_DATA_ESCAPED_DASH, SCRIPT_DATA_ESCAPED_DASH_DASH,
    SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN, SCRIPT_DATA_DOUBLE_ESCAPE_START,
    SCRIPT_DATA_DOUBLE_ESCAPED('<', '-'), SCRIPT_DATA_DOUBLE_ESCAPED_DASH, SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH,
    SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN, SCRIPT_DATA_DOUBLE_ESCAPE_END,

    /** XML alone. */
    DOCTYPE, DOCTYPE_DOUBLE_QUOTED('"'), DOCTYPE_SINGLE_QUOTED('\''),
    CDATA_SECTION(']'), CDATA_SECTION_BRACKET, CDATA_SECTION_END,
    PROCESSING_INSTRUCTION('?'), PROCESSING_INSTRUCTION_END;

    /** Whether all units but {@link #stop} and {@link #otherStop} leave the state as it is. */
    final boolean skips;
    final char stop;
    final char otherStop;

    State() {
        this(false, '\0', '\0');
    }

    State(char stop) {
        this(true, stop, stop);
    }

    State(char stop, char otherStop) {
        this(true, stop, otherStop);
    }

    State(boolean skips, char stop, char otherStop) {
        this.skips = skips;
        this.stop = stop;
        this.otherStop = otherStop;
    }
}
