package io.github.wxconfig.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Writes a time for people: on this machine's clock, as its logs are, and with the offset, in case they read it elsewhere. */
public final class LocalTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");

    private LocalTime() {
    }

    /** As in {@code 2026-11-22 18:00:00 +08:00}. */
    public static String of(Instant time) {
        return FORMAT.format(time.atZone(ZoneId.systemDefault()));
    }
}
