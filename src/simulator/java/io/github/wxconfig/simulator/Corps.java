package io.github.wxconfig.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The rules of WeCom's three addresses. Guarded by the {@link SimulatedWeChat}. */
final class Corps {

    private static final String TLS_WARNING = "the TLS version of this call is too low, please use TLS v1.2 or higher";

    private final Settings settings;
    private final Map<String, Corp> corps = new TreeMap<>();

    Corps(Settings settings) {
        this.settings = settings;
    }

    Set<String> ids() {
        return corps.keySet();
    }

    /** Or {@code null}. */
    Corp get(String corpid) {
        return corps.get(corpid);
    }

    Answer token(Map<String, String> parameters, Instant now) {
        String corpid = parameters.getOrDefault("corpid", "");
        String secret = parameters.getOrDefault("corpsecret", "");
        int errcode = corpid.isEmpty() ? 41002 : secret.isEmpty() ? 41004 : check(corpid, secret);
        if (errcode != 0) {
            return error(errcode, now);
        }
        Corp corp = corps.computeIfAbsent(corpid, id -> new Corp(settings));
        Corp.App app = corp.app(secret, settings.corps.getOrDefault(corpid, Collections.emptyMap()).getOrDefault(secret, ""));
        errcode = corp.count(Paths.CORP_TOKEN, app, now);
        if (errcode != 0) {
            return error(errcode, now);
        }
        String token = app.tokens.stable(now, false);
        return answer(Json.object("errcode", 0, "errmsg", "ok", "access_token", token, "expires_in",
                app.tokens.secondsLeft(now)));
    }

    Answer ticket(Map<String, String> parameters, boolean agent, Instant now) {
        String token = parameters.getOrDefault("access_token", "");
        if (token.isEmpty()) {
            return error(41001, now);
        }
        if (agent && !parameters.getOrDefault("type", "").equals("agent_config")) {
            return error(40058, now);
        }
        for (Corp corp : corps.values()) {
            for (Corp.App app : corp.apps()) {
                switch (app.tokens.state(token, now)) {
                    case ALIVE:
                        int errcode = corp.count(agent ? Paths.AGENT_TICKET : Paths.CORP_TICKET, app, now);
                        return errcode != 0 ? error(errcode, now) : ticket(agent ? app.tickets : corp.tickets, now);
                    case EXPIRED:
                        return error(42001, now);
                    case SUPERSEDED:
                        return error(40014, now);
                    default:
                }
            }
        }
        return error(40014, now);
    }

    private Answer ticket(Tickets tickets, Instant now) {
        return answer(Json.object("errcode", 0, "errmsg", "ok", "ticket", tickets.current(now), "expires_in",
                settings.ticketLife.getSeconds()));
    }

    /** A secret that another corp has is told apart from one that nobody has. */
    private int check(String corpid, String secret) {
        if (settings.corps.isEmpty()) {
            return 0;
        }
        if (!settings.corps.containsKey(corpid)) {
            return 40013;
        }
        if (settings.corps.get(corpid).containsKey(secret)) {
            return 0;
        }
        return settings.corps.values().stream().anyMatch(apps -> apps.containsKey(secret)) ? 40091 : 40001;
    }

    String errmsg(int errcode, Instant now) {
        return settings.rid ? CorpErrors.text(errcode) + CorpErrors.hint(errcode, now.toEpochMilli()) : CorpErrors.text(errcode);
    }

    private Answer error(int errcode, Instant now) {
        return answer(Json.object("errcode", errcode, "errmsg", errmsg(errcode, now)));
    }

    private Answer answer(Map<String, Object> json) {
        if (settings.tlsWarning) {
            json.put("warning_msg", TLS_WARNING);
        }
        return Answer.json(json);
    }

    List<String> issued() {
        List<String> values = new ArrayList<>();
        for (Corp corp : corps.values()) {
            corp.tickets.issued().forEach(ticket -> values.add(ticket.value));
            for (Corp.App app : corp.apps()) {
                app.tokens.issued().forEach(values::add);
                app.tickets.issued().forEach(ticket -> values.add(ticket.value));
            }
        }
        return values;
    }

    void rotateTickets(Instant now) {
        for (Corp corp : corps.values()) {
            corp.tickets.rotate(now);
            corp.apps().forEach(app -> app.tickets.rotate(now));
        }
    }

    void revokeTokens(Instant now) {
        corps.values().forEach(corp -> corp.apps().forEach(app -> app.tokens.revoke(now)));
    }

    /**
     * Whose ticket it is that {@code isIt} finds among those of all corps, as in "the corp [ww1]"; {@code null} if it is
     * nobody's.
     */
    String owner(Function<List<Tickets.Ticket>, Tickets.Ticket> isIt) {
        for (Map.Entry<String, Corp> corp : corps.entrySet()) {
            if (isIt.apply(corp.getValue().tickets.issued()) != null) {
                return "the corp [" + corp.getKey() + "] (get_jsapi_ticket)";
            }
            for (Corp.App app : corp.getValue().apps()) {
                if (isIt.apply(app.tickets.issued()) != null) {
                    return "the app [" + app.agentid + "] of the corp [" + corp.getKey() + "] (ticket/get?type=agent_config)";
                }
            }
        }
        return null;
    }
}
