package io.github.wxconfig.html;

/** What became of the search for a place in one page, for the trace and the counters. */
public enum Outcome {

    /** Nothing found so far. At the end of the page: it has neither a head nor a body tag. */
    NO_PLACE_YET("no head or body tag"),

    /** Found: right after {@code <head …>}. */
    AFTER_HEAD_TAG("after <head>"),
    /** Found: right after the {@code <meta>} that declares the charset. */
    AFTER_CHARSET_META("after the charset meta"),
    /** Found: right after {@code </head>}, because the head declared no charset or had no start tag. */
    AFTER_HEAD("after </head>"),
    /** Found: right after {@code <body …>}, because there was no head. */
    AFTER_BODY_TAG("after <body>"),

    /** The body does not begin with markup: JSON, script or plain text that is called HTML. */
    NOT_A_DOCUMENT("does not begin like an HTML document"),
    /** {@code <html amp>}: the AMP validator refuses scripts that are not its own. */
    AMP("AMP page"),
    /** A frameset without a head holds no script. */
    FRAMESET("frameset without a head"),
    /** Two or four bytes to the character, which an ASCII script does not fit. */
    UTF16("UTF-16 or UTF-32"),
    /** Something came before the place after which only a full parser could tell a tag from text. */
    UNCLEAR("begins in a way that only a full parser understands");

    private final String description;

    Outcome(String description) {
        this.description = description;
    }

    /** Whether a place was found. */
    public boolean isFound() {
        return this == AFTER_HEAD_TAG || this == AFTER_CHARSET_META || this == AFTER_HEAD || this == AFTER_BODY_TAG;
    }

    /** A few ASCII words for people. */
    public String description() {
        return description;
    }
}
