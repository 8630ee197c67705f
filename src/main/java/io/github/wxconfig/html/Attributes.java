package io.github.wxconfig.html;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The attributes of the tag at hand, as far as they matter: does it make the page AMP, does it declare a charset? */
final class Attributes {

    private static final int LONGEST_NAME = 16;
    private static final int LONGEST_VALUE = 128;

    /** Finds gbk in {@code text/html; charset=gbk}, as the standard extracts an encoding from a meta element. */
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*(?:([\"'])(.*?)\\1|([^\"'\\s;][^\\s;]*))");

    /** In lower case, and cut off where they are longer than anything that matters. */
    private final StringBuilder name = new StringBuilder(LONGEST_NAME);
    private final StringBuilder value = new StringBuilder(LONGEST_VALUE);

    private boolean amp;
    private boolean charset;
    private boolean isContentType;
    private boolean charsetInContent;

    /** A tag begins. */
    void clear() {
        name.setLength(0);
        value.setLength(0);
        amp = false;
        charset = false;
        isContentType = false;
        charsetInContent = false;
    }

    /** An attribute begins, and the one before is complete. */
    void begin() {
        end();
        name.setLength(0);
        value.setLength(0);
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

    /** The last attribute is complete. */
    void end() {
        switch (name.toString()) {
            case "charset":
                charset |= isSupported(value.toString());
                break;
            case "http-equiv":
                isContentType |= "content-type".contentEquals(value);
                break;
            case "content":
                charsetInContent |= isSupported(charsetOf(value));
                break;
            default:
                amp |= isAmpName();
        }
    }

    /** {@code amp}, the lightning sign (as a char, or as three bytes of UTF-8), and their kin such as {@code amp4email}. */
    private boolean isAmpName() {
        return "amp".contentEquals(name) || name.indexOf("amp4") == 0
                || name.indexOf("\u26A1") == 0 || name.indexOf("\u00E2\u009A\u00A1") == 0;
    }

    private static String charsetOf(CharSequence content) {
        Matcher matcher = CHARSET.matcher(content);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    }

    /** A browser passes over labels it does not know, and so do we. */
    private static boolean isSupported(String label) {
        try {
            return Charset.isSupported(label.trim());
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    boolean isAmp() {
        return amp;
    }

    boolean declareCharset() {
        return charset || isContentType && charsetInContent;
    }
}
