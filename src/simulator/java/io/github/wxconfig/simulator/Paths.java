package io.github.wxconfig.simulator;

import java.util.Arrays;
import java.util.List;

/** The addresses that can be called, and their short names. */
final class Paths {

    static final String TOKEN = "/cgi-bin/token";
    static final String STABLE_TOKEN = "/cgi-bin/stable_token";
    static final String TICKET = "/cgi-bin/ticket/getticket";
    /** WeCom's; it has tickets for a corp and for each of its apps. */
    static final String CORP_TOKEN = "/cgi-bin/gettoken";
    static final String CORP_TICKET = "/cgi-bin/get_jsapi_ticket";
    static final String AGENT_TICKET = "/cgi-bin/ticket/get";
    /** Not WeChat's: a company's own ticket server. */
    static final String TICKET_SERVER = "/ticket";
    /** Not WeChat's either: stands for the client. */
    static final String VERIFY = "/verify";
    static final List<String> ALL = Arrays.asList(TOKEN, STABLE_TOKEN, TICKET, CORP_TOKEN, CORP_TICKET, AGENT_TICKET,
            TICKET_SERVER, VERIFY);

    private Paths() {
    }

    static boolean isWeCom(String path) {
        return path.equals(CORP_TOKEN) || path.equals(CORP_TICKET) || path.equals(AGENT_TICKET);
    }

    /**
     * Takes the path itself or its last part, such as {@code getticket} or {@code ticket/get}.
     *
     * @throws IllegalArgumentException if there is no such path
     */
    static String full(String name) {
        for (String path : ALL) {
            if (path.equals(name) || path.endsWith("/" + name)) {
                return path;
            }
        }
        throw new IllegalArgumentException("[" + name + "] is none of " + ALL + " nor the last part of one");
    }
}
