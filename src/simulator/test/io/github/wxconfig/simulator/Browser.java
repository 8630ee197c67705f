package io.github.wxconfig.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Asks the simulator over HTTP, as everybody else does, for the tests of this package. */
final class Browser {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final WeChatSimulator simulator;

    Browser(WeChatSimulator simulator) {
        this.simulator = simulator;
    }

    Map<String, Object> token(String appid) {
        return json(get("/cgi-bin/token?grant_type=client_credential&appid=" + appid + "&secret=s").body());
    }

    Map<String, Object> stableToken(String appid, boolean force) {
        return json(post("/cgi-bin/stable_token", Json.write(Json.object("grant_type", "client_credential", "appid", appid,
                "secret", "s", "force_refresh", force))).body());
    }

    Map<String, Object> ticket(Object token) {
        return json(get("/cgi-bin/ticket/getticket?type=jsapi&access_token=" + token).body());
    }

    /** A ticket for this appid, fetched in the shortest way. */
    String ticketOf(String appid) {
        return (String) ticket(stableToken(appid, false).get("access_token")).get("ticket");
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path)));
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static Map<String, Object> json(String text) {
        return Json.readObject(text);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
