package io.github.wxconfig;

import io.github.wxconfig.page.PageCounts;
import io.github.wxconfig.settings.PerApplicationList;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.ticket.KeeperStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports the state of one filter for the status page, in sections of names and values without secrets. Thread-safe. */
final class StatusReport {

    /** The reports of each application's filters, in the order of their start. */
    static final PerApplicationList<StatusReport> ALL = new PerApplicationList<>();

    private static final int MAX_ACCOUNTS = 100;

    private final FilterName name;
    private final Settings settings;
    /** This and the next are {@code null} if the filter is inactive. */
    private final @Nullable SiteAccounts accounts;
    private final @Nullable PageCounts counts;
    /** Why it is inactive; {@code null} if it is active. */
    private final @Nullable String inactive;

    StatusReport(FilterName name, Settings settings, SiteAccounts accounts, PageCounts counts) {
        this(name, settings, accounts, counts, null);
    }

    private StatusReport(FilterName name, Settings settings, @Nullable SiteAccounts accounts, @Nullable PageCounts counts,
            @Nullable String inactive) {
        this.name = name;
        this.settings = settings;
        this.accounts = accounts;
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
        if (accounts == null || counts == null) {
            sections.put("State", Collections.singletonMap("state", inactive));
        } else {
            SiteAccount alone = accounts.all().size() == 1 ? accounts.all().iterator().next() : null;
            if (alone != null) {
                tickets(alone, sections);
            } else {
                sections.put("Accounts", accounts(accounts));
            }
            sections.put("Pages since the start", pages(counts));
            sections.put("Share cards", share());
        }
        sections.put("Options that were set", settings.shown());
        if (!settings.problems().isEmpty()) {
            sections.put("What is wrong with them", numbered(settings.problems()));
        }
        return sections;
    }

    /** One row for each account; those without a ticket come first, and of a thousand not all are shown. */
    private Map<String, String> accounts(SiteAccounts accounts) {
        List<SiteAccount> all = new ArrayList<>(accounts.all());
        all.sort(Comparator.comparing(account -> account.status().failure() == null));
        Map<String, String> rows = new LinkedHashMap<>();
        if (all.isEmpty()) {
            rows.put("none", "wxconfig.accountsDir [" + settings.accountsDir()
                    + "] has no account that can be used; the log says why");
        }
        for (SiteAccount account : all.subList(0, Math.min(all.size(), MAX_ACCOUNTS))) {
            rows.put(account.name().isEmpty() ? "without a name" : account.name(), line(account));
        }
        if (all.size() > MAX_ACCOUNTS) {
            rows.put("…", "and " + (all.size() - MAX_ACCOUNTS) + " more");
        }
        return rows;
    }

    private static String line(SiteAccount account) {
        KeeperStatus status = account.status();
        Settings of = account.settings();
        String ids = account.identities().stream().map(SiteIdentity::id).collect(Collectors.joining(" and "));
        return ids + ", " + state(status) + (status.expiresAt() == null ? "" : ", ticket until "
                + LocalTime.of(status.expiresAt()))
                + (account.name().isEmpty() ? ", pages that no other account claims" : ", hosts "
                + (of.claims() == null ? "all" : String.join(" ", of.claims().patterns())) + ", paths " + String.join(" ",
                        of.include()))
                + (status.failure() == null ? "" : ". " + LocalTime.of(status.failure().at()) + ": "
                        + status.failure().message());
    }

    private static String state(KeeperStatus status) {
        return status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void tickets(SiteAccount account, Map<String, Map<String, String>> sections) {
        for (SiteIdentity identity : account.identities()) {
            String title = account.identities().size() == 1 ? "Ticket" : "Ticket of [" + identity.id() + "]";
            sections.put(title, ticket(account, identity.id(), identity.keeper().status()));
            KeeperStatus agent = identity.keeper().agentStatus();
            if (agent != null) {
                String app = identity.id() + ", agent " + account.settings().agentid();
                sections.put("Ticket for agentConfig", ticket(account, app, agent));
            }
        }
    }

    private static Map<String, String> ticket(SiteAccount account, String id, KeeperStatus status) {
        Map<String, String> rows = new LinkedHashMap<>();
        if (!account.name().isEmpty()) {
            rows.put("name", account.name());
        }
        rows.put("account", id);
        rows.put("state", state(status));
        if (status.isFromStore()) {
            rows.put("from", "the store" + untried(account.settings(), id, status));
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

    private static String untried(Settings settings, String id, KeeperStatus status) {
        if (settings.ticketUrl() != null && id.equals(settings.appid())) {
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
