package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** An HTML5 parser says what is right. */
class CharacterReferencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "script-src &#39;self&#39;             | script-src 'self'",
        "&#x27;&#X27;&#039;&#x00027;           | ''''",
        "a&#43b                                | a+b",
        "&#x2bg&#x2F;                          | +g/",
        "&apos;&quot;&lt;&gt;&amp;             | '\"<>&",
        "&quot&LT&GT;&AMP                      | \"<>&",
        "/r?a=1&b=2&amp=3&ampx&apos&           | /r?a=1&b=2&amp=3&ampx&apos&",
        "&#; &                                 | &#; &",
        "&#0;&#xD800;&#1114112;&#99999999999;  | \uFFFD\uFFFD\uFFFD\uFFFD",
        "&amp;#39;                             | &#39;",
        "&#38;amp;                             | &amp;",
        "&#x1F600;                             | \uD83D\uDE00",
        "&;                                    | &;",
        "&#\u0661;                             | &#\u0661;"})
    void areReplacedAsAParserDoes(String value, String text) {
        assertEquals(text, replaced(value));
        assertEquals(text, parsed(value));
    }

    /** Which the parser loses. */
    @Test
    void areNoneWithoutDigits() {
        assertEquals("&#x;&#xg;&#X", replaced("&#x;&#xg;&#X"));
    }

    @Test
    void doNotChangeWhatHasNone() {
        assertEquals("", replaced(""));
        assertEquals("script-src 'self'", replaced("script-src 'self'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"script-src&nbsp;'self'", "&semi;", "a&colon;b", "&foo;", "&ampx;"})
    void areNotGuessed(String value) {
        assertNull(replaced(value));
    }

    private static String replaced(String value) {
        CharSequence text = new CharacterReferences().replaceIn(value);
        return text == null ? null : text.toString();
    }

    private static String parsed(String value) {
        Element body = Html5Dom.of("<body id=\"" + value.replace("\"", "&quot;") + "\">").first("body");
        return body.getAttribute("id");
    }
}
