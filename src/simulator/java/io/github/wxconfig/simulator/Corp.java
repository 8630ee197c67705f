package io.github.wxconfig.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What WeCom keeps for one corp: its tickets, and its apps by their secrets. */
final class Corp {

    /** One app of it: the owner of a secret. */
    static final class App {

        final String agentid;
        final Tokens tokens;
        /** Those for agentConfig. */
        final Tickets tickets;
        private final Quota quota = new Quota();

        App(String agentid, Settings settings) {
            this.agentid = agentid;
            this.tokens = new Tokens(settings);
            this.tickets = new Tickets(settings, RandomText::agentTicket);
        }
    }

    final Tickets tickets;
    private final Settings settings;
    private final Map<String, App> apps = new LinkedHashMap<>();
    private final Map<String, Quota> quotas = new HashMap<>();

    Corp(Settings settings) {
        this.settings = settings;
        this.tickets = new Tickets(settings, RandomText::ticket);
    }

    App app(String secret, String agentid) {
        return apps.computeIfAbsent(secret, s -> new App(agentid, settings));
    }

    Iterable<App> apps() {
        return apps.values();
    }

    /** 0, or the errcode of the quota that this call exceeds: that of the app for its tickets, else that of the corp. */
    int count(String path, App app, Instant now) {
        Quota quota = path.equals(Paths.AGENT_TICKET) ? app.quota : quotas.computeIfAbsent(path, p -> new Quota());
        return quota.count(now, settings.minuteQuotas.get(path), settings.hourlyQuotas.get(path),
                settings.dailyQuotas.get(path)) == 0
                ? 0 : 45009;
    }
}
