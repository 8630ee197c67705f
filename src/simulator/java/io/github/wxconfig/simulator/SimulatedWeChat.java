package io.github.wxconfig.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The rules of WeChat's three addresses, of WeCom's three and of the clients' verification; knows nothing of HTTP's transport.
 * All methods are synchronized: calls are rare, and one picture of the account matters more than speed.
 */
final class SimulatedWeChat {

    private final Settings settings = new Settings();
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Corps corps = new Corps(settings);
    private final Verifier verifier = new Verifier(settings, accounts, corps);
    private Clock clock;

    SimulatedWeChat(Clock clock) {
        this.clock = clock;
    }

    synchronized void change(Consumer<Settings> change) {
        change.accept(settings);
    }

    synchronized void clock(Clock other) {
        clock = other;
    }

    synchronized void advance(Duration time) {
        clock = Clock.offset(clock, time);
    }

    synchronized Instant now() {
        return clock.instant();
    }

    synchronized String contentType() {
        return settings.contentType;
    }

    synchronized List<String> accounts() {
        return new ArrayList<>(accounts.keySet());
    }

    synchronized List<String> corps() {
        return new ArrayList<>(corps.ids());
    }

    /** {@code GET /cgi-bin/gettoken} */
    synchronized Answer corpToken(Map<String, String> parameters) {
        return corps.token(parameters, now());
    }

    /** {@code GET /cgi-bin/get_jsapi_ticket} */
    synchronized Answer corpTicket(Map<String, String> parameters) {
        return corps.ticket(parameters, false, now());
    }

    /** {@code GET /cgi-bin/ticket/get} */
    synchronized Answer agentTicket(Map<String, String> parameters) {
        return corps.ticket(parameters, true, now());
    }

    /** {@code GET /cgi-bin/token} */
    synchronized Answer token(Map<String, ?> parameters) {
        int errcode = check(parameters, Paths.TOKEN);
        if (errcode != 0) {
            return error(errcode);
        }
        Tokens tokens = account(text(parameters, "appid")).classic;
        return Answer.json(Json.object("access_token", tokens.renew(now()), "expires_in", tokens.secondsLeft(now())));
    }

    /** {@code POST /cgi-bin/stable_token} */
    synchronized Answer stableToken(String method, String body) {
        if (!method.equals("POST")) {
            return error(43002);
        }
        Map<String, Object> parameters;
        try {
            parameters = Json.readObject(body);
        } catch (IllegalArgumentException e) {
            return error(47001);
        }
        int errcode = check(parameters, Paths.STABLE_TOKEN);
        if (errcode != 0) {
            return error(errcode);
        }
        Tokens tokens = account(text(parameters, "appid")).stable;
        String token = tokens.stable(now(), Boolean.TRUE.equals(parameters.get("force_refresh")));
        return Answer.json(Json.object("access_token", token, "expires_in", tokens.secondsLeft(now())));
    }

    /** {@code GET /cgi-bin/ticket/getticket} */
    synchronized Answer ticket(Map<String, String> parameters) {
        String token = parameters.getOrDefault("access_token", "");
        if (token.isEmpty()) {
            return error(41001);
        }
        for (Account account : accounts.values()) {
            switch (account.state(token, now())) {
                case ALIVE:
                    return ticket(account, parameters.getOrDefault("type", ""));
                case EXPIRED:
                    return error(42001);
                case SUPERSEDED:
                    return error(40001);
                default:
            }
        }
        return error(40001);
    }

    /** {@code GET /ticket}: the same tickets, from a company's own server. */
    synchronized Answer ticketServer(Map<String, String> parameters, String authorization) {
        if (!settings.ticketToken.isEmpty() && !authorization.equals("Bearer " + settings.ticketToken)) {
            return Answer.of(401, null, "{\"error\":\"unauthorized\"}");
        }
        String appid = parameters.getOrDefault("appid", settings.accounts.size() == 1
                ? settings.accounts.keySet().iterator().next() : "");
        if (appid.isEmpty()) {
            return error(41002);
        }
        Tickets tickets = account(appid).tickets("jsapi");
        return Answer.json(Json.object("ticket", tickets.current(now()), "expires_in", tickets.secondsLeft(now())));
    }

    synchronized Verdict verify(Config config) {
        return verifier.verify(config, now());
    }

    /** Every token and ticket still remembered, for tests that check that they appear nowhere else. */
    synchronized List<String> issued() {
        List<String> values = new ArrayList<>();
        for (Account account : accounts.values()) {
            account.classic.issued().forEach(values::add);
            account.stable.issued().forEach(values::add);
            account.allTickets().forEach(tickets -> tickets.issued().forEach(ticket -> values.add(ticket.value)));
        }
        corps.issued().forEach(values::add);
        return values;
    }

    synchronized void rotateTickets() {
        accounts.values().forEach(account -> account.allTickets().forEach(tickets -> tickets.rotate(now())));
        corps.rotateTickets(now());
    }

    synchronized void revokeTokens() {
        accounts.values().forEach(account -> {
            account.classic.revoke(now());
            account.stable.revoke(now());
        });
        corps.revokeTokens(now());
    }

    /** The text of an error at this address, with what follows it if the settings have it so. */
    synchronized String errmsg(String path, int errcode) {
        if (Paths.isWeCom(path)) {
            return corps.errmsg(errcode, now());
        }
        return settings.rid ? Errors.text(errcode) + Errors.rid(now().toEpochMilli()) : Errors.text(errcode);
    }

    private Answer ticket(Account account, String type) {
        if (!type.equals("jsapi") && !type.equals("wx_card")) {
            return error(40097);
        }
        int errcode = account.count(Paths.TICKET, now());
        if (errcode != 0) {
            return error(errcode);
        }
        return Answer.json(Json.object("errcode", 0, "errmsg", "ok", "ticket", account.tickets(type).current(now()),
                "expires_in", settings.ticketLife.getSeconds()));
    }

    private int check(Map<String, ?> parameters, String path) {
        String appid = text(parameters, "appid");
        String secret = text(parameters, "secret");
        if (!text(parameters, "grant_type").equals("client_credential")) {
            return 40002;
        }
        if (appid.isEmpty()) {
            return 41002;
        }
        if (secret.isEmpty()) {
            return 41004;
        }
        if (!settings.accounts.isEmpty() && !settings.accounts.containsKey(appid)) {
            return 40013;
        }
        if (!settings.accounts.getOrDefault(appid, secret).equals(secret)) {
            return 40125;
        }
        return account(appid).count(path, now());
    }

    private Account account(String appid) {
        return accounts.computeIfAbsent(appid, a -> new Account(settings));
    }

    private Answer error(int errcode) {
        return Answer.error(errcode, errmsg("", errcode));
    }

    private static String text(Map<String, ?> parameters, String name) {
        Object value = parameters.get(name);
        return value instanceof String ? (String) value : "";
    }
}
