package io.github.wxconfig.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what the client would answer to a {@code wx.config} or an {@code agentConfig}; if it rejects it, finds out what was
 * signed instead.
 */
final class Verifier {

    private static final Pattern PAGE_URL =
            Pattern.compile("(https?)://(\\[[0-9a-fA-F:.]+]|[^/?#:@]+)(?::(\\d+))?(?:[/?#].*)?", Pattern.DOTALL);

    private final Settings settings;
    private final Map<String, Account> accounts;
    private final Corps corps;

    Verifier(Settings settings, Map<String, Account> accounts, Corps corps) {
        this.settings = settings;
        this.accounts = accounts;
        this.corps = corps;
    }

    Verdict verify(Config config, Instant now) {
        String missing = config.missing();
        if (missing != null) {
            return Verdict.bad(config, "", config.call() + " has no " + missing);
        }
        String wrongDomain = config.isAgent() ? "not match any reliable domain" : "invalid url domain";
        Matcher url = PAGE_URL.matcher(config.url);
        if (!url.matches()) {
            return Verdict.bad(config, wrongDomain, "[" + config.url + "] is not the address of a web page");
        }
        if (!bound(url.group(2), url.group(3))) {
            return Verdict.bad(config, wrongDomain, "the host [" + url.group(2) + (url.group(3) == null ? "" : ":"
                    + url.group(3)) + "] is not one of the bound domains " + settings.domains + " on port 80 or 443");
        }
        String signed = PageUrls.withoutFragment(config.url);
        return config.isAgent() ? agent(config, signed, now) : signature(config, signed, now);
    }

    private boolean bound(String host, String port) {
        if (settings.domains.isEmpty()) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return (port == null || port.equals("80") || port.equals("443"))
                && settings.domains.stream().anyMatch(d -> name.equals(d) || name.endsWith("." + d));
    }

    /** Of wx.config: an Official Account's, or a corp's. */
    private Verdict signature(Config config, String url, Instant now) {
        Account account = accounts.get(config.appId);
        Corp corp = corps.get(config.appId);
        if (account == null && corp == null) {
            String others = signedByAnother(config, url);
            return Verdict.bad(config, "invalid signature", others != null ? others : "no ticket was ever fetched for appId ["
                    + config.appId + "], only for " + accounts.keySet()
                    + (corps.ids().isEmpty() ? "" : " and for the corps " + corps.ids()));
        }
        return verdict(config, account != null ? account.tickets("jsapi") : corp.tickets, url, now);
    }

    private Verdict agent(Config config, String url, Instant now) {
        Corp corp = corps.get(config.appId);
        if (corp == null) {
            return Verdict.bad(config, "invalid corpId",
                    "40013: no token was ever fetched for the corp [" + config.appId + "], only for "
                    + corps.ids());
        }
        Corp.App named = null;
        for (Corp.App app : corp.apps()) {
            if (app.agentid.equals(config.agentid) || app.agentid.isEmpty() && find(config, app.tickets.issued(), url) != null) {
                named = app;
            }
        }
        if (named == null && corps.owner(tickets -> find(config, tickets, url)) == null) {
            return Verdict.bad(config, "invalid agentid",
                    "40056: no token was ever fetched with the secret of the app [" + config.agentid
                    + "] of the corp [" + config.appId + "]");
        }
        return verdict(config, named == null ? new Tickets(settings, RandomText::agentTicket) : named.tickets, url, now);
    }

    private Verdict verdict(Config config, Tickets tickets, String url, Instant now) {
        Tickets.Ticket signedWith = find(config, tickets.issued(), url);
        if (signedWith == null) {
            String swapped = config.isAgent() ? corps.owner(others -> find(config, others, url)) : null;
            return swapped == null ? Verdict.bad(config, "invalid signature", reason(config, tickets.issued(), url))
                    : Verdict.bad(config, "ticket no available", "42012: agentConfig of the app [" + config.agentid
                            + "] was signed with a ticket of " + swapped);
        }
        if (!tickets.alive(signedWith, now)) {
            return Verdict.bad(config, "invalid signature", "it was signed with a ticket that expired "
                    + seconds(tickets.end(signedWith), now) + " ago");
        }
        return Verdict.good(config, "signed for [" + url + "] with " + (signedWith.value.equals(tickets.issued().get(0).value)
                ? "the latest ticket" : "an earlier ticket, dead in " + seconds(now, tickets.end(signedWith)))
                + (config.isAgent() ? " of the app [" + config.agentid + "]" : corps.get(config.appId) != null ? " of the corp"
                        : ""));
    }

    private String reason(Config config, List<Tickets.Ticket> tickets, String url) {
        if (tickets.isEmpty() && signedByAnother(config, url) == null) {
            return "no ticket was ever fetched for "
                    + (config.isAgent() ? "the app [" + config.agentid + "]" : "appId [" + config.appId + "]");
        }
        for (Map.Entry<String, String> other : PageUrls.mistaken(config.url).entrySet()) {
            if (find(config, tickets, other.getValue()) != null) {
                return other.getKey() + ": it was signed for [" + other.getValue() + "], but the page is at [" + url + "]";
            }
        }
        String others = signedByAnother(config, url);
        return others != null ? others : "no ticket of "
                + (config.isAgent() ? "the app [" + config.agentid + "]" : "appId [" + config.appId
                + "]") + " gives this signature for the page [" + url + "], nonceStr [" + config.nonceStr + "] and timestamp ["
                + config.timestamp + "]: one of these differs from what was signed, or the ticket is of another account";
    }

    private String signedByAnother(Config config, String url) {
        for (Map.Entry<String, Account> other : accounts.entrySet()) {
            for (Tickets tickets : other.getValue().allTickets()) {
                if (find(config, tickets.issued(), url) != null) {
                    return other.getKey().equals(config.appId)
                            ? "it was signed with a card ticket; fetch the ticket with type=jsapi"
                            : "it was signed with a ticket of appid [" + other.getKey() + "], but " + config.call() + " says "
                                    + (config.isAgent() ? "corpid" : "appId") + " [" + config.appId + "]";
                }
            }
        }
        String corp = corps.owner(tickets -> find(config, tickets, url));
        return corp == null ? null : "40093: it was signed with a ticket of " + corp + ", but " + config.call() + " says "
                + (config.isAgent() ? "corpid" : "appId") + " [" + config.appId + "]";
    }

    private static Tickets.Ticket find(Config config, List<Tickets.Ticket> tickets, String url) {
        for (Tickets.Ticket ticket : tickets) {
            if (sign(ticket.value, config.nonceStr, config.timestamp, url).equals(config.signature)) {
                return ticket;
            }
        }
        return null;
    }

    private static String sign(String ticket, String nonceStr, String timestamp, String url) {
        String string1 = "jsapi_ticket=" + ticket + "&noncestr=" + nonceStr + "&timestamp=" + timestamp + "&url=" + url;
        StringBuilder hex = new StringBuilder();
        try {
            for (byte b : MessageDigest.getInstance("SHA-1").digest(string1.getBytes(StandardCharsets.UTF_8))) {
                hex.append(String.format("%02x", b));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return hex.toString();
    }

    private static String seconds(Instant from, Instant to) {
        return Duration.between(from, to).getSeconds() + " s";
    }
}
