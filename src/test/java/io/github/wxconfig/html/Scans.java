package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

/** Runs a page through the scanner in every way it can arrive. */
final class Scans {

    private Scans() {
    }

    /** Asserts that the place is where the page has a bar, or that there is none; returns the outcome. */
    static Outcome assertPlace(String marked, boolean charsetKnown, boolean xhtml) {
        String page = marked.replace("|", "");
        int place = marked.indexOf('|');
        HtmlScanner scanner = new HtmlScanner(charsetKnown, xhtml);
        assertEquals(place, scanner.scan(page, 0, page.length()), marked);
        Outcome outcome = scanner.outcome();
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        int bytePlace = place < 0 ? -1 : page.substring(0, place).getBytes(StandardCharsets.UTF_8).length;
        assertEquals(bytePlace, new HtmlScanner(charsetKnown, xhtml).scan(bytes, 0, bytes.length), marked);
        return outcome;
    }
}
