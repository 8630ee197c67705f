package io.github.wxconfig;

import io.github.wxconfig.script.ConfigJson;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.SignedUrl;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds the configuration of one page, for pages that print their own script:
 *
 * <pre>{@code <script>wx.config(<%= WxConfig.of(request).getJson() %>);</script>}</pre>
 *
 * <p>Use it while its request lasts. It is signed at its first use and does not change afterwards. While there is no ticket, as in the
 * first moments after a start, {@link #isSigned()} is false and the signature is empty; WeChat's client then calls {@code wx.error}.
 *
 * <p>Thread-safe.
 */
public final class WxSignature {

    private final ConfigOptions options;
    private final Function<String, SignedUrl> signing;
    /** {@code null} once {@link #url} is known. */
    private Supplier<String> addressing;
    private String url;
    private boolean computed;
    private SignedUrl signed;

    WxSignature(ConfigOptions options, Supplier<String> addressing, Function<String, SignedUrl> signing) {
        this.options = options;
        this.addressing = addressing;
        this.signing = signing;
    }

    private synchronized SignedUrl signed() {
        if (!computed) {
            signed = signing.apply(getUrl());
            computed = true;
        }
        return signed;
    }

    /** Whether there is a signature. */
    public boolean isSigned() {
        return signed() != null;
    }

    /** The URL that is signed, without fragment. */
    public synchronized String getUrl() {
        if (addressing != null) {
            url = addressing.get();
            addressing = null;
        }
        return url;
    }

    /** The appid. */
    public String getAppId() {
        return options.appId();
    }

    /** When it was signed, in seconds since 1970; 0 without a signature. */
    public long getTimestamp() {
        return isSigned() ? signed().timestamp() : 0;
    }

    /** Letters and digits, new for each signature; empty without one. */
    public String getNonceStr() {
        return isSigned() ? signed().nonceStr() : "";
    }

    /** Forty hex digits; empty if there is no signature. */
    public String getSignature() {
        return isSigned() ? signed().signature() : "";
    }

    /** The configured list; unmodifiable. */
    public List<String> getJsApiList() {
        return options.jsApiList();
    }

    /** The configured list, empty for none; unmodifiable. */
    public List<String> getOpenTagList() {
        return options.openTagList();
    }

    /** Whether {@code debug} is configured. */
    public boolean isDebug() {
        return options.debug();
    }

    /** The argument of {@code wx.config}: ASCII, and safe inside a script block as it is. */
    public String getJson() {
        return ConfigJson.of(options, signed());
    }

    /** The same as {@link #getJson()}. */
    @Override
    public String toString() {
        return getJson();
    }
}
