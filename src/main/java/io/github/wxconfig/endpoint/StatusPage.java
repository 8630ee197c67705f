package io.github.wxconfig.endpoint;

import io.github.wxconfig.text.ShownText;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the state of the filter to the operator: ticket, pages and options.
 *
 * <p>Below the context path it is {@code /wxconfig/SEGMENT}, for everybody who knows the segment; or, with
 * {@code wxconfig.status=local}, {@code /wxconfig/status} with a key of 128 random bits that is new at each start and that only
 * the server's log has, and only for a request that looks as if it was made on this machine. Nothing that a visitor of a proxy
 * can choose, and nothing that a proxy adds or takes away, is the key. Anybody else meets the application, as if there were no
 * such page. It holds no secret, token or ticket. Safe for any number of threads.
 */
public final class StatusPage {

    private static final String FOLDER = "/wxconfig/";
    private static final String KEY = "key=";
    private static final int KEY_BYTES = 16;

    /** Of a page with the mode {@code local}; otherwise {@code null}. */
    private final @Nullable String key;
    private final byte[] path;
    private final String title;
    private final Supplier<Map<String, Map<String, String>>> sections;

    /**
     * @param mode {@code local}, or the secret segment
     * @param title its heading
     * @param sections what the page shows: titles, each with its rows of name and value
     */
    public StatusPage(String mode, String title, Supplier<Map<String, Map<String, String>>> sections) {
        boolean local = "local".equals(mode);
        this.key = local ? newKey() : null;
        this.path = bytes(FOLDER + (local ? "status" : mode));
        this.title = title;
        this.sections = sections;
    }

    private static String newKey() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        StringBuilder hex = new StringBuilder();
        for (byte b : random) {
            hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return hex.toString();
    }

    /**
     * Returns where it is below the context path, with its key; for the operator's log. {@code null} if it is at a segment,
     * which the
     * operator knows and which is kept out of logs.
     */
    public @Nullable String localAddress() {
        return key == null ? null : new String(path, StandardCharsets.UTF_8) + '?' + KEY + key;
    }

    /** Whether any status page may be there. Costs next to nothing. */
    public static boolean mayBeAt(HttpServletRequest request) {
        return request.getRequestURI().startsWith(FOLDER, request.getContextPath().length())
                && request.getDispatcherType() == DispatcherType.REQUEST && "GET".equals(request.getMethod());
    }

    /** Answers a request for the status page. Returns whether it did; {@code false} says that nothing was touched. */
    public boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!mayBeAt(request)
                || !MessageDigest.isEqual(bytes(request.getRequestURI().substring(request.getContextPath().length())), path)) {
            return false;
        }
        return key == null ? show(response) : handleLocal(request, response);
    }

    /** Asks for two things: the key, which only a reader of the log has, and a request that looks local. */
    private boolean handleLocal(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = request.getQueryString();
        boolean local = LocalRequest.is(request);
        if (query != null && MessageDigest.isEqual(bytes(query), bytes(KEY + key))) {
            return local ? show(response)
                    : explain(response,
                            "The key is right, but wxconfig.status=local answers only requests from this machine, sent directly"
                            + " to this server at the name localhost. From elsewhere, use a tunnel (ssh -L 8080:localhost:8080),"
                            + " or set wxconfig.status to a secret segment.");
        }
        return local && (query == null || query.isEmpty())
                && explain(response,
                        "The address of this page has a key, which is new at each start. The server's log has the whole address,"
                        + " in the line that says \"The status page\".");
    }

    private boolean explain(HttpServletResponse response, String why) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        return send(response, "text/plain;charset=UTF-8", why + "\n");
    }

    private boolean show(HttpServletResponse response) throws IOException {
        return send(response, "text/html;charset=UTF-8", html(title, sections.get()));
    }

    private static boolean send(HttpServletResponse response, String type, String text) throws IOException {
        byte[] body = bytes(text);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Robots-Tag", "noindex");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        return true;
    }

    private static String html(String title, Map<String, Map<String, String>> sections) {
        StringBuilder html = new StringBuilder(4096);
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">\n<title>");
        escape(title, html);
        html.append("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n")
                .append("body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:56em;padding:1em;")
                .append("color:#222;background:#f6f7f6}\n")
                .append("h1{font-size:1.4em;margin:.3em 0}h2{font-size:1.05em;margin:0 0 .4em}\n")
                .append("section{background:#fff;border:1px solid #dfe4df;border-radius:8px;padding:.9em 1.1em;margin:0 0 1em}\n")
                .append("table{border-collapse:collapse;width:100%}\n")
                .append("td{padding:.15em 0;vertical-align:top;overflow-wrap:anywhere}\n")
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

    private static void escape(String raw, StringBuilder html) {
        String text = ShownText.line(raw);
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
