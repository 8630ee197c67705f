package io.github.wxconfig.html;

import java.util.Arrays;

/** The elements that matter on the way to the place; all others are {@link #OTHER}. */
enum Tag {
    HTML, HEAD, BODY, META(Kind.METADATA),
    BASE(Kind.METADATA), BASEFONT(Kind.METADATA), BGSOUND(Kind.METADATA), LINK(Kind.METADATA), TEMPLATE(Kind.METADATA),
    SCRIPT(Kind.METADATA, State.SCRIPT_DATA),
    STYLE(Kind.METADATA, State.RAWTEXT), TITLE(Kind.METADATA, State.RAWTEXT),
    NOSCRIPT(Kind.METADATA, State.RAWTEXT), NOFRAMES(Kind.METADATA, State.RAWTEXT),
    TEXTAREA(Kind.FLOW, State.RAWTEXT), XMP(Kind.FLOW, State.RAWTEXT), IFRAME(Kind.FLOW, State.RAWTEXT),
    NOEMBED(Kind.FLOW, State.RAWTEXT),
    FRAMESET, SVG, MATH, SELECT, COL, PLAINTEXT, BR,
    OTHER;

    private enum Kind { METADATA, FLOW }

    private static final Tag[] BY_CODE = values();
    private static final long[] CODES = new long[BY_CODE.length];

    static {
        Arrays.sort(BY_CODE, (a, b) -> Long.compare(a.code, b.code));
        for (int i = 0; i < CODES.length; i++) {
            CODES[i] = BY_CODE[i].code;
        }
    }

    /** Whether it belongs in a head, so that its start tag opens a head rather than a body. */
    final boolean isMetadata;

    /** The tokenizer's state after its start tag in HTML. */
    final State content;

    private final long code;

    Tag() {
        this(Kind.FLOW, State.DATA);
    }

    Tag(Kind kind) {
        this(kind, State.DATA);
    }

    Tag(Kind kind, State content) {
        this.isMetadata = kind == Kind.METADATA;
        this.content = content;
        this.code = name().equals("OTHER") ? TagName.NONE : TagName.code(name().toLowerCase(java.util.Locale.ROOT));
    }

    static Tag of(TagName name) {
        int i = Arrays.binarySearch(CODES, name.code());
        return i < 0 ? OTHER : BY_CODE[i];
    }
}
