package io.github.wxconfig.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills placeholders in ASCII text. The text is encoded once; each use copies bytes into one array.
 *
 * <p>Immutable and safe for any number of threads.
 */
final class ScriptTemplate {

    /** Literal text, of which there is one more than there are placeholders. */
    private final byte[][] literals;
    /** Which value comes after which literal. */
    private final int[] placeholders;
    private final int literalLength;

    /**
     * @param text with {@code $name$} where values are to go; a dollar sign has no other use
     * @param names of the values, in the order of {@link #fill}
     * @throws IllegalArgumentException if the text has a placeholder of another name
     */
    ScriptTemplate(String text, List<String> names) {
        List<byte[]> pieces = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('$'); open >= 0; open = text.indexOf('$', from)) {
            int close = text.indexOf('$', open + 1);
            pieces.add(ascii(text.substring(from, open)));
            places.add(indexOf(text.substring(open + 1, close), names));
            from = close + 1;
        }
        pieces.add(ascii(text.substring(from)));
        literals = pieces.toArray(new byte[0][]);
        placeholders = places.stream().mapToInt(Integer::intValue).toArray();
        literalLength = pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** Returns how many bytes there are without any value. */
    int literalLength() {
        return literalLength;
    }

    /** Returns the whole text. */
    byte[] fill(byte[]... values) {
        int length = literalLength;
        for (int hole : placeholders) {
            length += values[hole].length;
        }
        byte[] filled = new byte[length];
        int at = append(literals[0], filled, 0);
        for (int i = 0; i < placeholders.length; i++) {
            at = append(values[placeholders[i]], filled, at);
            at = append(literals[i + 1], filled, at);
        }
        return filled;
    }

    private static int append(byte[] bytes, byte[] to, int at) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        return at + bytes.length;
    }

    private static int indexOf(String name, List<String> names) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("There is no value for [" + name + "]");
        }
        return index;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
