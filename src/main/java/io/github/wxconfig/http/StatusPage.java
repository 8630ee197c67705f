package io.github.wxconfig.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The page on which an operator sees how the filter is doing: the ticket, the pages, the options.
 *
 * <p>Below the context path it is {@code /wxconfig/status} with {@code wxconfig.status=local}, and only for a client on
 * this machine that no proxy stands for; or {@code /wxconfig/SEGMENT}, for everybody who knows the segment. Anybody else
 * meets the application, as if there were no such page. It holds no secret, token or ticket. Safe for any number of
 * threads.
 */
public final class StatusPage {

    private static final String FOLDER = "/wxconfig/";
    private static final String[] SIGNS_OF_A_PROXY = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto", "X-Real-IP", "Via"};

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|\\[?(::|0:0:0:0:0:0:0:)1]?");

    private final boolean local;
    private final byte[] path;
    private final String title;
    private final Supplier<Map<String, Map<String, String>>> sections;

    /**
     * @param mode {@code local}, or the secret segment
     * @param title what stands over it
     * @param sections what the page shows: titles, each with its rows of name and value
     */
    public StatusPage(String mode, String title, Supplier<Map<String, Map<String, String>>> sections) {
        this.local = "local".equals(mode);
        this.path = bytes(FOLDER + (local ? "status" : mode));
        this.title = title;
        this.sections = sections;
    }

    /** Answers a request for the status page. Returns whether it did; {@code false} says that nothing was touched. */
    public boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String uri = request.getRequestURI();
        int start = request.getContextPath().length();
        if (!uri.startsWith(FOLDER, start) || !MessageDigest.isEqual(bytes(uri.substring(start)), path)
                || request.getDispatcherType() != DispatcherType.REQUEST || !"GET".equals(request.getMethod())
                || local && !isOnThisMachine(request)) {
            return false;
        }
        byte[] body = html(title, sections.get()).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Robots-Tag", "noindex");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        return true;
    }

    /**
     * Behind a proxy on this machine everybody comes from the loopback address, but asks for another host. An nginx that
     * is told nothing changes the host as well, and asks by HTTP/1.0 (before 1.29.7), as no browser does.
     */
    private static boolean isOnThisMachine(HttpServletRequest request) {
        if ("HTTP/1.0".equals(request.getProtocol())) {
            return false;
        }
        for (String header : SIGNS_OF_A_PROXY) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        String host = String.valueOf(request.getServerName());
        return isLoopback(String.valueOf(request.getRemoteAddr())) && (host.equalsIgnoreCase("localhost") || isLoopback(host));
    }

    private static boolean isLoopback(String address) {
        return LOOPBACK.matcher(address).matches();
    }

    private static String html(String title, Map<String, Map<String, String>> sections) {
        StringBuilder html = new StringBuilder(4096);
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">\n<title>");
        escape(title, html);
        html.append("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n")
                .append("body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:56em;padding:1em;color:#222;background:#f6f7f6}\n")
                .append("h1{font-size:1.4em;margin:.3em 0}h2{font-size:1.05em;margin:0 0 .4em}\n")
                .append("section{background:#fff;border:1px solid #dfe4df;border-radius:8px;padding:.9em 1.1em;margin:0 0 1em}\n")
                .append("table{border-collapse:collapse;width:100%}td{padding:.15em 0;vertical-align:top;overflow-wrap:anywhere}\n")
                .append("td:first-child{width:14em;max-width:40vw;color:#667;padding-right:1em}\n")
                .append("</style>\n</head>\n<body>\n<h1>");
        escape(title, html);
        html.append("</h1>\n");
        sections.forEach((name, rows) -> section(name, rows, html));
        return html.append("</body>\n</html>\n").toString();
    }

    private static void section(String title, Map<String, String> rows, StringBuilder html) {
        html.append("<section>\n<h2>");
        escape(title, html);
        html.append("</h2>\n<table>\n");
        rows.forEach((name, value) -> {
            escape(name, html.append("<tr><td>"));
            escape(value, html.append("</td><td>"));
            html.append("</td></tr>\n");
        });
        html.append("</table>\n</section>\n");
    }

    private static void escape(String text, StringBuilder html) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<':
                    html.append("&lt;");
                    break;
                case '&':
                    html.append("&amp;");
                    break;
                case '"':
                    html.append("&quot;");
                    break;
                default:
                    html.append(c);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
