package io.github.wxconfig;

import io.github.wxconfig.page.PageCounts;
import io.github.wxconfig.settings.PerApplicationList;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.ticket.KeeperStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports the state of one filter for the status page, in sections of names and values without secrets. Thread-safe. */
final class StatusReport {

    /** The reports of each application's filters, in the order of their start. */
    static final PerApplicationList<StatusReport> ALL = new PerApplicationList<>();

    private final FilterName name;
    private final Settings settings;
    /** {@code null} if the filter is inactive, as {@link #counts}. */
    private final @Nullable Supplier<KeeperStatus> keeper;
    private final @Nullable PageCounts counts;
    private final String inactive;

    StatusReport(FilterName name, Settings settings, Supplier<KeeperStatus> keeper, PageCounts counts) {
        this(name, settings, keeper, counts, "");
    }

    private StatusReport(FilterName name, Settings settings, @Nullable Supplier<KeeperStatus> keeper,
            @Nullable PageCounts counts, String inactive) {
        this.name = name;
        this.settings = settings;
        this.keeper = keeper;
        this.counts = counts;
        this.inactive = inactive;
    }

    /** Returns the report of an inactive filter. */
    static StatusReport ofInactive(FilterName name, Settings settings, String why) {
        return new StatusReport(name, settings, null, null, settings.enabled() ? "inactive: " + why : why);
    }

    /** Combines the reports of several filters; the titles then name the filter. */
    static Map<String, Map<String, String>> sections(List<StatusReport> filters) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        for (StatusReport filter : filters) {
            String prefix = filters.size() == 1 ? "" : "Filter [" + filter.name + "]: ";
            filter.sections().forEach((title, rows) -> sections.put(prefix + title, rows));
        }
        return sections;
    }

    private Map<String, Map<String, String>> sections() {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        if (keeper == null || counts == null) {
            sections.put("State", Collections.singletonMap("state", inactive));
        } else {
            sections.put("Ticket", ticket(keeper.get()));
            sections.put("Pages since the start", pages(counts));
            sections.put("Share cards", share());
        }
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
        if (status.isFromStore()) {
            rows.put("from", "the store" + untried(status));
        }
        put("issued", status.issuedAt(), rows);
        put("expires", status.expiresAt(), rows);
        put("next attempt", status.nextAttemptAt(), rows);
        if (status.failure() != null) {
            rows.put("last failure", LocalTime.of(status.failure().at()) + ": " + status.failure().message());
        }
        rows.put("calls to WeChat", status.tokenCalls() + " for a token, " + status.ticketCalls() + " for a ticket");
        rows.put("store", status.store() + (status.isStoreDown() ? ", down: using the tickets in memory" : ""));
        return rows;
    }

    private String untried(KeeperStatus status) {
        if (settings.ticketUrl() != null) {
            return status.ticketCalls() > 0 ? "" : "; the ticket server has not been asked since the start";
        }
        return status.tokenCalls() > 0 ? "" : "; the secret has not been tried since the start";
    }

    private static void put(String name, @Nullable Instant time, Map<String, String> rows) {
        if (time != null) {
            rows.put(name, LocalTime.of(time));
        }
    }

    private static Map<String, String> pages(PageCounts counts) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("with the script", Long.toString(counts.pagesInjected()));
        if (counts.pagesUnsigned() > 0) {
            rows.put("of these, without a signature", Long.toString(counts.pagesUnsigned()));
        }
        counts.pagesPassed().forEach((reason, count) -> rows.put("left alone: " + reason, Long.toString(count)));
        return rows;
    }

    private Map<String, String> share() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("wxconfig.share", settings.share());
        if (!settings.share().equals("off")) {
            rows.put("plain links", "WeChat shares a page that was opened from a plain link in a chat as a plain link again,"
                    + " whatever is set. Test with a page that was opened from a card, a menu or a QR code");
        }
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
