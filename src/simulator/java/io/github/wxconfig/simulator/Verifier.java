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

/** Decides what WeChat's client would answer to a {@code wx.config}; if it rejects it, finds out what was signed instead. */
final class Verifier {

    private static final Pattern PAGE_URL =
            Pattern.compile("(https?)://(\\[[0-9a-fA-F:.]+]|[^/?#:@]+)(?::(\\d+))?(?:[/?#].*)?", Pattern.DOTALL);

    private final Settings settings;
    private final Map<String, Account> accounts;

    Verifier(Settings settings, Map<String, Account> accounts) {
        this.settings = settings;
        this.accounts = accounts;
    }

    Verdict verify(Config config, Instant now) {
        String missing = config.missing();
        if (missing != null) {
            return Verdict.bad("", "wx.config has no " + missing);
        }
        Matcher url = PAGE_URL.matcher(config.url);
        if (!url.matches()) {
            return Verdict.bad("invalid url domain", "[" + config.url + "] is not the address of a web page");
        }
        if (!bound(url.group(2), url.group(3))) {
            return Verdict.bad("invalid url domain", "the host [" + url.group(2) + (url.group(3) == null ? "" : ":"
                    + url.group(3)) + "] is not one of the bound domains " + settings.domains + " on port 80 or 443");
        }
        return signature(config, now);
    }

    private boolean bound(String host, String port) {
        if (settings.domains.isEmpty()) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return (port == null || port.equals("80") || port.equals("443"))
                && settings.domains.stream().anyMatch(d -> name.equals(d) || name.endsWith("." + d));
    }

    private Verdict signature(Config config, Instant now) {
        String url = PageUrls.withoutFragment(config.url);
        Account account = accounts.get(config.appId);
        if (account == null) {
            String others = signedByAnother(config, url);
            return Verdict.bad("invalid signature", others != null ? others : "no ticket was ever fetched for appId ["
                    + config.appId + "], only for " + accounts.keySet());
        }
        Tickets tickets = account.tickets("jsapi");
        Tickets.Ticket signedWith = find(config, tickets.issued(), url);
        if (signedWith == null) {
            return Verdict.bad("invalid signature", reason(config, tickets.issued(), url));
        }
        if (!tickets.alive(signedWith, now)) {
            return Verdict.bad("invalid signature", "it was signed with a ticket that expired "
                    + seconds(tickets.end(signedWith), now) + " ago");
        }
        return Verdict.good("signed for [" + url + "] with " + (signedWith.value.equals(tickets.issued().get(0).value)
                ? "the latest ticket" : "an earlier ticket, dead in " + seconds(now, tickets.end(signedWith))));
    }

    private String reason(Config config, List<Tickets.Ticket> tickets, String url) {
        if (tickets.isEmpty()) {
            return "no ticket was ever fetched for appId [" + config.appId + "]";
        }
        for (Map.Entry<String, String> other : PageUrls.mistaken(config.url).entrySet()) {
            if (find(config, tickets, other.getValue()) != null) {
                return other.getKey() + ": it was signed for [" + other.getValue() + "], but the page is at [" + url + "]";
            }
        }
        String others = signedByAnother(config, url);
        return others != null ? others : "no ticket of appId [" + config.appId + "] gives this signature for the page ["
                + url + "], nonceStr [" + config.nonceStr + "] and timestamp [" + config.timestamp
                + "]: one of these differs from what was signed, or the ticket is of another account";
    }

    private String signedByAnother(Config config, String url) {
        for (Map.Entry<String, Account> other : accounts.entrySet()) {
            for (Tickets tickets : other.getValue().allTickets()) {
                if (find(config, tickets.issued(), url) != null) {
                    return other.getKey().equals(config.appId)
                            ? "it was signed with a card ticket; fetch the ticket with type=jsapi"
                            : "it was signed with a ticket of appid [" + other.getKey() + "], but wx.config says appId ["
                                    + config.appId + "]";
                }
            }
        }
        return null;
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
