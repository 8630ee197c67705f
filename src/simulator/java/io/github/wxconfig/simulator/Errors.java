package io.github.wxconfig.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** What WeChat writes as {@code errmsg} for each errcode. */
final class Errors {

    private static final Map<Integer, String> TEXTS = new TreeMap<>();

    static {
        TEXTS.put(-1, "system error");
        TEXTS.put(40001, "invalid credential, access_token is invalid or not latest, could get access_token by "
                + "getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r");
        TEXTS.put(40002, "invalid grant_type");
        TEXTS.put(40013, "invalid appid");
        TEXTS.put(40014, "invalid access_token");
        TEXTS.put(40066, "invalid url");
        TEXTS.put(40097, "invalid args");
        TEXTS.put(40125, "invalid appsecret");
        TEXTS.put(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist");
        TEXTS.put(40243, "appsecret is frozen");
        TEXTS.put(41001, "access_token missing");
        TEXTS.put(41002, "appid missing");
        TEXTS.put(41004, "appsecret missing");
        TEXTS.put(42001, "access_token expired");
        TEXTS.put(43002, "require POST method");
        TEXTS.put(43003, "require https");
        TEXTS.put(45009, "reach max api daily quota limit");
        TEXTS.put(45011, "api minute-quota reach limit  mustslower  retry next minute");
        TEXTS.put(45035, "access clientip is not registered, not in ip-white-list");
        TEXTS.put(47001, "data format error");
        TEXTS.put(48001, "api unauthorized");
        TEXTS.put(48004, "api forbidden for irregularities");
        TEXTS.put(48006, "forbid to clear quota because of reaching the limit");
        TEXTS.put(50002, "user limited");
        TEXTS.put(50004, "forbid to use the token interface");
        TEXTS.put(50007, "account is frozen");
        TEXTS.put(61004, "access clientip is not registered");
        TEXTS.put(61024, "third-party platform must use the component token");
        TEXTS.put(89501, "this ip is waiting for the confirmation of an administrator");
        TEXTS.put(89503, "this ip needs the confirmation of an administrator");
        TEXTS.put(89506, "this ip was refused twice by an administrator, retry after 24 hours");
        TEXTS.put(89507, "this ip was refused by an administrator, retry after 1 hour");
    }

    private Errors() {
    }

    static String text(int errcode) {
        return TEXTS.getOrDefault(errcode, "error");
    }

    static Iterable<Integer> known() {
        return TEXTS.keySet();
    }

    /** The reference that WeChat has put behind every errmsg since 2020; never twice the same. */
    static String rid(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(" rid: %08x-%08x-%08x", epochMillis / 1000, random.nextInt(), random.nextInt());
    }
}
