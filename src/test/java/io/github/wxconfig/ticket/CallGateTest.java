package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CallGateTest {

    private static final IssuedCredential ANSWER = new IssuedCredential("answer", Duration.ofHours(1));

    private final FakeTimeSource time = new FakeTimeSource();
    private final List<String> events = new ArrayList<>();
    private final MemoryStore store = new MemoryStore(time) {
        @Override
        public boolean acquire(String key, String owner, Duration lease) {
            events.add("lease of [" + key + "] for [" + lease.getSeconds() + "s]");
            return true;
        }
    };
    private boolean stopped;
    private final CallGate gate = new CallGate(
            new Lease(new ResilientStore(new StoreFactory("test", () -> store), time, () -> 0.5, ""), "key"), () -> stopped);

    private IssuedCredential answer() {
        events.add("call");
        return ANSWER;
    }

    @Test
    void prolongsTheLeaseBeforeEachCall() throws Exception {
        assertSame(ANSWER, gate.token(this::answer));
        assertSame(ANSWER, gate.ticket(this::answer));
        assertEquals(List.of("lease of [key] for [30s]", "call", "lease of [key] for [30s]", "call"), events);
    }

    @Test
    void countsEachKindOfCallFailedOnesIncluded() throws Exception {
        gate.token(this::answer);
        gate.ticket(this::answer);
        assertThrows(WeChatException.class, () -> gate.ticket(() -> {
            throw FakeWeChat.failure(WeChatException.Kind.TRANSIENT, -1);
        }));
        assertEquals(1, gate.tokenCalls());
        assertEquals(2, gate.ticketCalls());
    }

    @Test
    void refusesAndDoesNotCountACallOnceTheKeeperIsStopped() {
        stopped = true;
        assertThrows(CancellationException.class, () -> gate.token(this::answer));
        assertThrows(CancellationException.class, () -> gate.ticket(this::answer));
        assertFalse(events.contains("call"));
        assertEquals(0, gate.tokenCalls() + gate.ticketCalls());
    }

    @Test
    void abortInterruptsACallInProgressAndNothingElse() throws Exception {
        gate.abort();
        assertFalse(Thread.currentThread().isInterrupted(), "before a call");
        gate.ticket(() -> {
            gate.abort();
            assertTrue(Thread.currentThread().isInterrupted(), "during a call");
            stopped = true;
            return ANSWER;
        });
        assertFalse(Thread.currentThread().isInterrupted(), "what is left to do when stopped is not disturbed");
        gate.abort();
        assertFalse(Thread.currentThread().isInterrupted(), "after a call");
    }
}
