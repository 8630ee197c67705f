package io.github.wxconfig.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What did not start once can start later. */
class RestartableTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicInteger attempts = new AtomicInteger();
    private Error failure;
    private final Restartable<String> restartable = new Restartable<>(() -> {
        attempts.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        return "started";
    }, nanos::get);

    @Test
    void startsOnceAndStaysSo() {
        assertEquals("started", restartable.get());
        failure = new Error();
        assertEquals("started", restartable.get());
        assertEquals(1, attempts.get());
    }

    @Test
    void startsLaterIfItDidNotStartAtFirst() {
        failure = new NoClassDefFoundError("jakarta/enterprise/inject/spi/BeanManager");
        assertSame(failure, assertThrows(IllegalStateException.class, restartable::get).getCause());
        failure = null;
        nanos.addAndGet(Restartable.PAUSE_NANOS);
        assertEquals("started", restartable.get());
    }

    @Test
    void tellsTheSameFailureUntilTheNextAttemptIsDueSoThatNoRequestPaysForOne() {
        failure = new NoClassDefFoundError();
        for (int i = 0; i < 100; i++) {
            assertSame(failure, assertThrows(IllegalStateException.class, restartable::get).getCause());
        }
        assertEquals(1, attempts.get());
        nanos.addAndGet(Restartable.PAUSE_NANOS);
        assertThrows(IllegalStateException.class, restartable::get);
        assertEquals(2, attempts.get());
    }

    @Test
    void startsOnceWhoeverComesFirst() throws Exception {
        int threads = 8;
        CountDownLatch together = new CountDownLatch(threads);
        ExecutorService requests = Executors.newFixedThreadPool(threads);
        try {
            Callable<String> request = () -> {
                together.countDown();
                together.await();
                return restartable.get();
            };
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(requests.submit(request));
            }
            for (Future<String> answer : answers) {
                assertEquals("started", answer.get());
            }
        } finally {
            requests.shutdownNow();
        }
        assertEquals(1, attempts.get());
    }
}
