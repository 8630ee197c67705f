package io.github.wxconfig.text;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What others may put into a text so that it looks like another, in a log, a terminal or a page. */
public final class HostileText {

    /** All controls of ASCII and ISO 8859-1, the line ends of Unicode, what is not seen, and marks of direction. */
    public static final String ALL = IntStream.concat(IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7F, 0xA0)),
                    IntStream.of(0xAD, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A,
                            0x202B, 0x202C, 0x202D,
                            0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xD800, 0xFEFF, 0xFFF9, 0xE0001, 0xE0020))
            .mapToObj(c -> new String(Character.toChars(c))).collect(Collectors.joining());

    private HostileText() {
    }

    /** What of {@code text} should not be in it: nothing, it is to be hoped. */
    public static String hostileIn(String text) {
        return text.codePoints().filter(c -> ALL.indexOf(c) >= 0 && c != '\n').mapToObj(c -> String.format("U+%04X", c))
                .distinct().collect(Collectors.joining(" "));
    }
}
