package io.github.wxconfig.html;

import org.jspecify.annotations.Nullable;

/**
 * Replaces the character references in an attribute's value, as far as ASCII goes: numbers such as
 * {@literal &}#39; and the names amp, lt, gt, quot and apos.
 */
final class CharacterReferences {

    private static final int REPLACEMENT = 0xFFFD;
    private static final String[] NAMES = {"amp", "AMP", "lt", "LT", "gt", "GT", "quot", "QUOT", "apos"};
    private static final String CHARACTERS = "&&<<>>\"\"'";

    private final StringBuilder text = new StringBuilder();
    private CharSequence value = "";
    private int at;

    /**
     * @return the text that the value stands for, until the next call; {@code null} if it has a reference by any other
     *         name, because only a table of all 2231 could tell that from an ampersand that stands for itself
     */
    @Nullable CharSequence replaceIn(CharSequence whole) {
        value = whole;
        at = 0;
        text.setLength(0);
        while (at < value.length()) {
            char c = value.charAt(at++);
            if (c != '&') {
                text.append(c);
            } else if (peek() == '#') {
                numeric();
            } else if (!named()) {
                return null;
            }
        }
        return text;
    }

    private int peek() {
        return at < value.length() ? value.charAt(at) : -1;
    }

    private void numeric() {
        int start = at++;
        boolean hex = peek() == 'x' || peek() == 'X';
        at += hex ? 1 : 0;
        int digits = at;
        int code = 0;
        for (int digit; (digit = digit(peek(), hex ? 16 : 10)) >= 0; at++) {
            code = Math.min(code * (hex ? 16 : 10) + digit, Character.MAX_CODE_POINT + 1);
        }
        if (at == digits) {
            text.append('&');
            at = start;
            return;
        }
        at += peek() == ';' ? 1 : 0;
        boolean isCharacter = code > 0 && code <= Character.MAX_CODE_POINT && (code < 0xD800 || code > 0xDFFF);
        text.appendCodePoint(isCharacter ? code : REPLACEMENT);
    }

    private static int digit(int c, int radix) {
        return c < 0x80 ? Character.digit(c, radix) : -1;
    }

    /** In attributes a name without a semicolon counts only where the value cannot be a URL's query. */
    private boolean named() {
        int start = at;
        while (Ascii.isLetter(peek()) || digit(peek(), 10) >= 0) {
            at++;
        }
        int c = character(start);
        if (peek() == ';' && at > start) {
            at++;
            text.append((char) c);
            return c >= 0;
        }
        if (c >= 0 && c != '\'' && peek() != '=') {
            text.append((char) c);
        } else {
            text.append('&').append(value, start, at);
        }
        return true;
    }

    /** Returns the one whose name goes from there to here, or -1. */
    private int character(int start) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].length() == at - start && isAt(start, NAMES[i])) {
                return CHARACTERS.charAt(i);
            }
        }
        return -1;
    }

    private boolean isAt(int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (value.charAt(start + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
