package io.github.wxconfig.html;

/** A tag name while it is read: up to twelve lower-case letters, five bits each, in one number. */
final class TagName {

    /** The code of every other name. No {@link Tag} has one. */
    private static final long OTHER = -1;

    private static final int LONGEST = 12;

    private long code;
    private int length;

    void clear() {
        code = 0;
        length = 0;
    }

    void append(int c) {
        boolean fits = c >= 'a' && c <= 'z' && length < LONGEST && code != OTHER;
        code = fits ? code << 5 | c - 'a' + 1 : OTHER;
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
