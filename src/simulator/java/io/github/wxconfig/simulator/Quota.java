package io.github.wxconfig.simulator;

import java.time.Instant;
import java.time.ZoneOffset;

/** Counts the calls of one account to one path, by the minute, by the hour and by the Chinese day. */
final class Quota {

    private long minute;
    private int thatMinute;
    private long hour;
    private int thatHour;
    private long day;
    private int thatDay;

    /** Counts a call; 0, or the errcode of the limit that it exceeds. A limit that is {@code null} does not exist. */
    int count(Instant now, Integer perMinute, Integer perHour, Integer perDay) {
        startPeriods(now);
        if (perDay != null && thatDay >= perDay || perHour != null && thatHour >= perHour) {
            return 45009;
        }
        if (perMinute != null && thatMinute >= perMinute) {
            return 45011;
        }
        thatDay++;
        thatHour++;
        thatMinute++;
        return 0;
    }

    static long day(Instant now) {
        return now.atOffset(ZoneOffset.ofHours(8)).toLocalDate().toEpochDay();
    }

    private void startPeriods(Instant now) {
        long thisMinute = now.getEpochSecond() / 60;
        if (thisMinute != minute) {
            minute = thisMinute;
            thatMinute = 0;
        }
        if (now.getEpochSecond() / 3600 != hour) {
            hour = now.getEpochSecond() / 3600;
            thatHour = 0;
        }
        if (day(now) != day) {
            day = day(now);
            thatDay = 0;
        }
    }
}
