package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
    void mergesIntoVaryWhatDecides() {
        CachePolicy policy = new CachePolicy(List.of("Accept", "User-Agent"));
        assertEquals("Cookie, Accept, User-Agent", policy.rewritten("vary", "Cookie"));
        assertEquals("user-agent, Accept", policy.rewritten("Vary", "user-agent"));
        assertEquals("Accept-Encoding, accept, User-Agent", policy.rewritten("Vary", "Accept-Encoding, accept"));
        assertEquals("*", policy.rewritten("Vary", "*"));
        assertEquals("Accept, User-Agent", policy.rewritten("Vary", null));
    }

    @Test
    void closesCachesThatHaveAHeaderOfTheirOwn() {
        CachePolicy policy = new CachePolicy(List.of());
        assertEquals("no-store", policy.rewritten("Surrogate-Control", "max-age=60"));
        assertEquals("0", policy.rewritten("x-accel-expires", "60"));
        assertEquals("kept", policy.rewritten("X-Other", "kept"));
    }
}
