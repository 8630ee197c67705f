package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private static final List<String> NONE = Collections.emptyList();

    private final LogCapture log = new LogCapture(Complaints.class.getName());
    private final Complaints complaints = new Complaints();

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
        assertSame(cause, log.records.get(0).getThrown());
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
        assertTrue(log.records.get(2).getMessage().contains("[/e] would block the script, so the page was left alone: [script-src 'none']"));
        assertTrue(log.records.get(2).getMessage().contains("name the charset in Content-Type"));
    }

    @Test
    void fallsSilentWhenMessagesNeverRepeat() {
        for (int i = 0; i < 1000; i++) {
            complaints.failure("/page", new IllegalStateException("number " + i));
        }
        assertEquals(100, log.records.size());
    }
}
