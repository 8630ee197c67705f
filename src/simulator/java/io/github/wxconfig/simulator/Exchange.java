package io.github.wxconfig.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one HTTP request, and brings its answer in the manner that the answer asks for. */
final class Exchange {

    private static final int LONGEST_BODY = 1 << 20;

    final String method;
    final String path;
    final String query;
    final String body;
    private final HttpExchange http;

    Exchange(HttpExchange http) throws IOException {
        this.http = http;
        method = http.getRequestMethod();
        path = http.getRequestURI().getPath();
        query = http.getRequestURI().getRawQuery() == null ? "" : http.getRequestURI().getRawQuery();
        body = read(http.getRequestBody());
    }

    Map<String, String> parameters() {
        return parameters(query);
    }

    /** Those of the query and, last, those of a form in the body. */
    Map<String, String> parametersAndForm() {
        Map<String, String> all = parameters(query);
        all.putAll(parameters(body));
        return all;
    }

    /** Lets a page of any origin ask; browsers want that said before they send JSON. */
    void allowEveryOrigin() {
        Headers headers = http.getResponseHeaders();
        headers.set("Access-Control-Allow-Origin", "*");
        headers.set("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
        headers.set("Access-Control-Allow-Headers", "Content-Type");
        headers.set("Access-Control-Allow-Private-Network", "true");
        headers.set("Access-Control-Max-Age", "600");
    }

    String authorization() {
        String value = http.getRequestHeaders().getFirst("Authorization");
        return value == null ? "" : value;
    }

    void send(Answer answer) throws IOException {
        sleep(answer.delay.toMillis());
        if (answer.ending == Answer.Ending.SILENT) {
            return;
        }
        Headers headers = http.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("Connection", "close"); // on a kept one, the JDK's server takes 40 ms for head and body
        if (answer.contentType != null) {
            headers.set("Content-Type", answer.contentType);
        }
        if (answer.location != null) {
            headers.set("Location", answer.location);
        }
        int missing = answer.ending == Answer.Ending.CUT ? 1 : 0;
        int length = answer.body.length + missing;
        http.sendResponseHeaders(answer.status, length == 0 || method.equals("HEAD") ? -1 : length);
        if (!method.equals("HEAD")) {
            write(answer, http.getResponseBody());
        }
    }

    private static void write(Answer answer, OutputStream out) throws IOException {
        if (answer.gap.isZero()) {
            out.write(answer.body);
            return;
        }
        for (byte b : answer.body) {
            out.write(b);
            out.flush();
            sleep(answer.gap.toMillis());
        }
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("The simulator was closed");
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (out.size() > LONGEST_BODY) {
                throw new IOException("A request's body is longer than [" + LONGEST_BODY + "] bytes");
            }
        }
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, "UTF-8");
        } catch (IllegalArgumentException | UnsupportedEncodingException e) {
            return text;
        }
    }
}
