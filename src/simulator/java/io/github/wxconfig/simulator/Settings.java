package io.github.wxconfig.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How this WeChat behaves when nothing fails: the values that knobs turn. Guarded by the {@link SimulatedWeChat}. */
final class Settings {

    /** Appid to secret; empty: every account is accepted. */
    final Map<String, String> accounts = new HashMap<>();
    /** Corpid to the secrets of its apps, and those to AgentIds, which may be empty; empty: every corp is accepted. */
    final Map<String, Map<String, String>> corps = new HashMap<>();
    /** Path to calls a day. */
    final Map<String, Integer> dailyQuotas = new HashMap<>();
    /** Path to calls an hour. */
    final Map<String, Integer> hourlyQuotas = new HashMap<>();
    /** Path to calls a minute. */
    final Map<String, Integer> minuteQuotas = new HashMap<>();
    /** Bound domains; empty: every host and port. */
    final List<String> domains = new ArrayList<>();

    Duration tokenLife = Duration.ofSeconds(7200);
    Duration ticketLife = Duration.ofSeconds(7200);
    /** How long a token still works after the next one was issued. */
    Duration overlap = Duration.ofSeconds(300);
    /** How long a ticket still verifies after the next one took its place. */
    Duration oldTicketLife = Duration.ofSeconds(7200);
    /** What the ticket server wants as bearer token; empty: nothing. */
    String ticketToken = "";
    boolean longTokens;
    /** Whether WeCom warns of an old TLS. */
    boolean tlsWarning;
    boolean rid = true;
    String contentType = "application/json; encoding=utf-8";

    Settings() {
        dailyQuotas.put(Paths.TOKEN, 2_000);
        dailyQuotas.put(Paths.STABLE_TOKEN, 500_000);
        dailyQuotas.put(Paths.TICKET, 10_000);
        minuteQuotas.put(Paths.STABLE_TOKEN, 10_000);
        minuteQuotas.put(Paths.CORP_TOKEN, 10_000);
        hourlyQuotas.put(Paths.CORP_TOKEN, 150_000);
        hourlyQuotas.put(Paths.CORP_TICKET, 400);
        hourlyQuotas.put(Paths.AGENT_TICKET, 100);
    }
}
