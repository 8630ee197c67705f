package io.github.wxconfig.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a script of ours and makes it small: without comments, line ends and needless blanks.
 *
 * <p>Not a minifier for any script: it relies on a semicolon after each statement, and on there being no regular
 * expression literals.
 */
final class ScriptSource {

    private ScriptSource() {
    }

    /** The compact text of a script that lies beside this class. */
    static String load(String name) {
        try (InputStream in = ScriptSource.class.getResourceAsStream(name)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
            return compact(new String(bytes.toByteArray(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("The filter's jar is damaged: [" + name + "] cannot be read", e);
        }
    }

    static String compact(String script) {
        StringBuilder out = new StringBuilder(script.length());
        boolean blank = false;
        for (int i = 0; i < script.length(); i++) {
            char c = script.charAt(i);
            int end = endOfComment(script, i);
            if (end > i || c <= ' ') {
                blank = true;
                i = Math.max(i, end - 1);
                continue;
            }
            if (blank && out.length() > 0 && needsBlank(out.charAt(out.length() - 1), c)) {
                out.append(' ');
            }
            blank = false;
            end = endOfString(script, i);
            out.append(script, i, end);
            i = end - 1;
        }
        return out.toString();
    }

    private static int endOfComment(String script, int at) {
        if (script.startsWith("//", at)) {
            int end = script.indexOf('\n', at);
            return end < 0 ? script.length() : end;
        }
        return script.startsWith("/*", at) ? script.indexOf("*/", at) + 2 : at;
    }

    /** Where the string that begins at {@code at} ends, or the next character if none begins there. */
    private static int endOfString(String script, int at) {
        int i = at + 1;
        if (script.charAt(at) == '\'') {
            while (script.charAt(i) != '\'') {
                i += script.charAt(i) == '\\' ? 2 : 1;
            }
            i++;
        }
        return i;
    }

    /** Between two words, and in {@code a + +b}. */
    private static boolean needsBlank(char left, char right) {
        return isWord(left) && isWord(right) || left == right && (left == '+' || left == '-');
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
