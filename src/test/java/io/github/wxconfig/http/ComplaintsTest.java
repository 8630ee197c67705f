package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private final Logger log = Logger.getLogger(Complaints.class.getName());
    private final List<LogRecord> records = new ArrayList<>();
    private final Complaints complaints = new Complaints();
    private final Handler noting = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        log.addHandler(noting);
        log.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(noting);
        log.setUseParentHandlers(true);
    }

    @Test
    void saysEachFailureOnceWithItsCause() {
        Exception cause = new IllegalStateException("broken");
        complaints.failure("/a", cause);
        complaints.failure("/b", new IllegalStateException("broken"));
        complaints.failure("/c", new IllegalStateException("broken otherwise"));
        complaints.failure("/d", new IllegalArgumentException("broken"));
        assertEquals(3, records.size());
        assertSame(cause, records.get(0).getThrown());
    }

    @Test
    void saysEachPolicyOnce() {
        complaints.blocked("/a", "default-src 'self'");
        complaints.blocked("/b", "default-src 'self'");
        complaints.blocked("/c", "sandbox; script-src 'nonce-ab12+/=='");
        complaints.blocked("/d", "sandbox; script-src 'nonce-cd34'");
        assertEquals(2, records.size());
    }

    @Test
    void fallsSilentWhenMessagesNeverRepeat() {
        for (int i = 0; i < 1000; i++) {
            complaints.failure("/page", new IllegalStateException("number " + i));
        }
        assertEquals(100, records.size());
    }
}
