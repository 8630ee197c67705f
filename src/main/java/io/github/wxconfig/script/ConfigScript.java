package io.github.wxconfig.script;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * Makes the markup that configures a page: the inline script of {@code config.js}, and the SDK's tag.
 *
 * <p>Immutable and safe for any number of threads. What is the same for all pages is encoded when it is made.
 */
public final class ConfigScript implements ScriptProvider {

    /** What differs from page to page, in the order that {@link #render} fills it in. */
    private static final List<String> PLACEHOLDERS =
            Arrays.asList("url", "timestamp", "nonceStr", "signature", "validUntil", "file", "csp", "attribute", "given",
            "agent");

    /** How many bytes the signature and a nonce in each tag take at most. */
    private static final int MAX_VARIABLE_BYTES = 800;

    /** It has a second one, which fallback.js knows. */
    private static final String OFFICIAL_HOST = "https://res.wx.qq.com/";

    private static final byte[] NOTHING = {};
    private static final byte[] ZERO = {'0'};

    private final PageSigner signer;
    private final @Nullable String sdkUrl;
    private final ShareOptions share;
    private final GivenCard given = new GivenCard();
    /** {@code null} without an endpoint. */
    private final @Nullable PageFile file;
    private final ScriptTemplate html;
    private final ScriptTemplate xhtml;

    /**
     * @param sdkUrl the SDK's address, or {@code null} if pages load it themselves
     * @param endpoint the signing endpoint's path below the context path, or {@code null} if it is off: then there are no cards
     * @param isOneOfSeveral whether the page has to name the account when it asks the filter for something
     * @param spa whether to sign anew when a single-page application changes the URL
     * @param share about the cards with which pages are shared
     */
    public ConfigScript(PageSigner signer, @Nullable String sdkUrl, @Nullable String endpoint, boolean isOneOfSeveral,
            boolean spa, ShareOptions share) {
        ConfigOptions options = signer.options();
        this.signer = signer;
        this.sdkUrl = sdkUrl;
        this.share = endpoint == null ? ShareOptions.OFF : share;
        this.file = endpoint == null ? null
                : new PageFile(endpoint, isOneOfSeveral ? signer.account() : null, options, share, spa);
        String agent = options.agentid() == null ? "" : "-agent";
        String script = source("config" + agent + (spa ? "-spa" : "") + (this.share.isOn() ? "" : "-unshared") + ".js")
                .replace("$appId$", ScriptText.quote(options.appId()))
                .replace("$config$:0", config(options))
                .replace("$sdkHosts$", sdkUrl == null ? "0" : sdkUrl.startsWith(OFFICIAL_HOST) ? "2" : "1")
                .replace("$given$", this.share.mode() == ShareOptions.Mode.ALL ? "$given$.concat([[0,\"\"]])" : "$given$");
        html = new ScriptTemplate(tags(script, sdkUrl), PLACEHOLDERS);
        xhtml = new ScriptTemplate(tags("/*<![CDATA[*/" + script + "/*]]>*/", sdkUrl), PLACEHOLDERS);
    }

    /** Returns what pages load of the script when they need it, or {@code null} if they load nothing. */
    public @Nullable PageFile file() {
        return file;
    }

    /** Returns what the build made of the scripts in {@code src/main/js}. */
    static String source(String name) {
        try (Scanner text = new Scanner(ConfigScript.class.getResourceAsStream(name), "US-ASCII")) {
            return text.useDelimiter("\\A").next().trim();
        }
    }

    private static String config(ConfigOptions options) {
        String agentid = options.agentid();
        return (options.isCorp() ? "beta:true," : "") + "debug:" + options.debug() + ",jsApiList:"
                + ScriptText.array(options.jsApiList())
                + (options.openTagList().isEmpty() ? "" : ",openTagList:" + ScriptText.array(options.openTagList()))
                + (agentid == null ? "" : ",agent:{agentid:" + ScriptText.quote(agentid) + ",signature:\"$agent$\",jsApiList:"
                + ScriptText.array(options.agentApiList()) + '}');
    }

    private static String tags(String script, @Nullable String sdkUrl) {
        String inline = "<script$attribute$>" + script + "</script>";
        return sdkUrl == null ? inline : inline + "<script$attribute$ src=\"" + attribute(sdkUrl) + "\"></script>";
    }

    @Override
    public @Nullable PageScript forRequest(HttpServletRequest request) {
        String url = signer.urls().resolve(request);
        if (!signer.signatures().covers(url)) {
            return null;
        }
        String address = file == null ? "" : signer.urls().pathPrefix(request) + request.getContextPath() + file.address();
        return new PageScript() {
            private boolean signed;

            @Override
            public byte[] render(boolean asXhtml, @Nullable String nonce) {
                SignedUrl signature = signer.signatures().sign(url);
                signed = signature != null;
                return ConfigScript.this.render(url, signature, address, asXhtml, nonce, card());
            }

            @Override
            public boolean isSigned() {
                return signed;
            }

            @Override
            public int maxLength() {
                return xhtml.literalLength() + ScriptText.ESCAPED * (url.length() + address.length()) + card().length
                        + MAX_VARIABLE_BYTES;
            }

            private byte[] card() {
                return given.literal(share.isOn() ? request.getAttribute(GivenCard.ATTRIBUTE) : null);
            }

            @Override
            public String share() {
                boolean isGiven = share.isOn() && request.getAttribute(GivenCard.ATTRIBUTE) != null;
                return share.mode().name().toLowerCase(Locale.ROOT) + (isGiven ? "; attribute=yes" : "");
            }

            @Override
            public String url() {
                return url;
            }

            @Override
            public PageSigner signer() {
                return signer;
            }

            @Override
            public @Nullable String sdkUrl() {
                return sdkUrl;
            }
        };
    }

    private byte[] render(String url, @Nullable SignedUrl signed, String address, boolean asXhtml, @Nullable String nonce,
            byte[] card) {
        String csp = nonce != null && isNonce(nonce) ? nonce : "";
        return (asXhtml ? xhtml : html).fill(
                ScriptText.escape(url),
                signed == null ? ZERO : number(signed.timestamp()),
                signed == null ? NOTHING : ascii(signed.nonceStr()),
                signed == null ? NOTHING : ascii(signed.signature()),
                signed == null ? ZERO : number(signed.validUntil()),
                ScriptText.escape(address),
                ascii(csp),
                csp.isEmpty() ? NOTHING : ascii(" nonce=\"" + csp + '"'),
                card,
                signed == null ? NOTHING : ascii(signed.agentSignature()));
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
