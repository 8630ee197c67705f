package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSecurityPolicyTest {

    private static final String SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";

    private static String verdict(ContentSecurityPolicy policy) {
        return policy.isAllowing() ? String.valueOf(policy.nonce()) : "blocked";
    }

    private static ContentSecurityPolicy enforced(String... headers) {
        return ContentSecurityPolicy.of(Arrays.asList(headers), Collections.emptyList(), SDK, "shop.example.com");
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
        "script-src 'nonce-r4nd0m+/=_-'                                                | r4nd0m+/=_-",
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
        assertEquals("b", verdict(ContentSecurityPolicy.of(Arrays.asList("script-src 'nonce-a' 'nonce-b'"),
                Arrays.asList("script-src 'nonce-b'"), SDK, "shop.example.com")));
        assertEquals("a", verdict(ContentSecurityPolicy.of(Arrays.asList("script-src 'nonce-a'"),
                Arrays.asList("script-src 'nonce-b'"), SDK, "shop.example.com")), "the one that binds");
    }

    private static ContentSecurityPolicy reported(String header) {
        return ContentSecurityPolicy.of(Collections.emptyList(), Collections.singletonList(header), SDK, "shop.example.com");
    }

    @Test
    void knowsAnSdkOfTheSitesOwn() {
        for (String url : new String[] {"/js/jweixin.js", "//shop.example.com/js/jweixin.js", null}) {
            assertEquals("null", verdict(ContentSecurityPolicy.of(Arrays.asList("script-src 'self' 'unsafe-inline'"),
                    Collections.emptyList(), url, "shop.example.com")));
        }
    }
}
