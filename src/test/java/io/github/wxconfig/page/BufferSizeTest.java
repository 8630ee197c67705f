package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The buffer of a container that only grows and keeps its size for later responses, as Tomcat does. */
class BufferSizeTest {

    private static final int SCRIPT = 4300;

    private int actual = 8192;
    private final HttpServletResponse response =
            (HttpServletResponse) Proxy.newProxyInstance(BufferSizeTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("setBufferSize")) {
                    actual = Math.max(actual, (int) arguments[0]);
                    return null;
                }
                assertEquals("getBufferSize", method.getName());
                return actual;
            });

    @Test
    void holdsTheScriptBesideAsMuchOfThePageAsBefore() {
        BufferSize buffer = begun(Container.TOMCAT, 100, false);
        assertEquals(8192, buffer.size(response));
        assertTrue(actual >= 8192 + SCRIPT);
        assertFalse(buffer.overflowsBy(8192));
        assertTrue(buffer.overflowsBy(8193));
    }

    @Test
    void doesNotGrowFromResponseToResponse() {
        begun(Container.TOMCAT, 100, true);
        int first = actual;
        for (int i = 0; i < 100; i++) {
            assertEquals(8192, begun(Container.TOMCAT, 100, i % 2 == 0).size(response));
        }
        assertEquals(first, actual);
    }

    @ParameterizedTest
    @ValueSource(ints = {8200, 10_000, 16_384, 20_000, 65_536})
    void tellsALaterResponseWhatTheApplicationHasSet(int wanted) {
        begun(Container.TOMCAT, 100, true);
        BufferSize buffer = new BufferSize();
        buffer.set(wanted, response);
        assertEquals(wanted, buffer.size(response));
        buffer.makeRoom(response, Container.TOMCAT, SCRIPT, 100, false);
        assertEquals(wanted, buffer.size(response));
        assertTrue(buffer.holds(response));
        assertEquals(wanted, new BufferSize().size(response));
    }

    @ParameterizedTest
    @ValueSource(ints = {8201, 9999, 12_345, 18_321, 33_333})
    void tellsLaterResponsesHardlyMoreWhereThatIsAnOddSize(int wanted) {
        BufferSize buffer = new BufferSize();
        buffer.set(wanted, response);
        buffer.makeRoom(response, Container.TOMCAT, SCRIPT, 100, false);
        assertEquals(wanted, buffer.size(response));
        for (int i = 0; i < 10; i++) {
            int told = begun(Container.TOMCAT, 100, i % 2 == 0).size(response);
            assertTrue(told >= wanted && told < wanted + 8, told + " of " + wanted);
        }
        BufferSize another = begun(Container.TOMCAT, 100, false);
        another.set(wanted + 100, response);
        assertEquals(wanted + 100, another.size(response));
        int told = new BufferSize().size(response);
        assertTrue(told >= wanted + 100 && told < wanted + 108, told + " of " + wanted);
    }

    @Test
    void keepsNothingBackThatJettySendsAtOnce() {
        actual = 32_768;
        assertFalse(begun(Container.JETTY, 8193, false).isGrown());
        assertEquals(32_768, actual);
        BufferSize buffer = begun(Container.JETTY, 8192, false);
        assertTrue(buffer.isGrown());
        assertFalse(buffer.overflowsBy(8192));
        assertTrue(buffer.overflowsBy(8193));
        assertFalse(begun(Container.JETTY, 8193, true).overflowsBy(8193), "the writer cuts it");
        BufferSize set = new BufferSize();
        set.set(40_000, response);
        set.makeRoom(response, Container.JETTY, SCRIPT, 30_000, false);
        assertTrue(set.isGrown());
        assertFalse(set.overflowsBy(30_000));
    }

    @Test
    void staysAsItIsWhereTheFirstWriteOverflowsIt() {
        BufferSize buffer = begun(Container.TOMCAT, 8193, false);
        assertEquals(8192, actual);
        assertFalse(buffer.isGrown());
    }

    @Test
    void takesNoSizeOfTheApplicationsForOurs() {
        for (int size : new int[] {4096, 8192, 12_288, 16_383, 16_384, 32_767, 32_768, 65_535, 65_536, 100_000, 131_072}) {
            actual = size;
            assertEquals(size, new BufferSize().size(response));
        }
    }

    private BufferSize begun(Container container, long first, boolean chars) {
        BufferSize buffer = new BufferSize();
        buffer.makeRoom(response, container, SCRIPT, first, chars);
        return buffer;
    }
}
