package io.github.wxconfig;

import io.github.wxconfig.script.ConfigJson;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.PageScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.SignedUrl;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the configuration of one page, for pages that print their own script:
 *
 * <pre>{@code <script>wx.config(<%= WxConfig.of(request).getJson() %>);</script>}</pre>
 *
 * <p>Use it while its request lasts. It is signed at its first use and does not change afterwards. While there is no ticket, as
 * in the first moments after a start, {@link #isSigned()} is false and the signature is empty; WeChat's client then calls
 * {@code wx.error}.
 *
 * <p>Thread-safe.
 */
public final class WxSignature {

    private final ConfigOptions options;
    private final Function<String, @Nullable SignedUrl> signing;
    /** Looks the URL up at its first call, and is a constant afterwards. */
    private Supplier<String> url;
    private boolean computed;
    private @Nullable SignedUrl signed;

    WxSignature(ConfigOptions options, Supplier<String> url, Function<String, @Nullable SignedUrl> signing) {
        this.options = options;
        this.url = url;
        this.signing = signing;
    }

    /** Returns that of the page which gets this script; {@code null} if it is not known what signs it. */
    static @Nullable WxSignature of(PageScript script) {
        PageSigner signer = script.signer();
        String url = script.url();
        return signer == null || url == null ? null : new WxSignature(signer.options(), () -> url, signer.signatures()::sign);
    }

    private synchronized @Nullable SignedUrl signed() {
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
        String known = url.get();
        url = () -> known;
        return known;
    }

    /** The appid. */
    public String getAppId() {
        return options.appId();
    }

    /** When it was signed, in seconds since 1970; 0 without a signature. */
    public long getTimestamp() {
        SignedUrl signature = signed();
        return signature == null ? 0 : signature.timestamp();
    }

    /** Letters and digits, new for each signature; empty without one. */
    public String getNonceStr() {
        SignedUrl signature = signed();
        return signature == null ? "" : signature.nonceStr();
    }

    /** Forty hex digits; empty if there is no signature. */
    public String getSignature() {
        SignedUrl signature = signed();
        return signature == null ? "" : signature.signature();
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
