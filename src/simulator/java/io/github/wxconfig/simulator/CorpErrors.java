package io.github.wxconfig.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** What WeCom writes as {@code errmsg} for each errcode. */
final class CorpErrors {

    private static final Map<Integer, String> TEXTS = new TreeMap<>();

    static {
        TEXTS.put(-1, "system busy");
        TEXTS.put(40001, "invalid credential");
        TEXTS.put(40013, "invalid corpid");
        TEXTS.put(40014, "invalid access_token");
        TEXTS.put(40056, "invalid agentid");
        TEXTS.put(40058, "invalid Request Parameter");
        TEXTS.put(40091, "secret is invalid");
        TEXTS.put(40093, "invalid jsapi_ticket");
        TEXTS.put(41001, "access_token missing");
        TEXTS.put(41002, "corpid missing");
        TEXTS.put(41004, "secret missing");
        TEXTS.put(42001, "access_token expired");
        TEXTS.put(42012, "ticket no available");
        TEXTS.put(45009, "api freq out of limit");
        TEXTS.put(45033, "api concurrent out of limit");
        TEXTS.put(48002, "api forbidden");
        TEXTS.put(50001, "redirect_url domain not registered");
        TEXTS.put(50003, "app is disabled");
        TEXTS.put(60020, "not allow to access from your ip");
        TEXTS.put(80001, "not match any reliable domain");
    }

    private CorpErrors() {
    }

    static String text(int errcode) {
        return TEXTS.getOrDefault(errcode, "error");
    }

    static Iterable<Integer> known() {
        return TEXTS.keySet();
    }

    /** What WeCom puts behind every errmsg: a number that is never twice the same, and the address that the call came from. */
    static String hint(int errcode, long epochMillis) {
        return String.format(
                ", hint: [%d%011d], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=%d",
                epochMillis / 1000, ThreadLocalRandom.current().nextLong(100_000_000_000L), errcode);
    }
}
