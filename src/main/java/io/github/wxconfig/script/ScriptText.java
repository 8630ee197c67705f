package io.github.wxconfig.script;

import java.nio.charset.StandardCharsets;

/**
 * Escapes text for a quoted string in an inline script, of HTML or of XHTML, in a page of any charset.
 *
 * <p>The result is ASCII. Nothing in it ends a string, a line, a script block ({@code </script>}), a comment, a CDATA
 * section, or begins an HTML comment ({@code <!--}); it is JSON as well as JavaScript.
 */
public final class ScriptText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** How many bytes {@code \}{@code uXXXX} has. */
    static final int ESCAPED = 6;

    private ScriptText() {
    }

    /** Returns what comes between the quotes. */
    static byte[] escape(String text) {
        byte[] bytes = new byte[escapedLength(text)];
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                bytes[at++] = (byte) c;
            } else {
                at = escape(c, bytes, at);
            }
        }
        return bytes;
    }

    /** Returns the text in double quotes, and fit for a {@link ScriptTemplate}. */
    static String quote(String text) {
        return '"' + new String(escape(text), StandardCharsets.US_ASCII).replace("$", "\\u0024") + '"';
    }

    /** Returns a list of such texts in brackets. */
    static String array(Iterable<String> texts) {
        StringBuilder array = new StringBuilder("[");
        for (String text : texts) {
            array.append(array.length() > 1 ? "," : "").append(quote(text));
        }
        return array.append(']').toString();
    }

    /** Returns the same JSON, safe in an inline script: what could end it occurs only in JSON's strings, and is escaped there. */
    public static String escapeJson(String json) {
        byte[] bytes = new byte[json.length() * ESCAPED];
        int at = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isPlain(c) || c == '"' || c == '\\') {
                bytes[at++] = (byte) c;
            } else {
                at = escape(c, bytes, at);
            }
        }
        return new String(bytes, 0, at, StandardCharsets.US_ASCII);
    }

    private static int escapedLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += isPlain(text.charAt(i)) ? 1 : ESCAPED;
        }
        return length;
    }

    private static int escape(char c, byte[] bytes, int at) {
        bytes[at] = '\\';
        bytes[at + 1] = 'u';
        bytes[at + 2] = HEX[c >> 12];
        bytes[at + 3] = HEX[c >> 8 & 15];
        bytes[at + 4] = HEX[c >> 4 & 15];
        bytes[at + 5] = HEX[c & 15];
        return at + ESCAPED;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\'' && c != '\\' && c != '<' && c != '>' && c != '&' && c != '`';
    }
}
