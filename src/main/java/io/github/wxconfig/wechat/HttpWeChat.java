package io.github.wxconfig.wechat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls WeChat's API over HTTP, through the JVM's proxy if there is one.
 *
 * <p>Sources:
 * <a href="https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html">stable_token</a>,
 * <a href="https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html">token</a>,
 * <a href="https://developers.weixin.qq.com/doc/service/api/webdev/js/api_getticket.html">getticket</a>.
 *
 * <p>Immutable and thread-safe. Every call ends after the connect time-out plus twice the read time-out,
 * and at once when its thread is interrupted.
 */
public final class HttpWeChat implements WeChat {

    private static final String STABLE_TOKEN = "/cgi-bin/stable_token";
    private static final String TOKEN = "/cgi-bin/token";
    private static final String TICKET = "/cgi-bin/ticket/getticket";

    private final WebAddress apiBase;
    private final String appid;
    private final String secret;
    private final boolean stable;
    private final Timeouts timeouts;

    private HttpWeChat(String apiBase, String appid, String secret, boolean stable, Timeouts timeouts) {
        this.apiBase = WebAddress.of(apiBase, "wxconfig.apiBase");
        this.appid = appid;
        this.secret = secret;
        this.stable = stable;
        this.timeouts = timeouts;
    }

    /**
     * Returns a client that requests tokens at {@code /cgi-bin/stable_token}.
     *
     * @param apiBase {@code https://api.weixin.qq.com}, or a gateway or simulator in its place; without query
     * @param connectTimeout the time limit for connecting; positive
     * @param readTimeout the time limit for the first byte; positive
     * @throws IllegalArgumentException if {@code apiBase} is not an http or https address
     */
    public static HttpWeChat stable(String apiBase, String appid, String secret, Duration connectTimeout, Duration readTimeout) {
        return new HttpWeChat(apiBase, appid, secret, true, new Timeouts(connectTimeout, readTimeout));
    }

    /**
     * Returns a client that requests tokens at {@code /cgi-bin/token}, where each call creates a token and soon invalidates the
     * previous one.
     */
    public static HttpWeChat classic(String apiBase, String appid, String secret, Duration connectTimeout, Duration readTimeout) {
        return new HttpWeChat(apiBase, appid, secret, false, new Timeouts(connectTimeout, readTimeout));
    }

    @Override
    public IssuedCredential accessToken() throws WeChatException {
        HttpCall call = stable ? stableToken() : classicToken();
        return new Reply(service(stable ? STABLE_TOKEN : TOKEN), call.answer())
                .credential(ErrorCode::ofTokenCall, new String[] {secret}, "access_token");
    }

    @Override
    public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
        String body = call(TICKET, "?access_token=" + WebAddress.encoded(accessToken) + "&type=jsapi").answer();
        return new Reply(service(TICKET), body).credential(ErrorCode::of, new String[] {accessToken, secret}, "ticket");
    }

    private HttpCall stableToken() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "client_credential");
        parameters.put("appid", appid);
        parameters.put("secret", secret);
        return call(STABLE_TOKEN, "").post(Json.write(parameters));
    }

    private HttpCall classicToken() {
        return call(TOKEN, "?grant_type=client_credential&appid=" + WebAddress.encoded(appid) + "&secret="
                + WebAddress.encoded(secret));
    }

    private HttpCall call(String path, String query) {
        return new HttpCall(service(path), apiBase.with(path + query), timeouts);
    }

    private static RemoteService service(String path) {
        return new RemoteService("WeChat", path, "wxconfig.apiBase", "wxconfig.apiBase");
    }

    /** Returns a description without the secret. */
    @Override
    public String toString() {
        return "HttpWeChat[" + apiBase + ", " + appid + ", " + (stable ? "stable" : "classic") + "]";
    }
}
