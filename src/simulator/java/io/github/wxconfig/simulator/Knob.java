package io.github.wxconfig.simulator;

import java.util.Arrays;
import java.util.function.BiConsumer;

/** The knobs as words: what {@code /control} and the command line understand, and their help. */
enum Knob {

    FAIL("fail", "PATH:FAULT", "every call of PATH fails so, until healed", Knob::fail),
    FAIL_NEXT("failNext", "PATH:FAULT[*N]", "the next call, or the next N calls, of PATH fail so", Knob::failNext),
    HEAL("heal", "PATH|*", "takes the faults back", Knob::heal),
    TOKEN_LIFE("tokenLife", "DURATION", "life of an access token (7200s)", (s, v) -> s.tokenLife(Durations.read(v))),
    TICKET_LIFE("ticketLife", "DURATION", "life of a ticket (7200s)", (s, v) -> s.ticketLife(Durations.read(v))),
    OVERLAP("overlap", "DURATION", "how long a token outlives the next one (300s)",
            (s, v) -> s.overlap(Durations.read(v))),
    OLD_TICKET_LIFE("oldTicketLife", "DURATION", "how long a ticket outlives the next one (7200s)",
            (s, v) -> s.oldTicketLife(Durations.read(v))),
    QUOTA("quota", "PATH:N", "calls of PATH a day (token 2000, stable_token 500000, getticket 10000)", Knob::quota),
    ACCOUNT("account", "APPID:SECRET", "accept this account, and others only if named likewise", Knob::account),
    CORP("corp", "CORPID:SECRET[:AGENTID]", "accept this app of a corp in WeCom, and others only if named likewise", Knob::corp),
    DOMAINS("domains", "A,B|*", "bound domains, and ports 80 and 443 only; * is every host and port (*)", Knob::domains),
    TICKET_TOKEN("ticketToken", "TOKEN", "bearer token without which /ticket answers 401 (none)", WeChatSimulator::ticketToken),
    LONG_TOKENS("longTokens", "true|false", "tokens of 512 characters (false)",
            (s, v) -> s.longTokens(bool(v))),
    TLS_WARNING("tlsWarning", "true|false", "WeCom's answers warn of an old TLS (false)", (s, v) -> s.tlsWarning(bool(v))),
    CONTENT_TYPE("contentType", "TYPE", "Content-Type of WeChat's answers (application/json; encoding=utf-8)",
            WeChatSimulator::contentType),
    RID("rid", "true|false", "a reference behind each errmsg, as WeChat has it (true)", (s, v) -> s.rid(bool(v))),
    ADVANCE("advance", "DURATION", "moves the simulator's clock", (s, v) -> s.advance(Durations.read(v))),
    ROTATE_TICKET("rotateTicket", "", "hands out another ticket from now on", (s, v) -> s.rotateTicket()),
    REVOKE_TOKENS("revokeTokens", "", "kills every token, as another program can", (s, v) -> s.revokeTokens());

    final String word;
    final String form;
    final String help;
    private final BiConsumer<WeChatSimulator, String> action;

    Knob(String word, String form, String help, BiConsumer<WeChatSimulator, String> action) {
        this.word = word;
        this.form = form;
        this.help = help;
        this.action = action;
    }

    /** @throws IllegalArgumentException if no knob has this name */
    static Knob named(String word) {
        return Arrays.stream(values()).filter(knob -> knob.word.equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no knob [" + word + "]. There are "
                        + Arrays.toString(Arrays.stream(values()).map(knob -> knob.word).toArray())));
    }

    /** @throws IllegalArgumentException if it does not take this value */
    void turn(WeChatSimulator simulator, String value) {
        try {
            action.accept(simulator, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("[" + word + "]: " + e.getMessage(), e);
        }
    }

    private static void fail(WeChatSimulator simulator, String value) {
        String[] parts = pair(value);
        simulator.fail(parts[0], Fault.parse(parts[1]));
    }

    private static void failNext(WeChatSimulator simulator, String value) {
        String[] parts = pair(value);
        int star = parts[1].lastIndexOf('*');
        boolean counted = star >= 0 && parts[1].substring(star + 1).matches("\\d+");
        int times = counted ? Numbers.between(1, 1_000_000, parts[1].substring(star + 1), "a number of calls") : 1;
        simulator.failNext(parts[0], Fault.parse(counted ? parts[1].substring(0, star) : parts[1]), times);
    }

    private static void heal(WeChatSimulator simulator, String value) {
        if (value.equals("*") || value.isEmpty()) {
            simulator.heal();
        } else {
            simulator.heal(value);
        }
    }

    private static void quota(WeChatSimulator simulator, String value) {
        String[] parts = pair(value);
        simulator.quota(parts[0], Numbers.between(0, Integer.MAX_VALUE, parts[1], "a number of calls"));
    }

    private static void account(WeChatSimulator simulator, String value) {
        String[] parts = pair(value);
        simulator.account(parts[0], parts[1]);
    }

    private static void corp(WeChatSimulator simulator, String value) {
        String[] parts = pair(value);
        int colon = parts[1].indexOf(':');
        simulator.corp(parts[0], colon < 0 ? parts[1] : parts[1].substring(0, colon),
                colon < 0 ? "" : parts[1].substring(colon + 1));
    }

    private static void domains(WeChatSimulator simulator, String value) {
        simulator.domains(value.equals("*") ? new String[0] : value.split("\\s*,\\s*"));
    }

    private static boolean bool(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("[" + value + "] is neither true nor false");
        }
        return value.equals("true");
    }

    private static String[] pair(String value) {
        int colon = value.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("[" + value + "] has no [:] between its two parts");
        }
        return new String[] {value.substring(0, colon), value.substring(colon + 1)};
    }
}
