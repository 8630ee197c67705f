package io.github.wxconfig.script;

import io.github.wxconfig.wechat.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the argument of {@code wx.config} as JSON that is safe in an inline script. */
public final class ConfigJson {

    private ConfigJson() {
    }

    /**
     * All fields that {@code wx.config} takes, and besides {@code url} and {@code validUntil}, which it ignores, and for a
     * corp's app {@code agent}, the argument of {@code agentConfig}.
     *
     * @param signed or {@code null}: the signature is then empty, which WeChat's client reports to {@code wx.error}
     */
    public static String of(ConfigOptions options, @Nullable SignedUrl signed) {
        Map<String, Object> config = new LinkedHashMap<>();
        if (options.isCorp()) {
            config.put("beta", true);
        }
        config.put("debug", options.debug());
        config.put("appId", options.appId());
        config.put("timestamp", signed == null ? 0 : signed.timestamp());
        config.put("nonceStr", signed == null ? "" : signed.nonceStr());
        config.put("signature", signed == null ? "" : signed.signature());
        config.put("jsApiList", options.jsApiList());
        if (!options.openTagList().isEmpty()) {
            config.put("openTagList", options.openTagList());
        }
        if (options.agentid() != null) {
            config.put("agent", agent(options, signed));
        }
        if (signed != null) {
            config.put("url", signed.url());
            config.put("validUntil", signed.validUntil());
        }
        return ScriptText.escapeJson(Json.write(config));
    }

    /** The argument of {@code agentConfig}. */
    private static Map<String, Object> agent(ConfigOptions options, @Nullable SignedUrl signed) {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("corpid", options.appId());
        agent.put("agentid", options.agentid());
        agent.put("timestamp", signed == null ? 0 : signed.timestamp());
        agent.put("nonceStr", signed == null ? "" : signed.nonceStr());
        agent.put("signature", signed == null ? "" : signed.agentSignature());
        agent.put("jsApiList", options.agentApiList());
        return agent;
    }
}
