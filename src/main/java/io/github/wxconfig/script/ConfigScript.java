package io.github.wxconfig.script;

import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * The markup that configures a page: the inline script of {@code config-script.js}, and the SDK's tag.
 *
 * <p>Immutable and safe for any number of threads. What is the same for all pages is encoded when it is made.
 */
public final class ConfigScript implements ScriptProvider {

    /** What differs from page to page, in the order that {@link #render} fills it in. */
    private static final List<String> PLACEHOLDERS =
            Arrays.asList("url", "timestamp", "nonceStr", "signature", "validUntil", "endpoint", "csp", "attribute");

    /** How many bytes the signature and a nonce in each tag take at most. */
    private static final int MAX_VARIABLE_BYTES = 800;

    private static final byte[] NOTHING = {};
    private static final byte[] ZERO = {'0'};

    private final PageUrlResolver urls;
    private final UrlSigner signatures;
    private final @Nullable String endpoint;
    private final ScriptTemplate html;
    private final ScriptTemplate xhtml;

    /**
     * @param sdkUrl the SDK's address, or {@code null} if pages load it themselves
     * @param endpoint the signing endpoint's path below the context path, or {@code null} if it is off
     * @param spa whether to sign anew when a single-page application changes the URL
     */
    public ConfigScript(ConfigOptions options, PageUrlResolver urls, UrlSigner signatures, @Nullable String sdkUrl,
            @Nullable String endpoint, boolean spa) {
        this.urls = urls;
        this.signatures = signatures;
        this.endpoint = endpoint;
        String script = source(spa ? "config-script-spa.js" : "config-script.js")
                .replace("$appId$", ScriptText.quote(options.appId()))
                .replace("$config$:0", config(options))
                .replace("$sdk$", String.valueOf(sdkUrl != null))
                .replace("$fallback$", ScriptText.quote(fallback(sdkUrl)));
        html = new ScriptTemplate(tags(script, sdkUrl), PLACEHOLDERS);
        xhtml = new ScriptTemplate(tags("/*<![CDATA[*/" + script + "/*]]>*/", sdkUrl), PLACEHOLDERS);
    }

    /** Returns what the build made of {@code src/main/js/config-script.js}. */
    private static String source(String name) {
        try (Scanner text = new Scanner(ConfigScript.class.getResourceAsStream(name), "US-ASCII")) {
            return text.useDelimiter("\\A").next().trim();
        }
    }

    private static String config(ConfigOptions options) {
        return "debug:" + options.debug() + ",jsApiList:" + ScriptText.array(options.jsApiList())
                + (options.openTagList().isEmpty() ? "" : ",openTagList:" + ScriptText.array(options.openTagList()));
    }

    /** The official address has an official second host; of others none is known. */
    private static String fallback(@Nullable String sdkUrl) {
        String official = "https://res.wx.qq.com/";
        return sdkUrl != null && sdkUrl.startsWith(official)
                ? "https://res2.wx.qq.com/" + sdkUrl.substring(official.length()) : "";
    }

    private static String tags(String script, @Nullable String sdkUrl) {
        String inline = "<script$attribute$>" + script + "</script>";
        return sdkUrl == null ? inline : inline + "<script$attribute$ src=\"" + attribute(sdkUrl) + "\"></script>";
    }

    @Override
    public @Nullable PageScript forRequest(HttpServletRequest request) {
        String url = urls.resolve(request);
        if (!signatures.covers(url)) {
            return null;
        }
        String address = endpoint == null ? "" : urls.pathPrefix(request) + request.getContextPath() + endpoint;
        return new PageScript() {
            private boolean signed;

            @Override
            public byte[] render(boolean asXhtml, @Nullable String nonce) {
                SignedUrl signature = signatures.sign(url);
                signed = signature != null;
                return ConfigScript.this.render(url, signature, address, asXhtml, nonce);
            }

            @Override
            public boolean isSigned() {
                return signed;
            }

            @Override
            public int maxLength() {
                return xhtml.literalLength() + ScriptText.ESCAPED * (url.length() + address.length()) + MAX_VARIABLE_BYTES;
            }

            @Override
            public String url() {
                return url;
            }
        };
    }

    private byte[] render(String url, @Nullable SignedUrl signed, String address, boolean asXhtml, @Nullable String nonce) {
        String csp = nonce != null && isNonce(nonce) ? nonce : "";
        return (asXhtml ? xhtml : html).fill(
                ScriptText.escape(url),
                signed == null ? ZERO : number(signed.timestamp()),
                signed == null ? NOTHING : ascii(signed.nonceStr()),
                signed == null ? NOTHING : ascii(signed.signature()),
                signed == null ? ZERO : number(signed.validUntil()),
                ScriptText.escape(address),
                ascii(csp),
                csp.isEmpty() ? NOTHING : ascii(" nonce=\"" + csp + '"'));
    }

    /** CSP's {@code base64-value}: anything else is no nonce, and would not be safe where it is written. */
    private static boolean isNonce(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && "+/-_=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Safe between double quotes in HTML and in XHTML; ASCII. A dollar sign would begin a placeholder. */
    private static String attribute(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7F && "\"&<>'$".indexOf(c) < 0) {
                safe.append((char) c);
            } else {
                safe.append("&#").append(c).append(';');
            }
        });
        return safe.toString();
    }

    private static byte[] number(long number) {
        return ascii(Long.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
