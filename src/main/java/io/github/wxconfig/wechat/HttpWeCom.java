package io.github.wxconfig.wechat;

import io.github.wxconfig.text.FilterLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls WeCom's API over HTTP: for the ticket of a corp, by which {@code wx.config} is signed, or for that of one of its apps, by
 * which {@code agentConfig} is signed. Both need the same access token.
 *
 * <p>Sources:
 * <a href="https://developer.work.weixin.qq.com/document/path/91039">gettoken</a>,
 * <a href="https://developer.work.weixin.qq.com/document/path/90506">get_jsapi_ticket and ticket/get</a>.
 *
 * <p>Thread-safe. Every call ends within the same limits as those of {@link HttpWeChat}.
 */
public final class HttpWeCom implements WeChat {

    private static final String TOKEN = "/cgi-bin/gettoken";
    private static final String CORP_TICKET = "/cgi-bin/get_jsapi_ticket";
    private static final String AGENT_TICKET = "/cgi-bin/ticket/get";

    /** WeCom adds a warning to every answer as long as a call comes by an old TLS. */
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private final FilterLog log = new FilterLog(HttpWeCom.class);
    private final WebAddress apiBase;
    private final String corpid;
    private final String secret;
    private final boolean agent;
    private final Timeouts timeouts;
    private final AtomicBoolean warned;

    HttpWeCom(String apiBase, String corpid, String secret, boolean agent, Timeouts timeouts, AtomicBoolean warned) {
        this.apiBase = WebAddress.of(apiBase, "wxconfig.corpApiBase");
        this.corpid = corpid;
        this.secret = secret;
        this.agent = agent;
        this.timeouts = timeouts;
        this.warned = warned;
    }

    /**
     * Returns a client that requests the tickets of a corp.
     *
     * @param apiBase {@code https://qyapi.weixin.qq.com}, a private deployment, which may have a path, a gateway or a simulator;
     *     without query
     * @param secret the Secret of one of the corp's apps
     * @param connectTimeout the time limit for connecting; positive
     * @param readTimeout the time limit for the first byte; positive
     * @throws IllegalArgumentException if {@code apiBase} is not an http or https address
     */
    public static HttpWeCom corp(String apiBase, String corpid, String secret, Duration connectTimeout, Duration readTimeout) {
        return new HttpWeCom(apiBase, corpid, secret, false, new Timeouts(connectTimeout, readTimeout), WARNED);
    }

    /** Returns a client that requests the tickets of the app that {@code secret} belongs to. */
    public static HttpWeCom agent(String apiBase, String corpid, String secret, Duration connectTimeout, Duration readTimeout) {
        return new HttpWeCom(apiBase, corpid, secret, true, new Timeouts(connectTimeout, readTimeout), WARNED);
    }

    @Override
    public IssuedCredential accessToken() throws WeChatException {
        Reply reply = reply(TOKEN, "?corpid=" + WebAddress.encoded(corpid) + "&corpsecret=" + WebAddress.encoded(secret));
        return reply.credential(CorpErrorCode::ofTokenCall, new String[] {secret}, "access_token");
    }

    @Override
    public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
        Reply reply = reply(agent ? AGENT_TICKET : CORP_TICKET,
                "?access_token=" + WebAddress.encoded(accessToken) + (agent ? "&type=agent_config" : ""));
        return reply.credential(CorpErrorCode::of, new String[] {accessToken, secret}, "ticket");
    }

    private Reply reply(String path, String query) throws WeChatException {
        RemoteService service = new RemoteService("WeCom", path, "wxconfig.corpApiBase", "wxconfig.corpApiBase");
        Reply reply = new Reply(service, new HttpCall(service, apiBase.with(path + query), timeouts).answer());
        if (reply.hasText("warning_msg") && !warned.getAndSet(true)) {
            log.warning("WeCom answered [" + path + "] with a warning; most likely this server's TLS is too old. Let calls to ["
                    + apiBase + "] use TLS 1.2 or later: update Java, or the gateway at wxconfig.corpApiBase. Logged once");
        }
        return reply;
    }

    /** Returns a description without the secret. */
    @Override
    public String toString() {
        return "HttpWeCom[" + apiBase + ", " + corpid + ", " + (agent ? "agent" : "corp") + "]";
    }
}
