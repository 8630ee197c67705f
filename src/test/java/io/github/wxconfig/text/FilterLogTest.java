package io.github.wxconfig.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is logged is one line, and says who speaks. */
class FilterLogTest {

    /** Whatever ends a line, moves a cursor, turns the direction of reading or is not seen. */
    private static final String HOSTILE = HostileText.ALL;

    private final LogCapture captured = new LogCapture(FilterLogTest.class.getName());
    private final FilterLog log = new FilterLog(FilterLogTest.class, "Filter [second]: ");

    @AfterEach
    void stopListening() {
        captured.close();
    }

    @Test
    void isOneLineWhateverIsInIt() {
        log.warning("a" + HOSTILE + "b");
        assertEquals("Filter [second]: a b", captured.records.get(0).getMessage());
    }

    /** A formatter prints a stack trace with the messages of all that is in it. */
    @Test
    void aMessageOfACauseForgesNoLine() {
        Exception cause = new IllegalStateException("outer" + HOSTILE + "WARNING forged",
                new IOException("inner\nWARNING forged"));
        cause.addSuppressed(new IOException("aside\r\nWARNING forged"));
        log.warning("broken", cause);
        String text = new SimpleFormatter().format(captured.records.get(0));
        assertEquals(List.of(), text.lines().filter(line -> line.startsWith("WARNING forged")).toList());
        assertEquals("", text.replaceAll("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|[\\r\\n\\t]", ""));
        assertTrue(text.contains("java.lang.IllegalStateException: outer WARNING forged")
                && text.contains("Caused by: java.io.IOException: inner WARNING forged")
                && text.contains("Suppressed: java.io.IOException: aside WARNING forged")
                && text.contains("at io.github.wxconfig.text.FilterLogTest.aMessageOfACauseForgesNoLine("), text);
    }

    @Test
    void endsWhereCausesGoRoundInACircle() {
        Exception one = new Exception();
        one.initCause(new Exception(one));
        log.warning("broken", one);
        assertTrue(new SimpleFormatter().format(captured.records.get(0)).length() < 100_000);
    }

    @Test
    void aFailureAtTheStartKeepsItsSecret() {
        log.warning("broken", FailureText.withoutSecrets(new IllegalStateException("SECRET", new NoClassDefFoundError("a/B"))));
        String text = new SimpleFormatter().format(captured.records.get(0));
        assertFalse(text.contains("SECRET"), text);
        assertTrue(text.contains("Caused by: java.lang.NoClassDefFoundError: a/B"), text);
    }

    @Test
    void namesWhoHasWrittenIt() {
        log.log(Level.FINE, "told");
        LogRecord record = captured.records.get(0);
        assertEquals(FilterLogTest.class.getName() + ".namesWhoHasWrittenIt",
                record.getSourceClassName() + "." + record.getSourceMethodName());
        assertEquals(FilterLogTest.class.getName(), record.getLoggerName());
    }

    /** A class with a logger of its own would forget one or the other. (JsonBinding silences those of a library.) */
    @Test
    void nobodyElseHasALogger() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertEquals(List.of("FilterLog.java", "JsonBinding.java"), files.filter(file -> file.toString().endsWith(".java"))
                    .filter(FilterLogTest::namesALogger).map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static boolean namesALogger(Path file) {
        try {
            return Files.readString(file)
                    .matches("(?s).*(java\\.util\\.logging\\.Logger|java\\.util\\.logging\\.\\*|System\\.(out|err)"
                    + "|printStackTrace|\\.log\\(\"|getServletContext\\(\\)\\.log).*");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
