package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page costs depends on its length alone. The time is printed by the benchmark {@code SlowestPage}. */
class ScanCostTest {

    private static final int LENGTH = 1 << 20;
    private static final int MOST_MEMORY = 96 * 1024;

    static List<HostilePage> pages() {
        return HostilePage.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageMakesTheJvmAskItsProviders(HostilePage hostile) {
        String page = hostile.of(LENGTH);
        long before = AskedCharsets.asked();
        scan(page, page.length());
        assertEquals(before, AskedCharsets.asked());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageMakesTheScannerUseMuchMemory(HostilePage hostile) {
        String page = hostile.of(LENGTH);
        scan(page.substring(0, 10_000), 1);
        for (int size : new int[] {page.length(), 8192, 1}) {
            long before = allocated();
            scan(page, size);
            long used = allocated() - before;
            assertTrue(used < MOST_MEMORY, () -> used + " bytes in writes of " + size);
        }
    }

    private static void scan(String page, int size) {
        HtmlScanner scanner = new HtmlScanner(false, false);
        for (int at = 0; at < page.length(); at += size) {
            scanner.scan(page, at, Math.min(size, page.length() - at));
        }
    }

    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Providers, patterns, locales and reflection take a time that nobody knows. */
    @ParameterizedTest
    @ValueSource(strings = {"java/nio/charset", "java/util/regex", "java/util/Locale", "java/lang/reflect",
            "java/util/ServiceLoader"})
    void theScannerAsksNobody(String what) throws IOException {
        for (Path file : classes()) {
            String code = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertFalse(code.contains(what), file.toString());
        }
    }

    @Test
    void allItsClassesAreLookedAt() throws IOException {
        assertTrue(classes().size() > 8);
    }

    private static List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.list(Paths.get("target/classes/io/github/wxconfig/html"))) {
            return files.filter(file -> file.toString().endsWith(".class")).collect(Collectors.toList());
        }
    }
}
