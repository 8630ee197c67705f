package io.github.wxconfig.wechat;

import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * WeChat's API over HTTP; proxies are those of the JVM.
 *
 * <p>Sources:
 * <a href="https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html">stable_token</a>,
 * <a href="https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html">token</a>,
 * <a href="https://developers.weixin.qq.com/doc/service/api/webdev/js/api_getticket.html">getticket</a>.
 *
 * <p>Immutable and safe for any number of threads. Every call ends after connect time-out plus twice the read time-out,
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
        this.apiBase = WebAddress.withoutQuery(apiBase, "wxconfig.apiBase");
        this.appid = appid;
        this.secret = secret;
        this.stable = stable;
        this.timeouts = timeouts;
    }

    /**
     * Takes tokens from {@code /cgi-bin/stable_token}.
     *
     * @param apiBase {@code https://api.weixin.qq.com} or what stands in for it
     * @param connectTimeout how long connecting may take; positive
     * @param readTimeout how long the first byte may be waited for; positive
     * @throws IllegalArgumentException if the address is not one of HTTP, or a time-out not positive
     */
    public static HttpWeChat stable(String apiBase, String appid, String secret, Duration connectTimeout, Duration readTimeout) {
        return new HttpWeChat(apiBase, appid, secret, true, new Timeouts(connectTimeout, readTimeout));
    }

    /** The same with tokens from {@code /cgi-bin/token}, where each call makes a new one and soon ends the one before. */
    public static HttpWeChat classic(String apiBase, String appid, String secret, Duration connectTimeout, Duration readTimeout) {
        return new HttpWeChat(apiBase, appid, secret, false, new Timeouts(connectTimeout, readTimeout));
    }

    @Override
    public IssuedCredential accessToken() throws WeChatException {
        HttpCall call = stable ? stableToken() : classicToken();
        return new Reply(peer(stable ? STABLE_TOKEN : TOKEN), call.answer())
                .grant(ErrorCode::ofTokenCall, new String[] {secret}, "access_token");
    }

    @Override
    public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
        String body = call(TICKET, "?access_token=" + encoded(accessToken) + "&type=jsapi").answer();
        return new Reply(peer(TICKET), body).grant(ErrorCode::of, new String[] {accessToken, secret}, "ticket");
    }

    private HttpCall stableToken() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "client_credential");
        parameters.put("appid", appid);
        parameters.put("secret", secret);
        return call(STABLE_TOKEN, "").post(Json.write(parameters));
    }

    private HttpCall classicToken() {
        return call(TOKEN, "?grant_type=client_credential&appid=" + encoded(appid) + "&secret=" + encoded(secret));
    }

    private HttpCall call(String path, String query) {
        return new HttpCall(peer(path), apiBase.with(path + query), timeouts);
    }

    private static RemoteService peer(String path) {
        return new RemoteService("WeChat", path, "wxconfig.apiBase", "wxconfig.apiBase");
    }

    private static String encoded(String value) {
        try {
            return URLEncoder.encode(value, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("This JVM has no UTF-8, which every Java platform must have", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "HttpWeChat[" + apiBase + ", " + appid + ", " + (stable ? "stable" : "classic") + "]";
    }
}
