package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables in the documents come from a run of all their rows. */
class CompatibilityTableTest {

    private static final String BEFORE =
            "x\n<!-- servers -->\n| Server | Java |\n|---|---|\n| One | 8 |\n| Two | 8 |\n<!-- /servers -->\ny\n";

    @TempDir
    Path folder;

    private final CompatibilityTable table = new CompatibilityTable("servers");

    @BeforeEach
    void write() throws IOException {
        for (Path document : documents()) {
            Files.writeString(document, BEFORE);
        }
    }

    @Test
    void areWrittenWhenAllHaveRun() throws IOException {
        for (String server : List.of("One", "Two", "Three")) {
            table.add(server, 17, Era.JAKARTA, 2, 2, 0, false);
        }
        table.write(folder);
        for (Path document : documents()) {
            String text = Files.readString(document);
            assertTrue(text.startsWith("x\n<!-- servers -->\n| ") && text.endsWith("|\n<!-- /servers -->\ny\n"), text);
            assertTrue(text.contains("| One | 17 |") && text.contains("| Three | 17 |") && !text.contains("| 8 |"), text);
        }
    }

    @Test
    void loseNoRowThatDidNotRun() throws IOException {
        table.add("One", 17, Era.JAKARTA, 2, 2, 0, false);
        AssertionError refused = assertThrows(AssertionError.class, () -> table.write(folder));
        assertTrue(refused.getMessage().startsWith("Only [1] of the [2] rows in [" + documents().get(0) + "] have run"),
                refused::getMessage);
        for (Path document : documents()) {
            assertEquals(BEFORE, Files.readString(document));
        }
    }

    private List<Path> documents() {
        return List.of(folder.resolve("compatibility.md"), folder.resolve("compatibility.zh-CN.md"));
    }
}
