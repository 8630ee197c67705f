package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.html.AskedCharsets;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    private static ContentType charset(String label) {
        return ContentType.of("text/html; charset=" + label);
    }

    @Test
    void knowsHtmlHoweverItIsWritten() {
        for (String type : new String[] {"text/html", "Text/HTML ;charset=GBK", " text/html;a=\";charset=utf-16\"",
                "application/XHTML+xml"}) {
            assertTrue(ContentType.of(type).isHtml(), type);
            assertFalse(ContentType.of(type).isCharsetUnsafe(), type);
        }
        for (String type : new String[] {"text/plain", "text/htm", "text/html, text/html", "application/json;x=text/html"}) {
            assertFalse(ContentType.of(type).isHtml(), type);
            assertTrue(ContentType.of(type).isKnown(), type);
        }
        assertFalse(ContentType.of(null).isKnown());
        assertFalse(ContentType.of(" ").isKnown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "UTF8", "\"gbk\"", " gb2312 ", "GB18030", "big5", "shift_jis", "sjis", "iso-8859-1",
            "euc-kr"})
    void worksInWhatExtendsAscii(String label) {
        assertTrue(charset(label).isCharsetKnown());
        assertFalse(charset(label).isCharsetUnsafe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-16", "UTF16", "utf_16", "UTF-16LE", "unicode", "ISO-10646-UCS-2", "utf32", "\"UTF-32BE\"",
        "x-utf-16le-bom", "iso-2022-jp", "iso2022jp", "csISO2022JP", "jis", "iso-2022-kr", "x-windows-50221", "windows-iso2022jp",
        "utf-7", "ucs-2", "hz-gb-2312"})
    void leavesTheOthersAloneByWhateverName(String label) {
        assertTrue(charset(label).isCharsetUnsafe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "${charset}", "none", "'utf-8'", "gb-18030"})
    void isToldNothingByAWrongLabel(String label) {
        assertFalse(charset(label).isCharsetKnown());
        assertFalse(charset(label).isCharsetUnsafe());
    }

    /** Browsers do not know all of them, but the container may encode by them. */
    @Test
    void leavesAloneWhateverJavaDoesNotEncodeAsAscii() {
        for (Charset charset : Charset.availableCharsets().values()) {
            if (charset.name().matches("(?i)(x-)?(utf-(16|32)|iso-2022|windows-(5022|iso2022)).*")) {
                assertTrue(charset(charset.name()).isCharsetUnsafe(), charset.name());
                charset.aliases().forEach(alias -> assertTrue(charset(alias).isCharsetUnsafe(), alias));
            }
        }
    }

    @Test
    void asksNoProvider() {
        long before = AskedCharsets.asked();
        for (String label : new String[] {"zq", "", "utf-8-", "x".repeat(64 * 1024), "utf-16".repeat(10_000)}) {
            assertFalse(charset(label).isCharsetKnown());
            charset(label).isCharsetUnsafe();
        }
        assertEquals(before, AskedCharsets.asked());
    }

    @Test
    void takesTheFirstOfTwoCharsets() {
        assertTrue(ContentType.of("text/html;charset=utf-16;charset=utf-8").isCharsetUnsafe());
        assertFalse(ContentType.of("text/html;charset=utf-8;charset=utf-16").isCharsetUnsafe());
    }
}
