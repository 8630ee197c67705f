package io.github.wxconfig.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.Fault;
import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that can be read of the client, with every logger at ALL, holds no secret, token or ticket. */
@Timeout(60)
class SecrecyTest {

    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String BEARER = "bearer-7c9f2a1e55d04b-17ae3";
    private static final String TOKEN = "an-access-token_0123456789";
    private static final String TICKET = "a-jsapi-ticket_0123456789";
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private final WeChatSimulator simulator = WeChatSimulator.start().account(APPID, SECRET).ticketToken(BEARER);
    private final StringBuffer seen = new StringBuffer();
    private final Logger root = Logger.getLogger("");
    private final Handler[] handlers = root.getHandlers();
    private final Map<Handler, Level> levels = new HashMap<>();
    private final Level rootLevel = root.getLevel();
    private final Handler collector = new Collector();

    @BeforeEach
    void logEverything() {
        for (Handler handler : handlers) {
            levels.put(handler, handler.getLevel());
            handler.setLevel(Level.OFF);
        }
        collector.setLevel(Level.ALL);
        root.addHandler(collector);
        root.setLevel(Level.ALL);
    }

    @AfterEach
    void logAsBefore() {
        root.removeHandler(collector);
        root.setLevel(rootLevel);
        levels.forEach(Handler::setLevel);
        simulator.close();
    }

    @Test
    void tellsNothingWhateverFails() {
        for (Fault fault : faults()) {
            for (String path : Arrays.asList("token", "stable_token", "getticket", "ticket", "gettoken", "get_jsapi_ticket",
                    "ticket/get")) {
                simulator.fail(path, fault);
            }
            callEverything(simulator.baseUrl());
        }
        simulator.close();
        callEverything(simulator.baseUrl());
        callEverything("http://no-such-host..invalid");
        assertSilent();
    }

    @Test
    void tellsNothingWhenAllGoesWell() throws Exception {
        callEverything(simulator.baseUrl());
        assertSilent();
        assertTrue(seen.indexOf("expires in PT2H") > 0, "nothing was called");
    }

    /** As the logging of another application does when it starts, by {@code LogManager.reset}. */
    @Test
    void theLibraryForJsonIsNotHeardEvenIfAllLevelsAreReset() {
        for (int i = 0; i < 2; i++) {
            assertThrows(IllegalArgumentException.class, () -> Json.readObject("{\"" + TOKEN));
            Logger.getLogger("org.eclipse.yasson").setLevel(null);
        }
        assertFalse(seen.indexOf("yasson") >= 0, seen::toString);
    }

    /** As Open Liberty does. */
    @Test
    void theLibraryForJsonIsNotHeardWhereEveryLoggerHasALevelOfItsOwn() {
        List<Logger> held = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThrows(IllegalArgumentException.class, () -> Json.readObject("{\"" + TOKEN));
            Collections.list(LogManager.getLogManager().getLoggerNames()).stream()
                    .filter(name -> name.startsWith("org.eclipse.yasson")).map(Logger::getLogger).forEach(logger -> {
                        held.add(logger);
                        logger.setLevel(Level.ALL);
                    });
        }
        assertFalse(seen.indexOf("yasson") >= 0, seen::toString);
    }

    @Test
    void leavesTheJdksLoggerToWhoeverHasSetIt() throws Exception {
        Logger jdk = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");
        Level before = jdk.getLevel();
        jdk.setLevel(Level.FINEST);
        try {
            HttpWeChat.stable(simulator.baseUrl(), APPID, SECRET, TIMEOUT, TIMEOUT).accessToken();
            assertEquals(Level.FINEST, jdk.getLevel());
        } finally {
            jdk.setLevel(before);
        }
    }

    private List<Fault> faults() {
        String echo = "you said " + SECRET + " " + TOKEN + " " + BEARER;
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.html(), Fault.empty(), Fault.huge(), Fault.truncated(),
                Fault.cut(), Fault.closed(), Fault.status(500), Fault.status(401), Fault.status(407),
                Fault.redirect("/x?" + SECRET),
                Fault.slow(Duration.ofMinutes(1)), Fault.drip(Duration.ofMillis(100)), Fault.errcode(40001, echo),
                Fault.errcode(40164, echo), Fault.errcode(99999, echo), Fault.body(echo), Fault.body("{\"" + echo),
                Fault.body("{\"access_token\":\"" + TOKEN + "\",\"ticket\":\"" + TICKET + "\"}"),
                Fault.body("{\"access_token\":\"" + TOKEN + "\",\"ticket\":\"" + TICKET + "\",\"expires_in\":}"),
                Fault.body("{\"access_token\":\"" + TOKEN + " \",\"ticket\":\"" + TICKET + " \"}"),
                Fault.body("{\"access_token\":[\"" + TOKEN + "\"],\"ticket\":{\"a\":\"" + TICKET + "\"}}")));
        for (CorpErrorCode code : CorpErrorCode.values()) {
            if (code.number() != Integer.MAX_VALUE) {
                faults.add(Fault.errcode(code.number()));
            }
        }
        for (ErrorCode code : ErrorCode.values()) {
            if (code.number() != Integer.MAX_VALUE) {
                faults.add(Fault.errcode(code.number()));
            }
        }
        return faults;
    }

    private void callEverything(String base) {
        HttpWeChat stable = HttpWeChat.stable(base, APPID, SECRET, TIMEOUT, TIMEOUT);
        HttpWeChat classic = HttpWeChat.classic(base, APPID, SECRET, TIMEOUT, TIMEOUT);
        HttpTicketServer server = new HttpTicketServer(base + "/ticket?appid=" + APPID + "&key=" + SECRET, BEARER, TIMEOUT,
                TIMEOUT);
        see(stable + " " + classic + " " + server);
        call(stable::accessToken);
        call(classic::accessToken);
        call(() -> stable.jsapiTicket(TOKEN));
        call(() -> stable.jsapiTicket(stable.accessToken().value()));
        call(server::jsapiTicket);
        HttpWeCom corp = HttpWeCom.corp(base, APPID, SECRET, TIMEOUT, TIMEOUT);
        HttpWeCom agent = HttpWeCom.agent(base, APPID, SECRET, TIMEOUT, TIMEOUT);
        see(corp + " " + agent);
        call(corp::accessToken);
        call(() -> corp.jsapiTicket(TOKEN));
        call(() -> corp.jsapiTicket(corp.accessToken().value()));
        call(() -> agent.jsapiTicket(agent.accessToken().value()));
    }

    private interface Asking {
        IssuedCredential ask() throws Exception;
    }

    private void call(Asking asking) {
        try {
            IssuedCredential issued = asking.ask();
            see(issued + " " + new Signer(issued.value()));
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            see(e + "\n" + trace);
        }
    }

    private void see(String text) {
        seen.append(text).append('\n');
    }

    private void assertSilent() {
        List<String> secrets = new ArrayList<>(Arrays.asList(SECRET, BEARER, TOKEN, TICKET));
        secrets.addAll(simulator.issued());
        for (String secret : secrets) {
            int at = seen.indexOf(secret);
            assertFalse(at >= 0, () -> seen.substring(Math.max(0, at - 300), Math.min(seen.length(), at + 300)));
        }
    }

    private final class Collector extends Handler {

        private final SimpleFormatter formatter = new SimpleFormatter();

        /** The server's own loggers are not the client's. */
        @Override
        public void publish(LogRecord record) {
            if (!String.valueOf(record.getLoggerName()).startsWith("com.sun.net.httpserver")) {
                see(record.getLoggerName() + " " + formatter.format(record));
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }
}
