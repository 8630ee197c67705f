package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageWarningsTest {

    private static final List<String> NONE = Collections.emptyList();

    private final LogCapture log = new LogCapture(PageWarnings.class.getName());
    private final PageWarnings complaints = new PageWarnings("");

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void saysEachFailureOnceWithItsCause() {
        Exception cause = new IllegalStateException("broken");
        complaints.failure("/a", cause);
        complaints.failure("/b", new IllegalStateException("broken"));
        complaints.failure("/c", new IllegalStateException("broken otherwise"));
        complaints.failure("/d", new IllegalArgumentException("broken"));
        assertEquals(3, log.records.size());
        assertEquals("java.lang.IllegalStateException: broken", log.records.get(0).getThrown().toString());
    }

    @Test
    void saysEachPolicyOnce() {
        complaints.blocked("/a", "default-src 'self'", NONE);
        complaints.blocked("/b", "default-src 'self'", NONE);
        complaints.blocked("/c", "sandbox; script-src 'nonce-ab12+/=='", NONE);
        complaints.blocked("/d", "sandbox; script-src 'nonce-cd34'", NONE);
        complaints.blocked("/e", null, Arrays.asList("script-src 'none'"));
        complaints.blocked("/f", null, Arrays.asList("script-src 'none'"));
        assertEquals(3, log.records.size());
        assertFalse(log.records.get(0).getMessage().contains("Content-Type"));
        assertTrue(log.records.get(2).getMessage()
                .contains("[/e] would block the script, so the page was left alone: [script-src 'none']"));
        assertTrue(log.records.get(2).getMessage().contains("name the charset in Content-Type"));
    }

    @Test
    void fallsSilentWhenMessagesNeverRepeat() {
        for (int i = 0; i < 1000; i++) {
            complaints.failure("/page", new IllegalStateException("number " + i));
        }
        assertEquals(100, log.records.size());
    }

    /** Whoever makes pages fail in a hundred ways does not silence what is said about other things. */
    @Test
    void failuresThatNeverRepeatDoNotSilenceTheRest() {
        for (int i = 0; i < 1000; i++) {
            complaints.failure("/page", new IllegalStateException("number " + i));
            complaints.blocked("/page", "script-src 'none'; report-uri /" + i, NONE);
        }
        log.records.clear();
        complaints.unsigned(PassReason.HOST, "shop.example.com");
        complaints.unsigned(PassReason.HOST, "127.0.0.1");
        complaints.compressed("/page", "br");
        assertEquals(3, log.records.size());
    }

    /** Some containers hand on what is not ASCII in a request line as it came: a line end of Unicode, a terminal's sequence. */
    @Test
    void aRequestCannotForgeALine() {
        String page = "/a\u0085INFO forged\u2028\u2029\u009b31m\u202e\u007f\r\n\u001b[0m" + "a".repeat(10_000);
        complaints.failure(page, new IllegalStateException("broken"));
        complaints.blocked(page, "script-src 'none'\u0085INFO forged", NONE);
        complaints.compressed(page, "br\u0085INFO forged");
        assertEquals(3, log.records.size());
        for (LogRecord record : log.records) {
            assertTrue(record.getMessage().matches("[ -~]{1,1200}"), record.getMessage());
        }
    }

    @Test
    void aStrangersHostIsNotRepeated() {
        complaints.unsigned(PassReason.HOST, "evil.example");
        complaints.unsigned(PassReason.HOST, "10.0.0.1\u0085INFO forged");
        complaints.unsigned(PassReason.HOST, "inner");
        complaints.unsigned(PassReason.HOST, "10.0.0.1");
        complaints.unsigned(PassReason.HOST, "www.evil.example");
        assertEquals(2, log.records.size());
        assertFalse(log.records.get(0).getMessage().contains("evil"));
        assertTrue(log.records.get(1).getMessage().contains("[inner]")
                && log.records.get(1).getMessage().contains("wxconfig.baseUrl"));
    }
}
