package io.github.wxconfig.simulator;

import java.util.Arrays;
import java.util.List;

/** The addresses that can be called, and their short names. */
final class Paths {

    static final String TOKEN = "/cgi-bin/token";
    static final String STABLE_TOKEN = "/cgi-bin/stable_token";
    static final String TICKET = "/cgi-bin/ticket/getticket";
    /** Not WeChat's: a company's own ticket server. */
    static final String TICKET_SERVER = "/ticket";
    /** Not WeChat's either: stands for the client. */
    static final String VERIFY = "/verify";
    static final List<String> ALL = Arrays.asList(TOKEN, STABLE_TOKEN, TICKET, TICKET_SERVER, VERIFY);

    private Paths() {
    }

    /**
     * Takes the path itself or its last part, such as {@code getticket}.
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
