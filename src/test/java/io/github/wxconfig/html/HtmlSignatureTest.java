package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no Content-Type names: it gets the script if browsers show it as HTML, however it is cut into writes. */
class HtmlSignatureTest {

    private static final String REST = "<html><head><title>t</title></head><body>b</body></html>";
    private static final String[] TAGS = {"<!DOCTYPE HTML", "<HTML", "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT",
        "<TABLE", "<A", "<STYLE", "<TITLE", "<B", "<BODY", "<BR", "<P", "<!--"};

    /** The outcome of a page in one piece, which is the same in bytes, chars and every two pieces. */
    private static Outcome outcome(String page) {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        Outcome whole = null;
        for (int cut = 0; cut <= bytes.length; cut++) {
            HtmlScanner scanner = HtmlScanner.ofUnknownType();
            scanner.scan(bytes, 0, cut);
            scanner.scan(bytes, cut, bytes.length - cut);
            assertTrue(whole == null || whole == scanner.outcome(), page + " cut at " + cut);
            whole = scanner.outcome();
        }
        HtmlScanner ofChars = HtmlScanner.ofUnknownType();
        ofChars.scan(page, 0, page.length());
        HtmlScanner ofUnits = HtmlScanner.ofUnknownType();
        page.chars().forEach(ofUnits::scan);
        assertEquals(whole, ofChars.outcome(), page);
        assertEquals(whole, ofUnits.outcome(), page);
        return whole;
    }

    private static boolean isHtml(String page) {
        return outcome(page) != Outcome.NOT_A_DOCUMENT;
    }

    @Test
    void isHtmlAfterOneOfTheTagsOfTheStandard() {
        for (String tag : TAGS) {
            for (String written : new String[] {tag, tag.toLowerCase()}) {
                for (String before : new String[] {"", " ", "\r\n\t\f  "}) {
                    assertTrue(isHtml(before + written + ">" + REST), written);
                    assertTrue(isHtml(before + written + " a=b>" + REST), written);
                }
                assertEquals(Outcome.NOT_A_DOCUMENT, outcome(written + "\n>" + REST), written);
                assertEquals(Outcome.NOT_A_DOCUMENT, outcome(written + "/>" + REST), written);
                assertEquals(Outcome.NOT_A_DOCUMENT, outcome(written + "x>" + REST), written);
                assertEquals(Outcome.NOT_A_DOCUMENT, outcome("x" + written + ">" + REST), written);
            }
        }
    }

    @Test
    void hasItsPlaceWhereItIsInAPageWithAType() {
        assertEquals(Outcome.AFTER_HEAD, outcome(REST));
        assertEquals(Outcome.AFTER_CHARSET_META, outcome("<!doctype html>\n<head><meta charset=gbk>"));
        assertEquals(Outcome.AFTER_BODY_TAG, outcome("<body bgcolor=white>text"));
        assertEquals(Outcome.AFTER_BODY_TAG, outcome("<!-- a > b --><body>text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<?xml version=\"1.0\"?><mail><body>hi</body></mail>",
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head>",
        "<mail><body>hi</body></mail>", "<opml><head><title>t</title></head><body/></opml>", "<rss><head>", "<svg><body>",
        "<H2><body>", "<center><body>", "<meta charset=utf-8><body>", "<!ELEMENT x><body>", "<!DOCTYPE mail><mail><body>",
        "<!-x--><body>", "</html><body>", "\uFEFF<html><head></head>", "\0<html><head></head>", "%PDF-1.4 <html><head>",
        "{\"a\":\"<html><head></head>\"}", "text <html><head></head>"})
    void isNotHtmlOtherwise(String data) {
        assertEquals(Outcome.NOT_A_DOCUMENT, outcome(data));
    }

    @Test
    void looksNoFurtherThanBrowsersDo() {
        assertTrue(isHtml(" ".repeat(1000) + REST));
        assertEquals(Outcome.NOT_A_DOCUMENT, outcome(" ".repeat(1024) + REST));
    }
}
