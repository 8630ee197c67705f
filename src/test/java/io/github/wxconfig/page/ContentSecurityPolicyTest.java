package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSecurityPolicyTest {

    private static final String SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";

    private static String verdict(ContentSecurityPolicy policy) {
        return policy.isAllowing() ? String.valueOf(policy.nonce()) : "blocked";
    }

    private static ContentSecurityPolicy enforced(String... headers) {
        return of(Arrays.asList(headers), Collections.emptyList());
    }

    private static ContentSecurityPolicy of(List<String> enforced, List<String> reportOnly) {
        return ContentSecurityPolicy.of(enforced, Collections.emptyList(), reportOnly, SDK, "shop.example.com");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "frame-ancestors 'self'; img-src *                                             | null",
        "script-src 'unsafe-inline' *                                                  | null",
        "default-src 'unsafe-inline' https:                                            | null",
        "script-src 'self' 'unsafe-inline' https://res.wx.qq.com                       | null",
        "script-src 'self' 'unsafe-inline' https://res.wx.qq.com/open/js/              | null",
        "script-src 'self' 'unsafe-inline' *.qq.com                                    | null",
        "script-src 'self' 'unsafe-inline' http://RES.wx.qq.com                        | null",
        "script-src 'self' 'unsafe-inline'                                             | blocked",
        "script-src 'self' 'unsafe-inline' https://res.wx.qq.com/open/                 | null",
        "script-src 'self' 'unsafe-inline' https://res.wx.qq.com/other/                | blocked",
        "default-src 'self'                                                            | blocked",
        "default-src 'none'                                                            | blocked",
        "script-src 'sha256-abc='                                                      | blocked",
        "script-src 'unsafe-inline' 'sha256-abc=' *                                    | blocked",
        "script-src 'unsafe-inline' 'strict-dynamic' *                                 | blocked",
        "script-src 'nonce-r4nd0m+/_-=='                                               | r4nd0m+/_-==",
        "script-src 'nonce-r4nd0m+/=_-'                                                | blocked",
        "script-src 'unsafe-inline' res.wx.qq.com:443                                  | null",
        "script-src 'unsafe-inline' http://res.wx.qq.com:80                            | null",
        "script-src 'unsafe-inline' res.wx.qq.com:*                                    | null",
        "script-src 'unsafe-inline' res.wx.qq.com:8443                                 | blocked",
        "script-src 'unsafe-inline' 'sha256-' *                                        | null",
        "script-src \u00e9 'none'                                                      | null",
        "script-src 'nonce-one' 'nonce-two'                                            | one",
        "script-src 'NONCE-aB'                                                         | aB",
        "script-src 'unsafe-inline' 'nonce-abc' 'strict-dynamic' https:                | abc",
        "script-src 'unsafe-inline' 'nonce-abc' https:                                 | abc",
        "script-src 'unsafe-inline' https://*                                          | null",
        "script-src 'unsafe-inline' https://res.wx.qq.com/open/js/jweixin-1.6.0.js     | null",
        "script-src 'unsafe-inline' https://res.wx.qq.com/open/js/jweixin              | blocked",
        "script-src 'nonce-\"><b>'                                                     | blocked",
        "default-src 'none'; script-src 'nonce-a'                                      | a",
        "script-src 'nonce-a'; script-src-elem 'self'                                  | blocked",
        "script-src 'none'; script-src-elem 'nonce-a'                                  | a",
        "script-src 'nonce-a'; script-src 'none'                                       | a",
        "SCRIPT-SRC 'nonce-a' ;; ;default-src 'none'                                   | a",
        "sandbox allow-forms                                                           | blocked",
        "sandbox allow-scripts                                                         | null",
        "script-src 'nonce-a', default-src 'unsafe-inline' *                           | a",
        "script-src 'nonce-a' 'nonce-b', script-src 'nonce-b'                          | b",
        "script-src                                                                    | blocked"})
    void judgesAsABrowserWould(String header, String verdict) {
        assertEquals(verdict, verdict(enforced(header)));
    }

    @Test
    void wantsAllPoliciesToAllow() {
        assertEquals("null", verdict(enforced()));
        assertEquals("b", verdict(enforced("script-src 'nonce-a' 'nonce-b'", "default-src 'nonce-b'")));
        assertEquals("blocked", verdict(enforced("script-src 'nonce-a'", "script-src 'nonce-b'")));
    }

    @Test
    void doesNotAddToTheReportsOfAPolicyThatOnlyReports() {
        assertEquals("r", verdict(reported("script-src 'nonce-r'")));
        assertEquals("null", verdict(reported("script-src 'none'"))); // it blocks nothing
        assertEquals("b", verdict(of(Arrays.asList("script-src 'nonce-a' 'nonce-b'"), Arrays.asList("script-src 'nonce-b'"))));
        assertEquals("a", verdict(of(Arrays.asList("script-src 'nonce-a'"), Arrays.asList("script-src 'nonce-b'"))),
                "the one that binds");
    }

    private static ContentSecurityPolicy reported(String header) {
        return of(Collections.emptyList(), Collections.singletonList(header));
    }

    private static ContentSecurityPolicy inMeta(String header, String... contents) {
        return ContentSecurityPolicy.of(header == null ? Collections.emptyList() : Collections.singletonList(header),
                Arrays.asList(contents), Collections.emptyList(), SDK, "shop.example.com");
    }

    @Test
    void holdsTheScriptToThePoliciesOfMetaElementsToo() {
        assertEquals("blocked", verdict(inMeta(null, "default-src 'self'")));
        assertEquals("m", verdict(inMeta(null, "script-src 'nonce-m'")));
        assertEquals("b", verdict(inMeta("script-src 'nonce-a' 'nonce-b'", "script-src 'nonce-c' 'nonce-b'")));
        assertEquals("blocked", verdict(inMeta("script-src 'nonce-a'", "script-src 'nonce-m'")));
        assertEquals("blocked", verdict(inMeta(null, "script-src 'nonce-m'", "script-src 'none'")));
        assertEquals("blocked", verdict(inMeta(null, "img-src *, script-src 'none'")), "two policies in one");
    }

    @Test
    void knowsWhatAMetaElementCannotForbid() {
        assertEquals("null", verdict(inMeta(null, "sandbox; frame-ancestors 'none'; report-uri /x")));
        assertEquals("blocked", verdict(inMeta("sandbox", "img-src *")));
    }

    @Test
    void aPolicyThatOnlyReportsDoesNotSandbox() {
        assertEquals("r", verdict(reported("sandbox; script-src 'nonce-r'")));
    }

    @Test
    void knowsAnSdkOfTheSitesOwn() {
        for (String url : new String[] {"/js/jweixin.js", "//shop.example.com/js/jweixin.js", null}) {
            assertEquals("null", verdict(ContentSecurityPolicy.of(Arrays.asList("script-src 'self' 'unsafe-inline'"),
                    Collections.emptyList(), Collections.emptyList(), url, "shop.example.com")));
        }
    }

    /** As many parts as there can be, of every kind: what a header costs grows with its length, and no faster. */
    @ParameterizedTest
    @ValueSource(strings = {",", ";", " ", "a,", "a;", "a ", "script-src 'nonce-%d',", "script-src 'nonce-%d';", " 'nonce-%d'",
        "script-src 'unsafe-inline' h%d.com,", " h%d.com", " https://*.h%d.com/a/", "sandbox,", "default-src,",
        "script-src x;sandbox;", "'", ":", "/"})
    void takesNoMoreThanItsLength(String part) {
        String start = "script-src 'unsafe-inline' " + part;
        of(Arrays.asList(repeated(start, part, 1000)), Collections.emptyList());
        long small = allocated(repeated(start, part, 8 * 1024));
        long large = allocated(repeated(start, part, 64 * 1024));
        assertTrue(large < 12 * small, () -> small + " bytes of memory, and " + large);
        assertTrue(large < 300L * 64 * 1024, () -> large + " bytes of memory");
    }

    private static String repeated(String start, String part, int length) {
        StringBuilder header = new StringBuilder(start);
        for (int i = 0; header.length() < length; i++) {
            header.append(part.replace("%d", String.valueOf(i)));
        }
        return header.toString();
    }

    private static long allocated(String header) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        of(Arrays.asList(header, header), Arrays.asList(header));
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
