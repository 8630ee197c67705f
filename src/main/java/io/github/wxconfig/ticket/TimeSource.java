package io.github.wxconfig.ticket;

/** Both clocks of the machine: the one on the wall, which people and other machines move, and the one that only runs. */
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

    /** Wall time in milliseconds since 1970. May jump either way. */
    long millis();

    /** Monotonic time in nanoseconds, for differences only. Some machines stop it while they are suspended. */
    long nanos();
}
