package io.github.wxconfig.html;

import static io.github.wxconfig.html.State.DATA;
import static io.github.wxconfig.html.State.RAWTEXT;
import static io.github.wxconfig.html.State.SCRIPT_DATA;

import java.util.Arrays;
import java.util.Comparator;

/** The elements that matter for finding the insertion point; all others are {@link #OTHER}. */
enum Tag {

    HTML("html", false, DATA),
    HEAD("head", false, DATA),
    BODY("body", false, DATA),
    FRAMESET("frameset", false, DATA),
    BR("br", false, DATA),

    META("meta", true, DATA),
    BASE("base", true, DATA),
    BASEFONT("basefont", true, DATA),
    BGSOUND("bgsound", true, DATA),
    LINK("link", true, DATA),
    TEMPLATE("template", true, DATA),
    TITLE("title", true, RAWTEXT),
    STYLE("style", true, RAWTEXT),
    NOSCRIPT("noscript", true, RAWTEXT),
    NOFRAMES("noframes", true, RAWTEXT),
    SCRIPT("script", true, SCRIPT_DATA),

    TEXTAREA("textarea", false, RAWTEXT),
    XMP("xmp", false, RAWTEXT),
    IFRAME("iframe", false, RAWTEXT),
    NOEMBED("noembed", false, RAWTEXT),

    SVG("svg", false, DATA),
    MATH("math", false, DATA),
    SELECT("select", false, DATA),
    COL("col", false, DATA),
    PLAINTEXT("plaintext", false, DATA),

    OTHER("", false, DATA);

    private static final Tag[] BY_CODE = values();
    private static final long[] CODES;

    static {
        Arrays.sort(BY_CODE, Comparator.comparingLong(tag -> tag.code));
        CODES = Arrays.stream(BY_CODE).mapToLong(tag -> tag.code).toArray();
    }

    /** Whether it belongs in a head: its start tag opens a head where another's would open the body. */
    final boolean isMetadata;

    /** The tokenizer's state after its start tag, in HTML. Scripts are taken to run, so noscript is raw text. */
    final State content;

    private final long code;

    Tag(String name, boolean isMetadata, State content) {
        this.code = TagName.code(name);
        this.isMetadata = isMetadata;
        this.content = content;
    }

    static Tag of(TagName name) {
        int i = Arrays.binarySearch(CODES, name.code());
        return i < 0 ? OTHER : BY_CODE[i];
    }
}
