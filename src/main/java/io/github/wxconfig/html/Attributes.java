package io.github.wxconfig.html;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;

/** The attributes of the tag at hand, as far as they matter: is it AMP, does it declare a charset? */
final class Attributes {

    private static final int LONGEST_NAME = 16;
    private static final int LONGEST_VALUE = 128;

    private final StringBuilder name = new StringBuilder(LONGEST_NAME);
    private final StringBuilder value = new StringBuilder(LONGEST_VALUE);

    private boolean amp;
    private boolean charset;
    private boolean contentType;
    private boolean contentCharset;

    void clear() {
        name.setLength(0);
        value.setLength(0);
        amp = false;
        charset = false;
        contentType = false;
        contentCharset = false;
    }

    void appendToName(int c) {
        append(name, c, LONGEST_NAME);
    }

    void appendToValue(int c) {
        append(value, c, LONGEST_VALUE);
    }

    private static void append(StringBuilder to, int c, int longest) {
        if (to.length() < longest) {
            to.append((char) Ascii.toLowerCase(c));
        }
    }

    /** The next attribute begins, and the one before is complete. */
    void begin() {
        end();
        name.setLength(0);
        value.setLength(0);
    }

    /** The last attribute is complete. */
    void end() {
        if (isName("charset")) {
            charset |= isSupported(value.toString());
        } else if (isName("http-equiv")) {
            contentType |= "content-type".contentEquals(value);
        } else if (isName("content")) {
            contentCharset |= isSupported(charsetOf(value));
        } else {
            amp |= isAmpName();
        }
    }

    private boolean isName(String expected) {
        return expected.contentEquals(name);
    }

    /** {@code amp} or the lightning sign, as a character or as its three bytes in UTF-8, and their kinds like {@code amp4email}. */
    private boolean isAmpName() {
        return isName("amp") || name.indexOf("amp4") == 0
                || name.indexOf("\u26A1") == 0 || name.indexOf("\u00E2\u009A\u00A1") == 0;
    }

    /** The charset in {@code text/html; charset=gbk}, found as in the standard's "extracting a character encoding from a meta element". */
    private static String charsetOf(StringBuilder content) {
        int at = content.indexOf("charset");
        while (at >= 0) {
            int i = skipSpace(content, at + "charset".length());
            if (i < content.length() && content.charAt(i) == '=') {
                return token(content, skipSpace(content, i + 1));
            }
            at = content.indexOf("charset", i);
        }
        return "";
    }

    private static String token(StringBuilder content, int from) {
        boolean quoted = from < content.length() && (content.charAt(from) == '"' || content.charAt(from) == '\'');
        int start = quoted ? from + 1 : from;
        int end = start;
        while (end < content.length() && !endsToken(content.charAt(end), quoted ? content.charAt(from) : ';', quoted)) {
            end++;
        }
        return content.substring(start, end);
    }

    private static boolean endsToken(char c, char last, boolean quoted) {
        return c == last || !quoted && Ascii.isSpace(c);
    }

    private static int skipSpace(StringBuilder content, int i) {
        while (i < content.length() && Ascii.isSpace(content.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSupported(String label) {
        try {
            String trimmed = label.trim();
            return !trimmed.isEmpty() && Charset.isSupported(trimmed);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    boolean isAmp() {
        return amp;
    }

    boolean declareCharset() {
        return charset || contentType && contentCharset;
    }
}
