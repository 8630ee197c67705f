package io.github.wxconfig.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are meant, however somebody writes them. */
class HostListTest {

    private static HostList of(String... patterns) {
        return HostList.of(Arrays.asList(patterns));
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.com,    shop.example.com,      true",
        "shop.example.com,    SHOP.Example.COM,      true",
        "Shop.Example.Com.,   shop.example.com,      true",
        "shop.example.com,    shop.example.com.,     true",
        "shop.example.com,    shop.example.com..,    false",
        "shop.example.com,    .shop.example.com,     false",
        "shop.example.com,    www.shop.example.com,  false",
        "shop.example.com,    shop.example.com:80,   false",
        "shop.example.com,    shop.example.com.evil, false",
        "shop.example.com,    shop.example.co,       false",
        "shop.example.com,    hop.example.com,       false",
        "*.shop.com,          shop.com,              false",
        "*.shop.com,          shop.com.,             false",
        "*.shop.com,          www.shop.com,          true",
        "*.SHOP.com.,         WWW.Shop.Com.,         true",
        "*.shop.com,          a.b.c.shop.com,        true",
        "*.shop.com,          -.shop.com,            true",
        "*.shop.com,          a_b.shop.com,          true",
        "*.shop.com,          .shop.com,             false",
        "*.shop.com,          a..shop.com,           false",
        "*.shop.com,          evilshop.com,          false",
        "*.shop.com,          a.shop.com.evil.com,   false",
        "*.shop.com,          '*.shop.com',          true",
        "例子.测试,            xn--fsqu00a.xn--0zwm56d, true",
        "*.例子.测试,          www.xn--fsqu00a.xn--0zwm56d, true",
        "例子.测试,            例子.测试,              false",
        "Kelvin.example,      \u212Aelvin.example,   false",
        "127.0.0.1,           127.0.0.1,             true",
        "127.0.0.1,           127.1,                 false",
        "[2001:db8::1],       [2001:DB8:0:0:0:0:0:1], true",
        "2001:db8::1,         [2001:db8::1],         true",
        "2001:db8::1,         2001:db8::1,           false",
        "[::1],               [::2],                 false",
        "[::1],               [::1,                  false",
        "localhost,           localhost,             true",
    })
    void knowsWhichHostIsMeant(String pattern, String host, boolean expected) {
        assertTrue(HostList.isPattern(pattern));
        assertEquals(expected, of(pattern).contains(host));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {".", "..", " ", "[", "]", "[]", "[1", "a b", "a\u0000", "shop.example.com\r\n"})
    void namesNothingThatIsNoHost(String host) {
        assertFalse(of("shop.example.com", "*.example.com", "[::1]").contains(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.", "**.shop.com", "a.*.com", "*shop.com", "https://shop.com", "shop.com/", "shop.com:443",
        "user@shop.com", "*.[::1]", "*.::1", "[::1]:80", "[1]", "shop..com", ".shop.com", "-shop.com", "shop.com-", "a b",
        "shop.com?"})
    void refusesWhatIsNoHost(String pattern) {
        assertFalse(HostList.isPattern(pattern));
        assertThrows(IllegalArgumentException.class, () -> of(pattern));
    }

    @Test
    void namesNobodyIfItIsEmpty() {
        assertFalse(HostList.of(Collections.emptyList()).contains("shop.com"));
    }

    @Test
    void anExactNameRanksBeforeAWildcardAndALongerWildcardBeforeAShorter() {
        HostList list = of("a.b.shop.com", "*.shop.com", "*.b.shop.com");
        assertEquals(HostList.EXACT, list.rank("A.b.shop.com."));
        assertTrue(list.rank("c.b.shop.com") > list.rank("b.shop.com"));
        assertTrue(list.rank("b.shop.com") > list.rank("shop.com"));
        assertEquals(HostList.NO_MATCH, list.rank("shop.com"));
        assertEquals(of("*.b.shop.com").rank("x.b.shop.com"), list.rank("y.c.b.shop.com"));
    }

    /** A Host header has room for thousands of dots. */
    @Test
    void doesNotLookAtWhatIsLongerThanAName() {
        String longest = String.join(".", Collections.nCopies(122, "a")) + ".shop.com";
        assertEquals(252, longest.length());
        assertTrue(of("*.shop.com").contains(longest));
        assertFalse(of("*.shop.com").contains(String.join(".", Collections.nCopies(4000, "a")) + ".shop.com"));
    }

    /** Written out as the rule has it: whole labels from the right, none of them empty. */
    @Test
    void agreesWithTheRuleForAllHostsOfFewLabels() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] labels = {"a", "b", "A", "ab", ""};
        for (int i = 0; i < 20_000; i++) {
            List<String> pattern = labels(random, labels, 3);
            pattern.removeIf(String::isEmpty);
            if (pattern.isEmpty()) {
                continue;
            }
            boolean wildcard = random.nextBoolean();
            List<String> host = labels(random, labels, 5);
            List<String> written = new ArrayList<>(host);
            if (host.size() > 1 && host.get(host.size() - 1).isEmpty()) { // a dot at the end
                host.remove(host.size() - 1);
            }
            List<String> tail = host.subList(Math.max(0, host.size() - pattern.size()), host.size());
            boolean expected = !host.contains("") && tail.size() == pattern.size()
                    && String.join(".", tail).equalsIgnoreCase(String.join(".", pattern))
                    && (wildcard ? host.size() > pattern.size() : host.size() == pattern.size());
            String text = (wildcard ? "*." : "") + String.join(".", pattern);
            assertEquals(expected, of(text).contains(String.join(".", written)), "seed " + seed + ": " + text + " " + written);
        }
    }

    private static List<String> labels(Random random, String[] labels, int most) {
        List<String> list = new ArrayList<>();
        for (int n = random.nextInt(most); n >= 0; n--) {
            list.add(labels[random.nextInt(10) < 9 ? random.nextInt(4) : 4]);
        }
        return list;
    }
}
