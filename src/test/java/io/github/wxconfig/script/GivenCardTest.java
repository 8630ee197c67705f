package io.github.wxconfig.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever an application puts into the request attribute is text in the page's script, or nothing. */
class GivenCardTest {

    private static final Pattern SAFE = Pattern.compile("\\[(\\[(\\{[^<>&'`]*}|\"[^\"<>&'`]*\"),location\\.href])?]");

    private final GivenCard cards = new GivenCard();

    private String literal(Object attribute) {
        String literal = new String(cards.literal(attribute), StandardCharsets.US_ASCII);
        assertTrue(SAFE.matcher(literal).matches(), literal);
        assertTrue(literal.chars().allMatch(c -> c >= ' ' && c < 0x7F), literal);
        return literal;
    }

    @Test
    void isNothingWithoutTheAttribute() {
        assertEquals("[]", literal(null));
    }

    @Test
    void takesAMap() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("title", "\u8336\"</script>\u2028");
        card.put("link", 5);
        card.put("image", null);
        card.put("</script>", "x");
        assertEquals("[[{title:\"\\u8336\\u0022\\u003c/script\\u003e\\u2028\",link:\"5\"},location.href]]", literal(card));
    }

    @Test
    void takesJsonAsItIs() {
        assertEquals("[[\"{\\u0022title\\u0022:\\u0022$a$ \\u003c/script\\u003e\\u0022}\",location.href]]",
                literal("{\"title\":\"$a$ </script>\"}"));
    }

    @Test
    void cutsWhatNoCardShows() {
        assertTrue(literal(Map.of("title", "<".repeat(1_000_000), "desc", "x".repeat(1_000_000))).length() < 20_000);
        try (LogCapture log = new LogCapture(GivenCard.class.getName())) {
            assertEquals("[]", literal("x".repeat(1_000_000)));
            assertEquals("[]", literal("x".repeat(1_000_000)));
            assertEquals(1, log.lines().size(), "once");
        }
    }

    @Test
    void leavesOutWhatCannotBeReadAndSaysSoOnce() {
        try (LogCapture log = new LogCapture(GivenCard.class.getName())) {
            assertEquals("[]", literal(List.of("title")));
            assertEquals("[]", literal(new AbstractMap<String, String>() {
                @Override
                public Set<Entry<String, String>> entrySet() {
                    throw new IllegalStateException("closed");
                }
            }));
            assertEquals(1, log.lines().size());
            assertTrue(log.lines().get(0).contains("neither a Map nor a String"), log.lines()::toString);
        }
    }
}
