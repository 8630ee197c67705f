package io.github.wxconfig.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Starts the simulator as its arguments say, or says what is wrong with them. */
final class CommandLine {

    private static final int DEFAULT_PORT = 8089;

    private int port = DEFAULT_PORT;
    private String bind = "127.0.0.1";
    private String appid;
    private String secret;
    private boolean help;
    private final List<Consumer<WeChatSimulator>> turns = new ArrayList<>();

    /** @return the exit status: 0 if it runs or has helped, 1 if it cannot listen, 2 for wrong arguments */
    static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine();
        try {
            line.read(args);
            if (line.help) {
                out.print(help());
                return 0;
            }
            line.start(out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "\nTry --help.");
            return 2;
        } catch (BindException e) {
            err.println("Port [" + line.port + "] of [" + line.bind + "] cannot be had (" + e.getMessage()
                    + "). Name another one with --port, or 0 for any free one.");
            return 1;
        } catch (IOException e) {
            err.println("The simulator cannot start: " + e);
            return 1;
        }
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String name = args[i];
            String value = null;
            int equals = name.indexOf('=');
            if (equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            } else if (takesValue(name)) {
                if (++i == args.length) {
                    throw new IllegalArgumentException("[" + name + "] has no value");
                }
                value = args[i];
            }
            set(name, value);
        }
        if ((appid == null) != (secret == null)) {
            throw new IllegalArgumentException("[--appid] and [--secret] go together");
        }
    }

    private static boolean takesValue(String name) {
        return name.startsWith("--") && !name.equals("--help")
                && !(isKnob(name) && Knob.named(name.substring(2)).form.isEmpty());
    }

    private static boolean isKnob(String name) {
        for (Knob knob : Knob.values()) {
            if (name.equals("--" + knob.word)) {
                return true;
            }
        }
        return false;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--port":
                port = Numbers.between(0, 65535, value, "a port");
                break;
            case "--bind":
                bind = value;
                break;
            case "--appid":
                appid = value;
                break;
            case "--secret":
                secret = value;
                break;
            case "-h":
            case "--help":
                help = true;
                break;
            default:
                if (!isKnob(name)) {
                    throw new IllegalArgumentException("There is no option [" + name + "]");
                }
                Knob knob = Knob.named(name.substring(2));
                turns.add(simulator -> knob.turn(simulator, value == null ? "" : value));
        }
    }

    private void start(PrintStream out) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("[--bind]: [" + bind + "] is not an address of this machine", e);
        }
        WeChatSimulator simulator = WeChatSimulator.start(new InetSocketAddress(address, port), Clock.systemUTC());
        try {
            if (appid != null) {
                simulator.account(appid, secret);
            }
            turns.forEach(turn -> turn.accept(simulator));
        } catch (IllegalArgumentException e) {
            simulator.close();
            throw e;
        }
        out.println("WeChat simulator at " + simulator.baseUrl() + "/  (Ctrl-C ends it)");
        out.println("Point the filter at it:  -Dwxconfig.apiBase=" + simulator.baseUrl() + " -Dwxconfig.corpApiBase="
                + simulator.baseUrl());
    }

    static String help() {
        StringBuilder help = new StringBuilder(String.join("\n",
                "A WeChat and a WeCom for tests: tokens, tickets, and what the client would say to a wx.config.",
                "",
                "  java -jar wxconfig-filter-V-simulator.jar [option…]",
                "",
                "  --port N              where it listens (" + DEFAULT_PORT + "); 0 is any free port",
                "  --bind ADDRESS        on which interface (127.0.0.1)",
                "  --appid X --secret Y  the one account that exists (default: every account does)",
                "  --help                this text",
                "",
                "Knobs: as options here, and while it runs as parameters of /control",
                "(curl 'http://127.0.0.1:" + DEFAULT_PORT + "/control?failNext=getticket:40001*2'):",
                "", ""));
        for (Knob knob : Knob.values()) {
            help.append(String.format("  --%-30s %s%n", knob.word + (knob.form.isEmpty() ? "" : " " + knob.form), knob.help));
        }
        return help.append(String.join("\n",
                "",
                "PATH is token, stable_token, getticket, gettoken, get_jsapi_ticket, ticket/get, ticket or verify.",
                "FAULT is an errcode such as 40001, or status:503, html, empty, body:TEXT, huge, redirect:URL,",
                "truncated, cut, closed, slow:5s or drip:1s. DURATION is 500ms, 90s, 5m, 2h or 1d.",
                "",
                "Addresses: /cgi-bin/token, /cgi-bin/stable_token, /cgi-bin/ticket/getticket as WeChat has them;",
                "/cgi-bin/gettoken, /cgi-bin/get_jsapi_ticket, /cgi-bin/ticket/get as WeCom has them;",
                "/ticket?appid=X, a ticket server of one's own; /verify, what the client would say;",
                "/ for people, /status, /control, /reset.", "")).toString();
    }
}
