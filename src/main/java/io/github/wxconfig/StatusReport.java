package io.github.wxconfig;

import io.github.wxconfig.credential.KeeperStatus;
import io.github.wxconfig.http.PageCounts;
import io.github.wxconfig.settings.Settings;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the status page says, in sections of names and values; without any secret. */
final class StatusReport {

    private final Settings settings;
    private final Supplier<KeeperStatus> keeper;
    private final PageCounts counts;

    StatusReport(Settings settings, Supplier<KeeperStatus> keeper, PageCounts counts) {
        this.settings = settings;
        this.keeper = keeper;
        this.counts = counts;
    }

    Map<String, Map<String, String>> sections() {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        sections.put("Ticket", ticket(keeper.get()));
        sections.put("Pages since the start", pages());
        sections.put("Options that were set", settings.shown());
        if (!settings.problems().isEmpty()) {
            sections.put("What is wrong with them", numbered(settings.problems()));
        }
        return sections;
    }

    private Map<String, String> ticket(KeeperStatus status) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("account", settings.appid());
        rows.put("state", status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        put("issued", status.issuedAt(), rows);
        put("expires", status.expiresAt(), rows);
        put("next attempt", status.nextAttemptAt(), rows);
        if (status.failure() != null) {
            rows.put("last failure", local(status.failure().at()) + ": " + status.failure().message());
        }
        rows.put("calls to WeChat", status.tokenCalls() + " for a token, " + status.ticketCalls() + " for a ticket");
        rows.put("store", status.store() + (status.isStoreDown() ? ", down: going on from memory" : ""));
        return rows;
    }

    private static void put(String name, Instant time, Map<String, String> rows) {
        if (time != null) {
            rows.put(name, local(time));
        }
    }

    /** As in the log, and with the offset, in case somebody reads it elsewhere. */
    private static String local(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx").format(time.atZone(ZoneId.systemDefault()));
    }

    private Map<String, String> pages() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("with the script", Long.toString(counts.pagesInjected()));
        counts.pagesPassed().forEach((reason, count) -> rows.put("left alone: " + reason, Long.toString(count)));
        return rows;
    }

    private static Map<String, String> numbered(List<String> lines) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : lines) {
            rows.put((rows.size() + 1) + ".", line);
        }
        return rows;
    }
}
