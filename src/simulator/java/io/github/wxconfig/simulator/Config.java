package io.github.wxconfig.simulator;

import java.util.Map;

/** What a page gave to {@code wx.config}, and where that page is. */
final class Config {

    final String url;
    final String appId;
    final String timestamp;
    final String nonceStr;
    final String signature;

    Config(String url, String appId, String timestamp, String nonceStr, String signature) {
        this.url = url;
        this.appId = appId;
        this.timestamp = timestamp;
        this.nonceStr = nonceStr;
        this.signature = signature;
    }

    static Config of(Map<String, Object> json) {
        return new Config(text(json, "url"), text(json, "appId"), text(json, "timestamp"), text(json, "nonceStr"),
                text(json, "signature"));
    }

    /** The first of the required fields that is not there, or {@code null}. */
    String missing() {
        return url.isEmpty() ? "url"
                : appId.isEmpty() ? "appId"
                : timestamp.isEmpty() ? "timestamp"
                : nonceStr.isEmpty() ? "nonceStr"
                : signature.isEmpty() ? "signature" : null;
    }

    private static String text(Map<String, Object> json, String name) {
        Object value = json.get(name);
        return value == null ? "" : value.toString();
    }
}
