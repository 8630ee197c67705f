package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes, the place is the same however they arrive, it is right after a tag, and a script there leaves the
 * tree as it was. Replays what was found so far;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true -Dtest=HtmlScannerFuzzTest#html} looks for more.
 */
class HtmlScannerFuzzTest {

    static List<byte[]> pages() {
        return Page.all().stream().map(Page::bytes).collect(Collectors.toList());
    }

    @MethodSource("pages")
    @FuzzTest(maxDuration = "5m")
    void html(byte[] page) {
        check(page, true, false);
        check(page, false, false);
    }

    @MethodSource("pages")
    @FuzzTest(maxDuration = "5m")
    void xhtml(byte[] page) {
        check(page, true, true);
    }

    @MethodSource("pages")
    @FuzzTest(maxDuration = "5m")
    void tree(byte[] bytes) {
        String page = new String(bytes, StandardCharsets.ISO_8859_1);
        for (boolean charsetKnown : new boolean[] {true, false}) {
            HtmlScanner scanner = new HtmlScanner(charsetKnown, false);
            int place = scanner.scan(page, 0, page.length());
            if (place >= 0 && !Html5Dom.errsIn(page)) {
                Html5Dom.of(page).assertSameWithScript(page, place);
                assertEquals(Html5Dom.policiesAt(page, place), Html5Dom.withOneLineEnd(scanner.policies()));
            }
        }
    }

    private static void check(byte[] page, boolean charsetKnown, boolean xhtml) {
        Scans scans = Scans.of(page, charsetKnown, xhtml);
        assertTrue(scans.place() == -1 || page[scans.place() - 1] == '>', () -> "place " + scans.place());
    }
}
