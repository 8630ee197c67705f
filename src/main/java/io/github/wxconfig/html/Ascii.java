package io.github.wxconfig.html;

/** Classifies units as the HTML standard does: letters, white space, digits. */
final class Ascii {

    private Ascii() {
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    }

    static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** White space, {@code /} or {@code >}: what ends a name in a tag. */
    static boolean endsName(int c) {
        return c == '>' || c == '/' || isSpace(c);
    }

    static int toLowerCase(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    /** Returns whether the text has this word at the index, in any case. */
    static boolean startsWith(CharSequence text, int from, String lowerCase) {
        int length = lowerCase.length();
        if (text.length() - from < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (toLowerCase(text.charAt(from + i)) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
