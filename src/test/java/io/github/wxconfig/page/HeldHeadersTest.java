package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldHeadersTest {

    private final HeldHeaders held = new HeldHeaders();
    private final List<String> calls = new ArrayList<>();

    /** Has all headers, and notes what is done to them. */
    private final HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
            HeldHeadersTest.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("containsHeader")) {
                    return true;
                }
                calls.add(method.getName() + Arrays.toString(arguments));
                return null;
            });

    @Test
    void keepsOneLengthWhateverSetIt() {
        held.set("Content-Length", " 71 ");
        assertEquals(71, held.length());
        held.add("content-length", "5");
        assertEquals(5, held.length());
        held.add("Content-Length", null);
        assertEquals(5, held.length());
        held.setLength(-1);
        assertEquals(-1, held.length());
        assertFalse(held.contains("Content-Length"));
        held.set("Content-Length", "many");
        assertEquals(-1, held.length());
        assertTrue(held.contains("Content-Length"));
    }

    @Test
    void handsThemOnOnceAsTheyWereSet() {
        held.set("ETag", "1");
        held.add("Digest", "a");
        held.set("etag", "2");
        held.add("digest", "b");
        held.add("Digest", null);
        held.set("Last-Modified", null);
        held.releaseTo(response);
        held.releaseTo(response);
        assertEquals(Arrays.asList("addHeader[Digest, a]", "setHeader[etag, 2]", "addHeader[digest, b]"), calls);
    }

    /** Undertow remembers a length that was set by its own call beside the header, and cuts the body there. */
    @Test
    void handsALengthOnByTheCallThatSetIt() {
        held.setLength(34);
        held.set("ETag", "1");
        held.releaseTo(response);
        held.setLength(3_000_000_000L);
        held.releaseTo(response);
        held.set("Content-Length", "35");
        held.releaseTo(response);
        assertEquals(Arrays.asList("setHeader[ETag, 1]", "setContentLength[34]", "setHeader[Content-Length, 3000000000]",
                "setHeader[Content-Length, 35]"), calls);
    }

    @Test
    void takesALengthBackByTheOneCallThatEveryContainerKnows() {
        HeldHeaders.removeFrom(response);
        assertEquals("setContentLength[-1]", calls.get(0));
        assertEquals("setHeader[ETag, null]", calls.get(1));
    }
}
