package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever the bytes, the place is the same however they arrive, and right after a tag. Replays what was found so far;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true -Dtest=HtmlScannerFuzzTest#html} looks for more.
 */
class HtmlScannerFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void html(byte[] page) {
        check(page, true, false);
        check(page, false, false);
    }

    @FuzzTest(maxDuration = "5m")
    void xhtml(byte[] page) {
        check(page, true, true);
    }

    private static void check(byte[] page, boolean charsetKnown, boolean xhtml) {
        Scans scans = Scans.of(page, charsetKnown, xhtml);
        assertTrue(scans.place() == -1 || page[scans.place() - 1] == '>', () -> "place " + scans.place());
    }
}
