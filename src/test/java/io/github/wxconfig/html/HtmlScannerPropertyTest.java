package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever the page, an HTML5 parser sees the same tree as without our script, and the same policies before it.
 * {@code -Dwxconfig.pages=1000000} tries more pages, {@code -Dwxconfig.seed=N} others.
 */
class HtmlScannerPropertyTest {

    private static final int PAGES = Integer.getInteger("wxconfig.pages", 20_000);
    private static final long SEED = Long.getLong("wxconfig.seed", 20261122L);

    @Test
    void leavesTheTreeOfEveryPageAsItWas() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int excused = 0;
        for (int i = 0; i < PAGES; i++) {
            long seed = SEED + i;
            boolean charsetKnown = i % 2 == 0;
            String page = new NastyMarkup(seed).page();
            try {
                outcomes.merge(check(page, charsetKnown), 1, Integer::sum);
            } catch (AssertionError | RuntimeException e) {
                if (!Html5Dom.errsIn(page)) {
                    throw new AssertionError("seed " + seed + (charsetKnown ? ", charset known: " : ": ") + page, e);
                }
                excused++;
            }
        }
        System.out.println(PAGES + " pages from seed " + SEED + ": " + outcomes + ", misread by the parser: " + excused);
    }

    private static Outcome check(String page, boolean charsetKnown) {
        HtmlScanner scanner = new HtmlScanner(charsetKnown, false);
        int place = scanner.scan(page, 0, page.length());
        Outcome outcome = scanner.outcome();
        Html5Dom dom = Html5Dom.of(page);
        if (place >= 0) {
            assertEquals('>', page.charAt(place - 1));
            dom.assertSameWithScript(page, place);
            assertEquals(Html5Dom.policiesAt(page, place), Html5Dom.withOneLineEnd(scanner.policies()));
        }
        if (charsetKnown && dom.has("head", "real") && outcome != Outcome.UTF16) {
            assertEquals(Outcome.AFTER_HEAD_TAG, outcome);
        }
        if (outcome == Outcome.NO_PLACE_YET) {
            assertFalse(dom.has("body", "real"), "a body was missed");
        }
        return outcome;
    }
}
