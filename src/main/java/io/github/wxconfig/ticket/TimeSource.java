package io.github.wxconfig.ticket;

/** Reads both clocks of the machine: the wall clock, which can be set, and the monotonic clock, which cannot. Thread-safe. */
interface TimeSource {

    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** The wall clock in milliseconds since 1970. May jump forwards and backwards. */
    long millis();

    /** The monotonic clock in nanoseconds, for differences only. It may stop while the machine is suspended. */
    long nanos();
}
