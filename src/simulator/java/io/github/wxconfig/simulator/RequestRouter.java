package io.github.wxconfig.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Leads each HTTP request to what answers it: WeChat's rules, a fault, or the simulator's own addresses. */
final class RequestRouter implements HttpHandler {

    private final WeChatSimulator simulator;
    private final SimulatedWeChat weChat;
    private final Faults faults;
    private final History history;

    RequestRouter(WeChatSimulator simulator, SimulatedWeChat weChat, Faults faults, History history) {
        this.simulator = simulator;
        this.weChat = weChat;
        this.faults = faults;
        this.history = history;
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try {
            Exchange exchange = new Exchange(http);
            if (!Paths.ALL.contains(exchange.path)) {
                exchange.send(own(exchange));
            } else if (exchange.path.equals(Paths.VERIFY)) {
                exchange.allowEveryOrigin();
                exchange.send(exchange.method.equals("OPTIONS") ? Answer.of(204, null, "") : called(exchange));
            } else {
                exchange.send(called(exchange));
            }
        } finally {
            http.close();
        }
    }

    private Answer called(Exchange exchange) {
        Fault fault = faults.take(exchange.path);
        Supplier<Answer> rules = () -> answer(exchange);
        Answer answer = fault == null ? rules.get() : fault.answer(rules, errcode -> weChat.errmsg(exchange.path, errcode));
        history.add(call(exchange, fault == null ? outcome(answer) : fault.toString()));
        return answer.typed(weChat.contentType());
    }

    private Answer answer(Exchange exchange) {
        switch (exchange.path) {
            case Paths.TOKEN:
                return weChat.token(exchange.parameters());
            case Paths.STABLE_TOKEN:
                return weChat.stableToken(exchange.method, exchange.body);
            case Paths.TICKET:
                return weChat.ticket(exchange.parameters());
            case Paths.CORP_TOKEN:
                return weChat.corpToken(exchange.parameters());
            case Paths.CORP_TICKET:
                return weChat.corpTicket(exchange.parameters());
            case Paths.AGENT_TICKET:
                return weChat.agentTicket(exchange.parameters());
            case Paths.TICKET_SERVER:
                return weChat.ticketServer(exchange.parameters(), exchange.authorization());
            default:
                return verify(exchange);
        }
    }

    private Answer verify(Exchange exchange) {
        Map<String, Object> json;
        try {
            json = Json.readObject(exchange.body);
        } catch (IllegalArgumentException e) {
            return Answer.of(400, "application/json", Json.write(Json.object("err_msg", "preVerifyJSAPI:fail", "detail",
                    "POST a JSON object with url, appId, timestamp, nonceStr and signature. " + e.getMessage())));
        }
        Config config = Config.of(json);
        Verdict verdict = weChat.verify(config);
        history.add(new History.Verification(call(exchange, verdict.errMsg()), config, verdict));
        return Answer.json(Json.object("err_msg", verdict.errMsg(), "detail", verdict.detail()));
    }

    private Answer own(Exchange exchange) {
        switch (exchange.path) {
            case "/":
                return Answer.of(200, "text/html; charset=utf-8", StatusPage.html(simulator, weChat, faults, history));
            case "/status":
                return Answer.of(200, "application/json", Json.write(status()));
            case "/reset":
                simulator.reset();
                return Answer.of(200, "application/json", Json.write(status()));
            case "/control":
                return control(exchange.parametersAndForm());
            default:
                return Answer.of(404, "text/plain; charset=utf-8", "The simulator has " + Paths.ALL
                        + ", /, /status, /control and /reset, but not [" + exchange.path + "]\n");
        }
    }

    private Answer control(Map<String, String> knobs) {
        try {
            knobs.forEach((name, value) -> Knob.named(name).turn(simulator, value));
            return Answer.of(200, "application/json", Json.write(status()));
        } catch (IllegalArgumentException e) {
            return Answer.of(400, "text/plain; charset=utf-8", e.getMessage() + "\n");
        }
    }

    private Map<String, Object> status() {
        Map<String, Integer> results = new TreeMap<>();
        history.verifications().forEach(v -> results.merge(v.verdict.errMsg(), 1, Integer::sum));
        return Json.object("now", weChat.now().toString(), "calls", history.made(), "failed", history.failed(), "verified",
                results, "faults", faults.pending(), "appids", weChat.accounts(), "corpids", weChat.corps());
    }

    private Call call(Exchange exchange, String outcome) {
        return new Call(weChat.now(), exchange.method, exchange.path, exchange.query, exchange.body, outcome);
    }

    /** {@code ok}, the errcode, or the verdict. */
    private static String outcome(Answer answer) {
        if (answer.status != 200) {
            return "status:" + answer.status;
        }
        Map<String, Object> json = Json.readObject(answer.text());
        Object errcode = json.getOrDefault("errcode", 0L);
        String verdict = json.getOrDefault("err_msg", "ok").toString();
        return !errcode.equals(0L) ? errcode.toString() : verdict.endsWith(":ok") ? "ok" : verdict;
    }
}
