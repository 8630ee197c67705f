package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HtmlScannerTest {

    private static void assertInjected(String marked) {
        Scans.assertPlace(marked, true, false);
    }

    private static void assertInjectedWithUnknownCharset(String marked) {
        Scans.assertPlace(marked, false, false);
    }

    private static void assertInjectedInXhtml(String marked) {
        Scans.assertPlace(marked, true, true);
    }

    private static void assertUntouched(String page, Outcome why) {
        assertEquals(why, Scans.assertPlace(page, true, false), page);
    }

    @Test
    void goesRightAfterTheHeadTag() {
        assertInjected("<!DOCTYPE html><html><head>|<title>x</title></head><body></body></html>");
        assertInjected("<html><HEAD lang=en\n>|<title>");
        assertInjected("<html><head/>|<title>");
        assertInjected("<head data-x=\"a>b\">|");
    }
}
