package io.github.wxconfig.simulator;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** The page at {@code /}: what this is, what was asked, and why verifications failed. */
final class StatusPage {

    private static final int SHOWN = 30;

    private final StringBuilder out = new StringBuilder();

    private StatusPage() {
    }

    static String html(WeChatSimulator simulator, SimulatedWeChat weChat, Faults faults, History history) {
        StatusPage page = new StatusPage();
        page.head(simulator.baseUrl());
        page.counters(history, faults);
        page.verifications(history.verifications());
        page.calls(history.calls());
        return page.out.append("<footer>Clock ").append(local("yyyy-MM-dd HH:mm:ss xxx", weChat.now())).append(" · appids ")
                .append(escape(weChat.accounts())).append(" · corpids ").append(escape(weChat.corps()))
                .append("</footer></main></body></html>\n").toString();
    }

    private void head(String baseUrl) {
        out.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>WeChat simulator</title>")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<meta http-equiv=\"refresh\" content=\"5\"><style>")
                .append("body{margin:0;background:#f4f5f7;color:#1f2328;font:15px/1.5 system-ui,sans-serif}")
                .append("main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}")
                .append("h1{margin:0;font-size:1.5rem}h2{margin:2rem 0 .5rem;font-size:1.05rem}p{margin:.4rem 0;color:#57606a}")
                .append("code{background:#e8eaed;border-radius:4px;padding:.1em .35em;font-size:.9em}")
                .append(".box{overflow-x:auto;background:#fff;border-radius:8px;box-shadow:0 1px 2px #0002}")
                .append("table{width:100%;border-collapse:collapse}")
                .append("td,th{padding:.5rem .75rem;text-align:left;vertical-align:top;border-top:1px solid #eaecef}")
                .append("tr:first-child>*{border-top:0}th{font-weight:600;color:#57606a}")
                .append("td{overflow-wrap:anywhere}td.time{white-space:nowrap;color:#57606a}")
                .append(".ok{color:#07803c}.bad{color:#c0262d}footer{margin-top:2rem;color:#8b949e;font-size:.85rem}")
                .append("</style></head><body><main><h1>WeChat simulator</h1>")
                .append("<p>Replaces WeChat and WeCom while an application is tested. Point the filter at it with ")
                .append("<code>wxconfig.apiBase=")
                .append(escape(baseUrl)).append("</code>, and for WeCom with <code>wxconfig.corpApiBase</code>. Numbers"
                + " as JSON: <a href=\"/status\">/status</a>.</p>");
    }

    private void counters(History history, Faults faults) {
        out.append("<h2>Calls</h2><div class=\"box\"><table>")
                .append("<tr><th>Path</th><th>Calls</th><th>Failed</th><th>Faults to come</th></tr>");
        Map<String, Integer> failed = history.failed();
        Map<String, String> pending = faults.pending();
        history.made().forEach((path, calls) -> row(path, "" + calls, "" + failed.get(path), pending.getOrDefault(path, "")));
        out.append("</table></div>");
    }

    private void verifications(List<History.Verification> verifications) {
        out.append("<h2>Latest verifications</h2>");
        if (verifications.isEmpty()) {
            out.append("<p>None yet: a page asks by <code>POST /verify</code>.</p>");
            return;
        }
        out.append("<div class=\"box\"><table>");
        for (History.Verification v : verifications.subList(0, Math.min(SHOWN, verifications.size()))) {
            out.append("<tr><td class=\"time\">").append(time(v.call)).append("</td><td class=\"")
                    .append(v.verdict.ok() ? "ok" : "bad").append("\">")
                    .append(escape(v.verdict.errMsg().replaceFirst("^preVerifyJSAPI:(fail_)?", "")
                            .replaceFirst("^agentConfig:(fail_)?", "agentConfig: "))).append("</td><td>")
                    .append(escape(v.config.url)).append("<p>").append(escape(v.verdict.detail())).append("</p></td></tr>");
        }
        out.append("</table></div>");
    }

    private void calls(List<Call> oldestFirst) {
        out.append("<h2>Latest calls</h2>");
        if (oldestFirst.isEmpty()) {
            out.append("<p>None yet.</p>");
            return;
        }
        out.append("<div class=\"box\"><table>");
        for (int i = oldestFirst.size() - 1; i >= Math.max(0, oldestFirst.size() - SHOWN); i--) {
            Call call = oldestFirst.get(i);
            out.append("<tr><td class=\"time\">").append(time(call)).append("</td><td>").append(escape(call))
                    .append("</td></tr>");
        }
        out.append("</table></div>");
    }

    private void row(String... cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append("<td>").append(escape(cell)).append("</td>");
        }
        out.append("</tr>");
    }

    private static String time(Call call) {
        return local("HH:mm:ss", call.time());
    }

    private static String local(String pattern, Instant time) {
        return DateTimeFormatter.ofPattern(pattern).format(time.atZone(ZoneId.systemDefault()));
    }

    private static String escape(Object text) {
        return text.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
