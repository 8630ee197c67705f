package io.github.wxconfig.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.page.RequestStub;
import io.github.wxconfig.settings.Option;
import io.github.wxconfig.url.PageUrlResolver;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.Signer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class ConfigScriptTest {

    private static final String SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final Credential TICKET = new Credential("ticket", NOW, NOW.plusSeconds(7200));
    private static final ConfigOptions OPTIONS =
            new ConfigOptions("wx0", false, Arrays.asList("chooseImage", "scanQRCode"), Collections.emptyList());

    private static ConfigScript script(Credential ticket, String sdkUrl) {
        return new ConfigScript(new PageSigner("", OPTIONS, new PageUrlResolver(null, address -> false),
                new UrlSigner(() -> ticket, Clock.fixed(NOW, ZoneOffset.UTC), () -> 0)), sdkUrl, "/wxconfig/signature", false,
                        false, ShareOptions.META);
    }

    private static String render(ConfigScript script, String uri, String query, boolean xhtml, String nonce) {
        byte[] bytes = script.forRequest(RequestStub.get(uri, query).set("getContextPath", "/shop").request())
                .render(xhtml, nonce);
        for (byte b : bytes) {
            assertTrue(b == '\n' || b >= ' ' && b < 0x7F, "a byte that is not ASCII: " + b);
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static String render(String uri, String query) {
        return render(script(TICKET, SDK), uri, query, false, null);
    }

    @Test
    void carriesWhatWasSigned() {
        String markup = render("/a", "b=c");
        String signature = new Signer("ticket").sign("aaaaaaaaaaaaaaaa", 1_700_000_000L, "http://shop.example.com/a?b=c");
        assertTrue(markup.contains("{url:\"http://shop.example.com/a?b=c\",appId:\"wx0\",timestamp:1700000000,"
                + "nonceStr:\"aaaaaaaaaaaaaaaa\",signature:\"" + signature + "\",validUntil:1700007200,"
                + "debug:false,jsApiList:[\"chooseImage\",\"scanQRCode\"]},\"/shop" + script(TICKET, SDK).file().path()
                + "\",\"\",2);</script>"), markup);
    }

    @Test
    void carriesWhatACorpsAppNeeds() {
        UrlSigner signatures = new UrlSigner(() -> TICKET, () -> new Credential("of+the/app=", NOW, NOW.plusSeconds(3600)),
                SiteHosts.EVERY,
                Clock.fixed(NOW, ZoneOffset.UTC));
        ConfigOptions options = ConfigOptions.ofCorp("ww1", false, Arrays.asList("chooseImage", "sendChatMessage", "agentConfig"),
                Collections.emptyList(), "1000\"2$", Arrays.asList("sendChatMessage"));
        PageSigner signer = new PageSigner("", options, new PageUrlResolver(null, address -> false), signatures);
        ConfigScript script = new ConfigScript(signer, SDK, "/wxconfig/signature", false, false, ShareOptions.META);
        String markup = render(script, "/a", "b=c", false, null);
        Matcher signed = Pattern
                .compile("nonceStr:\"(\\w+)\",signature:\"(\\w+)\",validUntil:1700003600,beta:true,debug:false,jsApiList:"
                + "\\[\"chooseImage\",\"sendChatMessage\",\"agentConfig\"],"
                + "agent:\\{agentid:\"1000\\\\u00222\\\\u0024\",signature:\"(\\w+)\","
                + "jsApiList:\\[\"sendChatMessage\"]}}").matcher(markup);
        assertTrue(signed.find(), markup);
        assertEquals(new Signer("ticket").sign(signed.group(1), 1_700_000_000L, "http://shop.example.com/a?b=c"),
                signed.group(2));
        assertEquals(new Signer("of+the/app=").sign(signed.group(1), 1_700_000_000L, "http://shop.example.com/a?b=c"),
                signed.group(3));
        assertTrue(markup.contains("'agentConfig:'") || markup.contains("\"agentConfig:\""), "agent.js is there");
        SignedUrl url = signatures.sign("http://shop.example.com/a?b=c");
        assertTrue(ConfigJson.of(options, url).startsWith("{\"beta\":true,\"debug\":false,\"appId\":\"ww1\","),
                ConfigJson.of(options, url));
        assertTrue(ConfigJson.of(options,
                url).contains("\"agent\":{\"corpid\":\"ww1\",\"agentid\":\"1000\\\"2$\",\"timestamp\":1700000000,"
                + "\"nonceStr\":\"" + url.nonceStr() + "\",\"signature\":\"" + url.agentSignature()
                + "\",\"jsApiList\":[\"sendChatMessage\"]}"),
                ConfigJson.of(options, url));
    }

    @Test
    void aCorpWithoutAnAppGetsTheSmallScript() {
        ConfigOptions options = ConfigOptions.ofCorp("ww1", false, Arrays.asList("chooseImage"), Collections.emptyList(), null,
                Collections.emptyList());
        PageSigner signer = new PageSigner("", options, new PageUrlResolver(null, address -> false),
                new UrlSigner(() -> TICKET, Clock.fixed(NOW, ZoneOffset.UTC)));
        String markup = render(new ConfigScript(signer, SDK, "/wxconfig/signature", false, false, ShareOptions.META), "/a", null,
                false, null);
        assertTrue(markup.contains("beta:true,debug:false,jsApiList:[\"chooseImage\"]}"), markup);
        assertFalse(markup.contains("agentConfig"), markup);
        assertTrue(markup.length() - render("/a", null).length() < 20);
    }

    /** While the app's ticket is missing, wx.config need not wait for it. */
    @Test
    void signsForTheCorpWithoutATicketOfTheApp() {
        SignedUrl signed = new UrlSigner(() -> TICKET, () -> null, SiteHosts.EVERY, Clock.fixed(NOW,
                ZoneOffset.UTC)).sign("http://h/");
        assertEquals("", signed.agentSignature());
        assertEquals(40, signed.signature().length());
        assertEquals(1_700_007_200L, signed.validUntil());
    }

    @Test
    void asksWhereTheProxyShowsTheFile() {
        ConfigScript script = new ConfigScript(new PageSigner("", new ConfigOptions("wx0", false, Arrays.asList("a$b"),
                Collections.emptyList()), new PageUrlResolver(null, address -> true),
                new UrlSigner(() -> TICKET, Clock.systemUTC())), SDK, "/wxconfig/signature", false, false, ShareOptions.META);
        byte[] bytes = script.forRequest(RequestStub.get("/shop/a", null).set("getContextPath", "/shop")
                .header("X-Forwarded-Prefix", "/m").request()).render(false, null);
        String markup = new String(bytes, StandardCharsets.US_ASCII);
        assertTrue(markup.contains("},\"/m/shop" + script.file().path() + "\","), markup);
        assertTrue(markup.contains("jsApiList:[\"a\\u0024b\"]"), markup);
    }

    @Test
    void isOfTheLanguageOfOldWebViews() {
        Matcher newer = Pattern.compile("=>|`|\\.\\.\\.|\\?\\?|(?<![.\\w])(let|const|class|async|await|import|of)\\b")
                .matcher(render("/", null));
        assertFalse(newer.find(), () -> "ECMAScript 5 has no " + newer.group());
    }

    /** With the options that nobody has changed. What is limited is the inline part, which every page carries. */
    @Test
    void isSmall() throws Exception {
        ConfigOptions options = new ConfigOptions("wx0123456789abcdef", false,
                Arrays.asList(Option.JS_API_LIST.defaultText().split("[, ]+")), Collections.emptyList());
        UrlSigner signatures = new UrlSigner(() -> TICKET, Clock.fixed(NOW, ZoneOffset.UTC));
        ConfigScript script = new ConfigScript(new PageSigner("", options, new PageUrlResolver(null, address -> false),
                signatures), SDK, "/wxconfig/signature", false, false, ShareOptions.META);
        String markup = render(script, "/shop/list.do", "page=2", false, null);
        byte[] bytes = markup.substring(0, markup.indexOf("</script>") + 9).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        System.out.println("The script of a page has " + bytes.length + " bytes, zipped " + zipped.size());
        assertEquals(36, options.jsApiList().size(), "all the official names");
        assertTrue(bytes.length <= 4_300, bytes.length + " bytes");
        assertTrue(zipped.size() <= 2_048, zipped.size() + " bytes zipped");
    }

    @Test
    void leavesTheSignatureEmptyWhileThereIsNoTicket() {
        String markup = render(script(null, SDK), "/a", null, false, null);
        assertTrue(markup.contains("timestamp:0,nonceStr:\"\",signature:\"\",validUntil:0,"), markup);
    }

    @Test
    void bringsTheSdkWithTheOfficialSecondHost() {
        assertTrue(render("/", null).contains("</script><script src=\"" + SDK + "\"></script>"));
        assertTrue(render("/", null).contains(",2);</script>"));
        String own = render(script(TICKET, "/js/wx.js?a=1&b=\"$\u4f60"), "/", null, false, null);
        assertTrue(own.contains("<script src=\"/js/wx.js?a=1&#38;b=&#34;&#36;&#20320;\"></script>"), own);
        assertTrue(own.contains(",1);</script>"), own);
        String none = render(script(TICKET, null), "/", null, false, null);
        assertFalse(none.contains("<script src"), none);
        assertTrue(none.contains(",0);</script>"), none);
    }

    @Test
    void putsTheNonceOnEveryTag() {
        String markup = render(script(TICKET, SDK), "/", null, false, "aB3+/-_=");
        assertEquals(2, markup.split("<script nonce=\"aB3\\+/-_=\"", -1).length - 1, markup);
        assertTrue(markup.contains(",\"aB3+/-_=\",2);"), markup);
        assertFalse(render("/", null).contains("<script nonce="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"><img src=x>", "a b", "'+alert(1)+'", "\u4f60", "$url$", "a\nb"})
    void ignoresANonceThatIsNone(String nonce) {
        assertEquals(render("/", null), render(script(TICKET, SDK), "/", null, false, nonce));
    }

    @Test
    void isWellFormedInXhtml() throws Exception {
        String markup = render(script(TICKET, SDK), "/]]>", "a&b=<&lt;]]>", true, "abc");
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(("<head>" + markup + "</head>").getBytes(StandardCharsets.UTF_8)));
        assertEquals(2, document.getElementsByTagName("script").getLength());
        assertTrue(document.getElementsByTagName("script").item(0).getTextContent()
                .contains("url:\"http://shop.example.com/]]\\u003e?a\\u0026b=\\u003c\\u0026lt;]]\\u003e\""), markup);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "</script><script>alert(1)</script>", "<!--<script>", "?');alert(1)//", "\";alert(1)//", "\\", "\u2028\u2029",
        "`${alert(1)}`", "\r\n", "\u0000\u007f", "\ud83d\ude00\ud800", "$signature$", "]]>", "&quot;",
    })
    void escapesWhateverAUrlIsMadeOf(String evil) {
        String plain = render("/a", "b");
        String markup = render("/a" + evil, evil + "b");
        String url = "http://shop.example.com/a" + evil + "?" + evil + "b";
        String written = markup.substring(markup.indexOf("{url:\"") + 6, markup.indexOf("\",appId"));
        assertEquals(url, unescape(written));
        assertTrue(written.chars().noneMatch(c -> "\"'<>&`".indexOf(c) >= 0), written);
        String signature = new Signer("ticket").sign("aaaaaaaaaaaaaaaa", 1_700_000_000L, url);
        assertEquals(plain.replace("http://shop.example.com/a?b", ""),
                markup.replace(written, "")
                .replace(signature, plain.substring(plain.indexOf("signature:\"") + 11).substring(0, 40)));
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                assertEquals('u', text.charAt(i + 1), text);
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
