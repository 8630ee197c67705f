package io.github.wxconfig.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Returns the part of a text that may be shown in a log, an exception or on the status page. */
public final class ShownText {

    /** The replacement of a part that may not be shown. */
    public static final String MASKED = "<masked>";

    /** What breaks a line, moves a cursor, turns the direction of reading or is not seen at all; with the blanks around it. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Zs}]+");
    private static final Pattern ADDRESS = Pattern.compile(
            "(https?|rediss?)://([^/?#]*@)?([\\p{L}\\p{N}._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[^?#]*)?([?#].*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME = Pattern.compile("(https?|rediss?)://.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$.-]*|\\$\\{(?:file|env|sys):[^{}@?]*}");

    /** An address within a sentence. A login may have any characters up to the last {@code @}, and so may a query. */
    private static final Pattern ADDRESS_INSIDE = Pattern.compile(
            "[A-Za-z][A-Za-z0-9+.-]*://(?=[^/\\s])(?:\\S*@)?[^\\s'\"\\])>?#]*(?:[?#]\\S*?(?=['\"\\])>]*(?:\\s|$)))?");

    private ShownText() {
    }

    /** Returns the text on one line, without characters that could make it look like another text. */
    public static String line(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ").trim();
    }

    /** Returns the text on one line, cut to {@code max} characters, with a question mark for each non-ASCII character. */
    public static String ascii(String text, int max) {
        String line = line(text.length() <= max ? text : text.substring(0, max));
        return line.replaceAll("[^ -~]", "?") + (text.length() <= max ? "" : "...");
    }

    /** The text on one line, with what {@link #address} shows of the addresses in it, their paths included. */
    public static String lineWithAddresses(String text) {
        Matcher address = ADDRESS_INSIDE.matcher(line(text));
        StringBuffer shown = new StringBuffer();
        while (address.find()) {
            address.appendReplacement(shown, Matcher.quoteReplacement(address(address.group(), true)));
        }
        return address.appendTail(shown).toString();
    }

    /**
     * The same of an address: scheme, host and port; a login, a query and a path may hold a password or a key. Where it is not
     * certain which part is which, nothing but the scheme is shown.
     *
     * @param publicPath whether everybody may see the path
     */
    public static String address(String text, boolean publicPath) {
        String line = line(text);
        Matcher parts = ADDRESS.matcher(line);
        if (!parts.matches() || isIn('@', parts.group(5)) || isIn('@', parts.group(6))) {
            Matcher scheme = SCHEME.matcher(line);
            boolean harmless = WORD.matcher(line).matches() || publicPath && line.startsWith("/") && !isIn('@', line)
                    && !isIn('?', line);
            return harmless ? line : scheme.matches() ? scheme.group(1) + "://" + MASKED : MASKED;
        }
        String path = or(parts.group(5), "");
        String rest = or(parts.group(6), "");
        return parts.group(1) + "://" + (parts.group(2) == null ? "" : MASKED + "@") + parts.group(3) + or(parts.group(4), "")
                + (publicPath || path.matches("(?:/\\d{0,4})?") ? path : "/" + MASKED)
                + (rest.length() < 2 ? rest : rest.charAt(0) + MASKED);
    }

    private static boolean isIn(char c, String part) {
        return part != null && part.indexOf(c) >= 0;
    }

    private static String or(String part, String otherwise) {
        return part == null ? otherwise : part;
    }
}
