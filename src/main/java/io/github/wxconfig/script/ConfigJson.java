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
     * All fields that {@code wx.config} takes, and besides {@code url} and {@code validUntil}, which it ignores.
     *
     * @param signed or {@code null}: the signature is then empty, which WeChat's client reports to {@code wx.error}
     */
    public static String of(ConfigOptions options, @Nullable SignedUrl signed) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("debug", options.debug());
        config.put("appId", options.appId());
        config.put("timestamp", signed == null ? 0 : signed.timestamp());
        config.put("nonceStr", signed == null ? "" : signed.nonceStr());
        config.put("signature", signed == null ? "" : signed.signature());
        config.put("jsApiList", options.jsApiList());
        if (!options.openTagList().isEmpty()) {
            config.put("openTagList", options.openTagList());
        }
        if (signed != null) {
            config.put("url", signed.url());
            config.put("validUntil", signed.validUntil());
        }
        return ScriptText.escapeJson(Json.write(config));
    }
}
