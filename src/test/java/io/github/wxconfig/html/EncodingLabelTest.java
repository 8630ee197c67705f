package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.htmlunit.cyberneko.xerces.util.StandardEncodingTranslator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingLabelTest {

    /** Those for which a browser does not read ASCII bytes as ASCII always. */
    private static final Set<String> OTHERS = new HashSet<>(Arrays.asList("UTF-16BE", "UTF-16LE", "ISO-2022-JP", "REPLACEMENT"));

    @Test
    void knowsTheLabelsOfTheStandard() {
        StandardEncodingTranslator.ENCODING_FROM_LABEL.forEach((label, encoding) -> {
            assertTrue(EncodingLabel.isKnown(label), label);
            assertEquals(!OTHERS.contains(encoding.toUpperCase()), EncodingLabel.extendsAscii(label), label);
        });
        assertTrue(EncodingLabel.extendsAscii("koi8-ru")); // which that table lacks
    }

    /** A JVM knows more of them, and agrees about those that browsers know. */
    @Test
    void agreesWithTheJvm() {
        int known = 0;
        for (Charset charset : Charset.availableCharsets().values()) {
            Set<String> labels = new HashSet<>(charset.aliases());
            labels.add(charset.name());
            for (String label : labels) {
                if (EncodingLabel.isKnown(label)) {
                    known++;
                    assertEquals(extendsAscii(charset), EncodingLabel.extendsAscii(label), label);
                }
            }
        }
        assertTrue(known > 150, () -> "labels compared");
    }

    private static boolean extendsAscii(Charset charset) {
        StringBuilder ascii = new StringBuilder("\t\n\r");
        for (char c = ' '; c < 0x7F; c++) {
            ascii.append(c);
        }
        return !charset.name().startsWith("ISO-2022") && (!charset.canEncode()
                || Arrays.equals(ascii.toString().getBytes(StandardCharsets.US_ASCII), ascii.toString().getBytes(charset)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", " Gbk", "\tgb18030\n", "Big5 ", "X-USER-DEFINED"})
    void doesNotMindCaseAndSpace(String label) {
        assertTrue(EncodingLabel.isKnown(label));
        assertTrue(EncodingLabel.extendsAscii(label));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "utf-7", "utf-32", "zq", "utf-88", "utf", "\u00A0gbk", "gbk\u000B", "g bk", "ISO8859_1",
            "\u212Aorean", "iso-8859-12"})
    void knowsNoOthers(String label) {
        assertFalse(EncodingLabel.isKnown(label));
        assertFalse(EncodingLabel.extendsAscii(label));
    }

    @Test
    void asksNobody() {
        long before = AskedCharsets.asked();
        List<String> labels = Arrays.asList("zq", "", "utf-7", "no-such-charset",
                String.join("", Collections.nCopies(1000, "x")));
        labels.forEach(EncodingLabel::isKnown);
        labels.forEach(EncodingLabel::extendsAscii);
        assertEquals(before, AskedCharsets.asked());
        assertFalse(Charset.isSupported("zq"));
        assertNotEquals(before, AskedCharsets.asked(), "a JVM asks");
    }
}
