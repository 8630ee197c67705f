package io.github.wxconfig.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Formats a time in this machine's time zone, like its logs, and with the offset for readers elsewhere. */
public final class LocalTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");

    private LocalTime() {
    }

    /** As in {@code 2026-11-22 18:00:00 +08:00}. */
    public static String of(Instant time) {
        return FORMAT.format(time.atZone(ZoneId.systemDefault()));
    }
}
