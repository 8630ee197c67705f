package io.github.wxconfig.html;

/** The result of the search for the insertion point of one page. */
public enum Outcome {

    /** Nothing found so far. At the end of the page: it has neither a head nor a body tag. */
    NO_PLACE_YET,

    /** Found: right after {@code <head …>}. */
    AFTER_HEAD_TAG,
    /** Found: right after the {@code <meta>} that declares the charset. */
    AFTER_CHARSET_META,
    /** Found: right after {@code </head>}, because the head declared no charset or had no start tag. */
    AFTER_HEAD,
    /** Found: right after {@code <body …>}, because there was no head. */
    AFTER_BODY_TAG,

    /** The body does not begin with markup: JSON, script or plain text that is called HTML. */
    NOT_A_DOCUMENT,
    /** {@code <html amp>}: the AMP validator refuses scripts that are not its own. */
    AMP,
    /** A frameset without a head holds no script. */
    FRAMESET,
    /** Two or four bytes to the character, which an ASCII script does not fit. */
    UTF16,
    /** Something came before the place after which only a full parser could tell a tag from text. */
    UNCLEAR;

    /** Returns whether a place was found. */
    boolean isFound() {
        return this == AFTER_HEAD_TAG || this == AFTER_CHARSET_META || this == AFTER_HEAD || this == AFTER_BODY_TAG;
    }
}
