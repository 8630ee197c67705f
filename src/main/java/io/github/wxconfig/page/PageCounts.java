package io.github.wxconfig.page;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the pages since the filter started, by what was done with them. Only requests that could have been answered with a
 * page are
 * counted; everybody else costs nothing. Safe for any number of threads.
 */
public final class PageCounts {

    private final LongAdder injected = new LongAdder();
    private final LongAdder unsigned = new LongAdder();
    private final Map<PassReason, LongAdder> passed = new ConcurrentHashMap<>();

    void injected(boolean signed) {
        injected.increment();
        if (!signed) {
            unsigned.increment();
        }
    }

    void passed(PassReason reason) {
        passed.computeIfAbsent(reason, first -> new LongAdder()).increment();
    }

    /** Pages that got the script. */
    public long pagesInjected() {
        return injected.sum();
    }

    /** Those of them whose script had no signature, because there was no ticket. */
    public long pagesUnsigned() {
        return unsigned.sum();
    }

    /** Pages that went out as the application wrote them, by the reason. */
    public Map<PassReason, Long> pagesPassed() {
        Map<PassReason, Long> sums = new EnumMap<>(PassReason.class);
        passed.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }
}
