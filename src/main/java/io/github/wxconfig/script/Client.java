package io.github.wxconfig.script;

import org.jspecify.annotations.Nullable;

/** The app in whose browser a page is opened, as its User-Agent says. */
public enum Client {

    /** Which says that it is WeChat, too. */
    WECOM,
    WECHAT,
    OTHER;

    /** @param userAgent the request header, or {@code null} */
    public static Client of(@Nullable String userAgent) {
        if (userAgent == null || !userAgent.contains("MicroMessenger")) {
            return OTHER;
        }
        return userAgent.contains("wxwork/") ? WECOM : WECHAT;
    }
}
