package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePolicyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                  | private",
        "public                              | private",
        "max-age=60                          | private, max-age=60",
        "Public, Max-Age=60, S-MaxAge=9      | private, Max-Age=60",
        "must-revalidate, proxy-revalidate   | private, must-revalidate, proxy-revalidate",
        "no-store                            | no-store",
        "no-cache, max-age=0                 | no-cache, max-age=0",
        "private, max-age=60                 | private, max-age=60",
        "PRIVATE                             | PRIVATE",
        "public, no-cache=\"Set-Cookie, X\"  | private, no-cache=\"Set-Cookie, X\"",
        "private=\"Set-Cookie\", public      | private, private=\"Set-Cookie\""})
    void narrowsButNeverWidens(String said, String becomes) {
        assertEquals(becomes, CachePolicy.narrowed(said));
    }

    @Test
    void mergesTheUserAgentIntoVaryWhereItDecides() {
        CachePolicy wechat = new CachePolicy(true);
        assertEquals("Cookie, User-Agent", wechat.rewritten("vary", "Cookie"));
        assertEquals("user-agent", wechat.rewritten("Vary", "user-agent"));
        assertEquals("*", wechat.rewritten("Vary", "*"));
        assertEquals("User-Agent", wechat.rewritten("Vary", null));
        assertEquals("Cookie", new CachePolicy(false).rewritten("Vary", "Cookie"));
    }

    @Test
    void closesCachesThatHaveAHeaderOfTheirOwn() {
        CachePolicy policy = new CachePolicy(false);
        assertEquals("no-store", policy.rewritten("Surrogate-Control", "max-age=60"));
        assertEquals("0", policy.rewritten("x-accel-expires", "60"));
        assertEquals("kept", policy.rewritten("X-Other", "kept"));
    }
}
