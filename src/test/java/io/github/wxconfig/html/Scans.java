package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Runs a page through the scanner in every way it can arrive: the place may not depend on it. */
final class Scans {

    /** What lies around the page in the application's buffer, and is none of ours. */
    private static final String AROUND = "<head><body>";

    private final byte[] bytes;
    private final char[] chars;
    private final String string;
    private final boolean charsetKnown;
    private final boolean xhtml;

    private int place;
    private Outcome outcome;

    private Scans(byte[] page, boolean charsetKnown, boolean xhtml) {
        string = AROUND + new String(page, StandardCharsets.ISO_8859_1) + AROUND;
        bytes = string.getBytes(StandardCharsets.ISO_8859_1);
        chars = string.toCharArray();
        this.charsetKnown = charsetKnown;
        this.xhtml = xhtml;
    }

    /**
     * Scans the page whole, unit by unit, and cut in two everywhere (if it is long: here and there), as bytes, chars and
     * strings.
     */
    static Scans of(byte[] page, boolean charsetKnown, boolean xhtml) {
        Scans scans = new Scans(page, charsetKnown, xhtml);
        scans.scanWhole();
        scans.scanUnits();
        int last = scans.place < 0 ? page.length : Math.min(page.length, scans.place + 2);
        int step = last < 1000 ? 1 : last < 20_000 ? 7 : 997;
        for (int cut = 0; cut <= last; cut += step) {
            scans.scanCut(cut);
        }
        return scans;
    }

    static Scans of(String page, boolean charsetKnown, boolean xhtml) {
        return of(page.getBytes(StandardCharsets.UTF_8), charsetKnown, xhtml);
    }

    /** The number of bytes before the place, or -1. */
    int place() {
        return place;
    }

    Outcome outcome() {
        return outcome;
    }

    private void scanWhole() {
        HtmlScanner scanner = new HtmlScanner(charsetKnown, xhtml);
        int end = bytes.length - AROUND.length();
        int found = scanner.scan(bytes, AROUND.length(), end - AROUND.length());
        place = found < 0 ? -1 : found - AROUND.length();
        outcome = scanner.outcome();
        assertEquals(found > 0, outcome.isFound());
        byte[] page = Arrays.copyOfRange(bytes, AROUND.length(), end);
        assertEquals(place, new HtmlScanner(charsetKnown, xhtml).scan(page, 0, page.length), "with nothing around it");
        assertEquals(outcome == Outcome.NO_PLACE_YET, scanner.searching());
        if (!scanner.searching()) {
            assertEquals(-1, scanner.scan(bytes, 0, bytes.length), "searches on after the search is over");
        }
    }

    private void scanUnits() {
        HtmlScanner scanner = new HtmlScanner(charsetKnown, xhtml);
        int found = -1;
        for (int i = AROUND.length(); i < chars.length - AROUND.length(); i++) {
            if (scanner.scan(chars[i])) {
                assertEquals(-1, found, "found twice");
                found = i + 1 - AROUND.length();
            }
        }
        assertEquals(place, found, "unit by unit");
        assertEquals(outcome, scanner.outcome(), "unit by unit");
    }

    private void scanCut(int cut) {
        int from = AROUND.length();
        int middle = from + cut;
        int rest = bytes.length - AROUND.length() - middle;
        int expected = place < 0 ? -1 : from + place;
        HtmlScanner ofBytes = new HtmlScanner(charsetKnown, xhtml);
        HtmlScanner ofChars = new HtmlScanner(charsetKnown, xhtml);
        HtmlScanner ofStrings = new HtmlScanner(charsetKnown, xhtml);
        int[] found = {
            firstOf(ofBytes.scan(bytes, from, cut), ofBytes.scan(bytes, middle, rest)),
            firstOf(ofChars.scan(chars, from, cut), ofChars.scan(chars, middle, rest)),
            firstOf(ofStrings.scan(string, from, cut), ofStrings.scan(string, middle, rest))};
        assertEquals(3, Arrays.stream(found).filter(i -> i == expected).count(),
                () -> "cut at " + cut + ": " + Arrays.toString(found));
        assertEquals(outcome, ofBytes.outcome());
    }

    private static int firstOf(int first, int second) {
        assertEquals(true, first < 0 || second < 0, "found twice");
        return Math.max(first, second);
    }
}
