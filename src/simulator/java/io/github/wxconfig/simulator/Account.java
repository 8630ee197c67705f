package io.github.wxconfig.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What WeChat keeps for one appid. */
final class Account {

    final Tokens classic;
    final Tokens stable;
    private final Settings settings;
    private final Map<String, Tickets> tickets = new HashMap<>();
    private final Map<String, Quota> quotas = new HashMap<>();

    Account(Settings settings) {
        this.settings = settings;
        classic = new Tokens(settings);
        stable = new Tokens(settings);
    }

    /** @param type {@code jsapi} or {@code wx_card} */
    Tickets tickets(String type) {
        return tickets.computeIfAbsent(type, t -> new Tickets(settings, RandomText::ticket));
    }

    Iterable<Tickets> allTickets() {
        return tickets.values();
    }

    /** 0, or the errcode of the quota that this call exceeds. */
    int count(String path, Instant now) {
        return quotas.computeIfAbsent(path, p -> new Quota())
                .count(now, settings.minuteQuotas.get(path), settings.hourlyQuotas.get(path), settings.dailyQuotas.get(path));
    }

    /** The better of what the two kinds of token say: of an unknown one neither knows more. */
    Tokens.State state(String token, Instant now) {
        Tokens.State state = classic.state(token, now);
        return state == Tokens.State.UNKNOWN ? stable.state(token, now) : state;
    }
}
