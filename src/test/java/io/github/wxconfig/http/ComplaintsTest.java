package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.wxconfig.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

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
        complaints.blocked("/a", "default-src 'self'");
        complaints.blocked("/b", "default-src 'self'");
        complaints.blocked("/c", "sandbox; script-src 'nonce-ab12+/=='");
        complaints.blocked("/d", "sandbox; script-src 'nonce-cd34'");
        assertEquals(2, log.records.size());
    }

    @Test
    void fallsSilentWhenMessagesNeverRepeat() {
        for (int i = 0; i < 1000; i++) {
            complaints.failure("/page", new IllegalStateException("number " + i));
        }
        assertEquals(100, log.records.size());
    }
}
