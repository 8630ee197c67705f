package io.github.wxconfig.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.settings.HostList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose page it is: by host, then by path, then by the order of the accounts. */
class AccountMapTest {

    private final AccountMap<String> map = new AccountMap<>("default");

    private static HostList hosts(String... hosts) {
        return HostList.of(List.of(hosts));
    }

    private void add(String name, HostList hosts, String... include) {
        map.add(name, name, hosts, List.of(include));
    }

    @Test
    void anExactHostComesBeforeAWildcardAndALongerOneBeforeAShorterOne() {
        add("none", null, "/*");
        add("short", hosts("*.example"), "/*");
        add("long", hosts("*.shop.example"), "/*");
        add("exact", hosts("www.shop.example"), "/*");
        assertEquals("exact", map.of("www.shop.example", "/"));
        assertEquals("exact", map.of("WWW.Shop.example.", "/"));
        assertEquals("long", map.of("a.shop.example", "/"));
        assertEquals("short", map.of("shop.example", "/"), "a wildcard is not the domain itself");
        assertEquals("none", map.of("example", "/"));
        assertEquals("none", map.of("[::1]", "/"));
    }

    @Test
    void aHostWhosePathsDoNotMatchGoesToTheNextThatClaimsIt() {
        add("exact", hosts("www.shop.example"), "/a/*");
        add("wild", hosts("*.shop.example"), "/a/*", "/b/*");
        add("none", null, "/c/*");
        assertEquals("exact", map.of("www.shop.example", "/a/x"));
        assertEquals("wild", map.of("www.shop.example", "/b/x"));
        assertEquals("none", map.of("www.shop.example", "/c/x"));
        assertEquals("default", map.of("www.shop.example", "/d/x"));
    }

    @Test
    void theLongestPathHasThePageAndThenTheEarlierAccount() {
        add("all", hosts("a.example"), "/*");
        add("jsp", hosts("a.example"), "*.jsp");
        add("folder", hosts("a.example"), "/m/*");
        add("deeper", hosts("a.example"), "/m/n/*");
        add("page", hosts("a.example"), "/m/n/index.jsp");
        add("later", hosts("a.example"), "/m/*");
        assertEquals("all", map.of("a.example", "/x"));
        assertEquals("jsp", map.of("a.example", "/x.jsp"));
        assertEquals("folder", map.of("a.example", "/m/x.jsp"));
        assertEquals("folder", map.of("a.example", "/m"));
        assertEquals("deeper", map.of("a.example", "/m/n/x"));
        assertEquals("page", map.of("a.example", "/m/n/index.jsp"));
        assertEquals("all", map.of("a.example", "/mm"));
        assertEquals(List.of("The accounts [folder] and [later] both claim the pages [/m/*] of [a.example]; [folder] has them"),
                map.overlaps());
    }

    @Test
    void whatNobodyClaimsIsNobodys() {
        AccountMap<String> without = new AccountMap<>(null);
        without.add("shop", "shop", hosts("shop.example"), List.of("/*"));
        assertNull(without.of("evil.example", "/"));
        assertNull(without.of("shop.example.evil.example", "/"));
        assertNull(without.of("", "/"));
        assertNull(without.of("a b", "/"));
        assertTrue(without.mayHave("shop", "shop.example"));
        assertFalse(without.mayHave("shop", "evil.example"));
    }

    @Test
    void aPageThatNamesItsAccountKeepsItWhereNoOtherClaimsTheHostMoreClosely() {
        add("exact", hosts("www.shop.example"), "/a/*");
        add("wild", hosts("*.shop.example"), "/a/*");
        assertTrue(map.mayHave("exact", "www.shop.example"));
        assertFalse(map.mayHave("wild", "www.shop.example"));
        assertTrue(map.mayHave("wild", "a.shop.example"));
        assertFalse(map.mayHave("default", "a.shop.example"));
        assertTrue(map.mayHave("default", "other.example"));
    }
}
