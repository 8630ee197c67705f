package io.github.wxconfig.simulator;

import java.util.Map;

/** What a page gave to {@code wx.config} or to {@code agentConfig}, and where that page is. */
final class Config {

    final String url;
    final String appId;
    final String timestamp;
    final String nonceStr;
    final String signature;
    /** Of agentConfig; empty: it is wx.config. */
    final String agentid;

    Config(String url, String appId, String timestamp, String nonceStr, String signature, String agentid) {
        this.url = url;
        this.appId = appId;
        this.timestamp = timestamp;
        this.nonceStr = nonceStr;
        this.signature = signature;
        this.agentid = agentid;
    }

    static Config of(Map<String, Object> json) {
        return new Config(text(json, "url"), text(json, json.containsKey("corpid") ? "corpid" : "appId"), text(json, "timestamp"),
                text(json, "nonceStr"), text(json, "signature"), text(json, "agentid"));
    }

    boolean isAgent() {
        return !agentid.isEmpty();
    }

    /** The name of the call. */
    String call() {
        return isAgent() ? "agentConfig" : "wx.config";
    }

    /** The first of the required fields that is not there, or {@code null}. */
    String missing() {
        return url.isEmpty() ? "url"
                : appId.isEmpty() ? isAgent() ? "corpid" : "appId"
                : timestamp.isEmpty() ? "timestamp"
                : nonceStr.isEmpty() ? "nonceStr"
                : signature.isEmpty() ? "signature" : null;
    }

    private static String text(Map<String, Object> json, String name) {
        Object value = json.get(name);
        return value == null ? "" : value.toString();
    }
}
