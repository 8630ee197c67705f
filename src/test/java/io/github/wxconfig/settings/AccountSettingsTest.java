package io.github.wxconfig.settings;

import static java.util.Arrays.asList;
import static java.util.Collections.singletonList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator says about several accounts, in each way in which options can be set. */
class AccountSettingsTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static SettingsSource properties(String... keysAndValues) {
        return SettingsSource.of("context-param", map(keysAndValues));
    }

    private static Map<String, String> map(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static Settings two(String... more) {
        Map<String, String> all = map("wxconfig.accounts", "shop, School", "wxconfig.shop.appid", "wx00000000000000a1",
                "wxconfig.shop.secret", SECRET, "wxconfig.school.appid", "wx00000000000000a2", "wxconfig.school.secret", SECRET);
        all.putAll(map(more));
        return Settings.read(singletonList(SettingsSource.of("context-param", all)));
    }

    @Test
    void eachAccountHasWhatIsSetByItsName() {
        Settings settings = two("wxconfig.shop.hosts", "shop.example.com", "wxconfig.SCHOOL.hosts", "*.school.example");
        assertEquals(List.of(), settings.problems());
        assertTrue(settings.active());
        assertNull(settings.appid());
        assertEquals(List.of("shop", "school"), List.copyOf(settings.accounts().keySet()));
        Settings shop = settings.accounts().get("shop");
        assertEquals("wx00000000000000a1", shop.appid());
        assertTrue(shop.claims().contains("shop.example.com"));
        assertTrue(settings.accounts().get("school").claims().contains("a.school.example"));
    }

    @Test
    void theEnvironmentAndInitParamsNameAccountsToo() {
        Settings settings = Settings.read(asList(
                SettingsSource.environment(Map.of("WXCONFIG_ACCOUNTS", "shop", "WXCONFIG_SHOP_APPID", "wx00000000000000a1",
                        "WXCONFIG_SHOP_TICKET_URL", "https://tickets.example.com", "WXCONFIG_TICKET_TOKEN", "bearer")),
                properties("wxconfig.shop.appid", "wx00000000000000ff", "wxconfig.shop.share-title", "Tea")));
        Settings shop = settings.accounts().get("shop");
        assertEquals("wx00000000000000a1", shop.appid(), "the environment comes before context-params");
        assertEquals("https://tickets.example.com", shop.ticketUrl());
        assertEquals("Tea", shop.shareTitle());
        assertEquals("bearer", settings.ticketToken());
        assertNull(shop.ticketToken());
    }

    @Test
    void whatMakesAnAccountIsNeverTakenFromTheOptionsWithoutAName() {
        Settings settings = two("wxconfig.appid", "wx00000000000000a0", "wxconfig.secret", SECRET, "wxconfig.hosts",
                "example.com",
                "wxconfig.include", "/a/*", "wxconfig.ticketToken", "bearer", "wxconfig.ticketUrl", "https://t.example.com",
                "wxconfig.jsApiList", "scanQRCode", "wxconfig.share", "all", "wxconfig.debug", "true",
                "wxconfig.shop.debug", "false");
        Settings shop = settings.accounts().get("shop");
        assertNull(shop.claims());
        assertNull(shop.hosts());
        assertEquals(List.of("/*"), shop.include());
        assertNull(shop.ticketUrl());
        assertNull(shop.ticketToken());
        assertEquals(List.of("scanQRCode"), shop.jsApiList());
        assertEquals("all", shop.share());
        assertFalse(shop.debug());
        assertTrue(settings.accounts().get("school").debug());
    }

    @Test
    void aBaseUrlWithoutANameIsNotThatOfAnAccountWithOtherHosts() {
        Settings settings = two("wxconfig.baseUrl", "https://www.example.com", "wxconfig.shop.hosts", "shop.example.com");
        assertNull(settings.accounts().get("shop").baseUrl());
        Settings school = settings.accounts().get("school");
        assertEquals("https://www.example.com", school.baseUrl());
        assertNull(school.claims(), "chosen by its paths, whatever the proxy makes of the host");
        assertTrue(school.hosts().contains("www.example.com"));
    }

    @Test
    void itsOwnBaseUrlImpliesItsHost() {
        Settings shop = two("wxconfig.shop.baseUrl", "https://shop.example.com:8443").accounts().get("shop");
        assertTrue(shop.claims().contains("shop.example.com"));
        assertFalse(shop.claims().contains("example.com"));
    }

    @Test
    void hostsThatCannotBeUsedClaimNothing() {
        Settings settings = two("wxconfig.shop.hosts", "https://shop.example.com/");
        assertFalse(settings.accounts().get("shop").claims().contains("shop.example.com"));
        assertTrue(settings.problems().toString().contains("wxconfig.shop.hosts [https://shop.example.com/]"),
                settings.problems()::toString);
    }

    @Test
    void namesWhatAnIncompleteAccountLacksAndLeavesItOut() {
        Settings settings = two("wxconfig.shop.secret", "");
        assertEquals(List.of("school"), List.copyOf(settings.accounts().keySet()));
        assertTrue(settings.problems().toString().contains("wxconfig.shop.secret is set, but its value is empty"),
                settings.problems()::toString);
    }

    @Test
    void saysOfAMistypedNameWhichOneIsMeant() {
        String problems = two("wxconfig.shop.appidd", "x", "wxconfig.shopp.appid", "x", "wxconfig.shop.trace",
                "true").problems().toString();
        assertTrue(problems.contains("[wxconfig.shop.appidd] from context-param is not an option; ignoring it. The nearest known"
                + " name is [wxconfig.shop.appid]"), problems);
        assertTrue(problems.contains("[wxconfig.shopp.appid] from context-param is not an option"), problems);
        assertTrue(problems.contains("wxconfig.shop.trace from context-param is an option of the whole filter; ignoring it."
                + " Write wxconfig.trace."), problems);
    }

    @Test
    void aProblemOfTheOptionsWithoutANameIsReportedOnce() {
        List<String> problems = two("wxconfig.jsApiList", "scanQrCode").problems();
        assertEquals(1, problems.size(), problems::toString);
    }

    @Test
    void noNameCanBeReadInTwoWays() {
        for (String name : List.of("appid", "APPID", "ticket", "a-b", "a.b", "a_b", "店", "", "x".repeat(41))) {
            assertFalse(Settings.isAccountName(name), name);
        }
        for (String name : List.of("shop", "a1", "1", "app", "share1", "x".repeat(40))) {
            assertTrue(Settings.isAccountName(name), name);
        }
        assertTrue(two("wxconfig.accounts", "shop,ticket").problems().toString().contains("wxconfig.accounts [ticket]"));
    }

    @Test
    void showsNoSecretOfAnAccount() {
        Settings settings = two("wxconfig.shop.ticketToken", "abcdefgh", "wxconfig.shop.secret", "top-secret");
        String all = settings.report() + settings.problems().toString();
        assertFalse(all.contains("top-secret") || all.contains("abcdefgh"), all);
        assertTrue(settings.shown().get("wxconfig.shop.secret").contains("from context-param"), settings.shown()::toString);
        assertFalse(settings.shown().containsKey("wxconfig.school.jsApiList"));
    }

    @Test
    void readsAnAccountOfAFile(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Settings settings = two("wxconfig.share", "all");
        Settings kiosk = settings.account("kiosk", "file [kiosk.properties]", map("appid", "wx00000000000000a3",
                "wxconfig.secret", "${file:" + secret + "}", "hosts", "kiosk.example.com", "trace", "true", "secrett", "x"));
        assertNull(kiosk.missing());
        assertEquals(SECRET, kiosk.secret());
        assertEquals("all", kiosk.share());
        assertTrue(kiosk.claims().contains("kiosk.example.com"));
        assertEquals(2, kiosk.problems().size(), kiosk.problems()::toString);
    }

    @Test
    void twoSettingsAreAlikeIfTheirAccountsAre() {
        assertTrue(two().isLike(two()));
        assertFalse(two().isLike(two("wxconfig.shop.debug", "true")));
        assertFalse(two().isLike(two("wxconfig.accounts", "shop")));
    }
}
