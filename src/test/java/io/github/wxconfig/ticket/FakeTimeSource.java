package io.github.wxconfig.ticket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Both clocks, moved by the test. As a {@link Clock} it is the one on the wall. */
public final class FakeTimeSource extends Clock implements TimeSource {

    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private volatile long millis = START.toEpochMilli();
    private volatile long nanos = 1_000_000_007L;
    private volatile long shift;

    public void advance(Duration duration) {
        advanceNanos(duration.toNanos());
    }

    void advanceNanos(long duration) {
        nanos += duration;
        millis = START.toEpochMilli() + shift + TimeUnit.NANOSECONDS.toMillis(nanos - 1_000_000_007L);
    }

    /** Somebody sets the clock on the wall. */
    void jump(Duration duration) {
        shift += duration.toMillis();
        advanceNanos(0);
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
