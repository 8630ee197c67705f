package io.github.wxconfig.html;

/** A tag name while it is being read: up to twelve letters a to z, five bits each, in one number. */
final class TagName {

    /** The code of every name that no {@link Tag} can have: too long, or not of letters alone. */
    static final long NONE = -1;

    private static final int LONGEST = 12;

    private long code;
    private int length;

    void clear() {
        code = 0;
        length = 0;
    }

    void append(int c) {
        boolean letter = c >= 'a' && c <= 'z';
        code = letter && length < LONGEST && code != NONE ? code << 5 | (c - 'a' + 1) : NONE;
        length++;
    }

    long code() {
        return code;
    }

    static long code(String name) {
        TagName read = new TagName();
        name.chars().forEach(read::append);
        return read.code;
    }
}
