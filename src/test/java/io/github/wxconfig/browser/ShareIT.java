package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.ShareOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The card with which a page is shared, as WeChat's client gets it from the real SDK in Chromium: the one that
 * the table in {@code docs/share.md} says, set as often as it changes, and none where the page or the operator wants none.
 */
class ShareIT {

    private static final String SITE = PageTour.SITE;
    private static final String WECOM = "Mozilla/5.0 (Linux; Android 12; M2012K11AC) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh";
    private static final String[] BOTH = {"updateAppMessageShareData", "updateTimelineShareData"};
    private static final String OG = og("title", "Tea") + og("description", "First pick") + og("image", "/tea.jpg");
    private static final String NONE = "";

    /** What {@code all} takes from a page without a word about its card. */
    private static final ShareOptions ALL = new ShareOptions(ShareOptions.Mode.ALL, null, null, null, null);

    @TempDir
    Path folder;

    private final List<Executable> promises = new ArrayList<>();
    private PageTour tour;

    @BeforeAll
    static void programs() {
        Needed.isThere(Chromium.problem());
    }

    @BeforeEach
    void start() throws Exception {
        tour = new PageTour(folder.resolve("chromium"));
    }

    @AfterEach
    void stop() {
        tour.close();
    }

    private void travel() throws Exception {
        tour.run();
        assertAll(promises);
    }

    private static String og(String name, String content) {
        return "<meta property='og:" + name + "' content='" + content + "'>";
    }

    private static String html(String head, String body) {
        return "<!DOCTYPE html><html><head>" + PageTour.PROBE + PageTour.US + head + "</head><body>" + body + "</body></html>";
    }

    /** What the client hears of one card, by the APIs of today. */
    private static String card(String title, String desc, String link, String image) {
        return "[\"updateAppMessageShareData\",\"" + title + "\",\"" + desc + "\",\"" + link + "\",\"" + image + "\"]"
                + " [\"updateTimelineShareData\",\"" + title + "\",\"" + link + "\",\"" + image + "\"]";
    }

    private PageTour.Page page(String name, String html) {
        return tour.page(name, html).apis(BOTH);
    }

    /** @param cards {@code LINK} in them is the page's own address */
    private PageTour.Page promise(PageTour.Page page, String... cards) {
        if (cards.length > 0) {
            page.waitingForCard();
        }
        String expected = String.join(" ", cards);
        promises.add(() -> assertEquals(expected.replace("LINK", link(page)), page.saw("cards"), page::toString));
        promises.add(() -> assertEquals("", page.saw("errors"), page::toString));
        promises.add(() -> assertEquals("", page.saw("violations"), page::toString));
        promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
        return page;
    }

    private static String link(PageTour.Page page) {
        String[] verified = page.saw("verified").split(" ");
        return verified[verified.length - 1];
    }

    private PageTour.Page promise(String name, String head, String... cards) {
        return promise(page(name, html(head, "x")), cards);
    }

    @Test
    void isMadeOfWhatThePageSaysOfItself() throws Exception {
        String tea = card("Tea", "First pick", "LINK", SITE + "/tea.jpg");
        promise("og", "<title>t</title>" + OG, tea);
        promise("og by name", "<title>t</title>" + OG.replace("property=", "name="), tea);
        promise("wechat", "<title>t</title>" + OG.replace("og:description", "wechat:desc").replace("og:", "wechat:"), tea);
        promise("both", OG.replace("Tea", "Not") + "<meta name='wechat:title' content='Tea'>", tea);
        promise("itemprop", "<meta itemprop=name content=Tea><meta itemprop=description content='First pick'>"
                + "<meta itemprop=image content=/tea.jpg>", tea);
        promise("og before itemprop", OG + "<meta itemprop=name content=Not>", tea);
        promise("itemprop of an offer within the page", OG.replace(og("title", "Tea"), "") + "<title>Tea</title>", tea);
        promise(page("an item of the body", html("<title>Tea</title>" + OG.replace(og("title", "Tea"), ""),
                "<div itemscope><meta itemprop=name content=EUR></div>")), tea);
        promise("none", "<title>Tea</title><meta name=description content='First pick'>");
        promise("other tags alone", "<title>Tea</title>" + og("type", "website") + "<meta name='twitter:title' content=Tea>");
        promise("empty tags alone", "<title>Tea</title>" + og("title", "") + og("image", " "));
        promise("title alone", og("title", "Tea") + "<title>t</title><meta name=description content='First pick'>"
                + "<link rel=image_src href=/tea.jpg>", tea);
        promise("description alone",
                og("description", "First pick") + "<title>Tea</title><link rel=apple-touch-icon href=/tea.jpg>", tea);
        promise("image alone", og("image", "/tea.jpg") + "<title>Tea</title><meta name=Description content='First pick'>", tea);
        promise("empty ones count as none", og("title", "") + og("title", "Tea") + og("description", " ")
                + "<meta name=description content='First pick'>" + og("image", "") + og("image", "/tea.jpg"), tea);
        promise("the first of several images", OG + og("image", "/not.jpg") + og("image:width", "300"), tea);
        promise(page("in the body", html("<title>t</title>", OG)), tea);
        promise(page("without a head", "<!DOCTYPE html>" + PageTour.PROBE + PageTour.US + OG + "<title>t</title><p>x"), tea);
        promise("after a script that takes its time", "<script src=/slow.js></script>" + OG, tea);
        promise("GBK", og("title", "\u8336") + og("description", "\u660e\u524d") + og("image", "/\u8336.jpg"),
                card("\u8336", "\u660e\u524d", "LINK", SITE + "/%E8%8C%B6.jpg")).charset(Charset.forName("GBK"));
        promise(page("XHTML", "<html xmlns='http://www.w3.org/1999/xhtml'><head>" + PageTour.PROBE + PageTour.US
                + OG.replace("'>", "'/>") + "<title>t</title></head><body><p>x</p></body></html>").xhtml(), tea);
        promise(page("frameset", html(OG, "").replace("<body></body>", "<frameset cols='*'><frame src=frame.html></frameset>"))
                .frame("<p>x"), tea);
        promise("none of its own, with all",
                "<title>Tea</title><meta name=description content='First pick'><link rel=image_src href=/tea.jpg>", tea)
                .share(ALL);
        promise("nothing at all, with all", "", card("shop.example.com", "", "LINK", "")).share(ALL);
        tour.file("/slow.js", ";");
        travel();
    }

    @Test
    void isWhatTheOperatorSaysWhereThePageSaysNothing() throws Exception {
        ShareOptions account = new ShareOptions(ShareOptions.Mode.META, "${title} - Tea House", "${description}!", "img/logo.png",
                "/welcome");
        promise("meta", og("title", "Tea") + "<meta name=description content=d><link rel=image_src href=/not.jpg>",
                card("Tea", "d!", SITE + "/welcome", SITE + "/img/logo.png")).share(account);
        promise("by the title", og("image", "/tea.jpg") + "<title>Green</title>",
                card("Green - Tea House", "!", SITE + "/welcome", SITE + "/tea.jpg")).share(account);
        promise("the page first", OG + og("url", "/tea"), card("Tea", "First pick", SITE + "/tea", SITE + "/tea.jpg"))
                .share(account);
        promise("no card", "<title>Green</title>").share(account);
        promise("all", "<title>Green</title><base href='/elsewhere/'>",
                card("Green - T\\\\ea \\\"House\\\"", "", "LINK", SITE + "/logo.png")).share(
                new ShareOptions(ShareOptions.Mode.ALL, "${title} - T\\ea \"House\"\u2028</script>", null, "logo.png", null));
        promise("noshare", OG + "<meta name=wxconfig content=noshare>").share(account);
        promise("noshare, with all", "<title>t</title><meta name=wxconfig content='NoShare'>").share(ALL);
        promise("noshare and a call",
                OG + "<meta name=wxconfig content=noshare><title>Own</title><script>wxconfig.share({desc: 'd'})</script>",
                card("Own", "d", "LINK", ""));
        travel();
    }

    @Test
    void isTextAndNothingElse() throws Exception {
        String evil = "&lt;/script>&lt;script>errors=1&lt;/script>&lt;b>&quot;T&apos;&lt;/b>&amp;amp;\u2028\u202e&#0;\n"
                + " &amp;lt;i&amp;gt;x&amp;#60;img src=x onerror=alert(1)>";
        promise("hostile", og("title", evil) + og("description", evil) + og("image", "javascript:alert(1)")
                + og("url", "javascript:alert(1)"), card("\\\"T'& \ufffd x", "\\\"T'& \ufffd x", "LINK", ""));
        promise("markup", og("title", "&lt;b>Bold&lt;/b>&amp;nbsp;&amp;amp; &lt;br>more &lt; 5"),
                card("Bold & more < 5", "", "LINK", ""));
        promise("blanks", og("title", "  a \n\t b\u3000c\u00a0 "), card("a b c", "", "LINK", ""));
        promise("emoji at the end",
                og("title", "x".repeat(63) + "\ud83c\udf75y") + og("description", "x".repeat(118) + "\ud83c\udf75yy"),
                card("x".repeat(63), "x".repeat(118) + "\ud83c\udf75", "LINK", ""));
        promise("emoji", og("title", "\ud83c\udf75 Tea \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"),
                card("\ud83c\udf75 Tea \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "", "LINK", ""));
        promise("half characters",
                "<script>document.write(\"<meta property=og:title content='a\" + '\\uD83C' + 'b' + '\\uDF75' + \"'>\")</script>",
                card("ab", "", "LINK", ""));
        String mega = "'<!--<a<'.repeat(150000)";
        promise("megabytes", "<script>['title', 'description', 'image', 'url'].forEach(function (name) { var m ="
                + " document.createElement('meta');"
                + "m.setAttribute('property', 'og:' + name); m.content = " + mega + "; document.head.appendChild(m); });</script>"
                + og("title", "Tea"), card("<a<".repeat(22).substring(0, 64), "<a<".repeat(40), "LINK", ""));
        promise("a title with a script's end", "<title>&lt;/script>&lt;!-- Tea</title>" + og("image", "/a.png"),
                card("Tea", "", "LINK", SITE + "/a.png"));
        promise("a map", "<title>t</title>", card("\\\"T\\\"", "d'", "LINK", SITE + "/%22%3E%3Cscript%3E"))
                .attribute(Map.of("title", "</b>&quot;T\"", "desc", "d'</script><!--]]>\u2028", "image", "/\"><script>"));
        promise("JSON", "<title>t</title>", card("A", "B", "LINK", SITE + "/c.jpg"))
                .attribute("{\"title\": \"A\", \"desc\": \"</script>B\", \"image\": \"/c.jpg\"}");
        PageTour.Page anything = promise("a call of anything",
                OG + "<script>wxconfig.share({title: Object.create(null), desc: {}, image: 5, link: [], x: 1});"
                + " wxconfig.share(5); wxconfig.share('{'); wxconfig.share(null); wxconfig.share({desc: 7})</script>");
        anything.waitingForCard();
        promises.set(promises.size() - 4,
                () -> assertEquals(card("Tea", "7", link(anything), link(anything).replaceFirst("[^/]*$", "5")),
                anything.saw("cards"), anything::toString));
        travel();
    }

    @Test
    void hasAddressesThatEverybodyCanOpen() throws Exception {
        String[][] images = {
            {"relative.jpg", "DIR/relative.jpg"}, {"/root.jpg", SITE + "/root.jpg"},
            {"//cdn.example.com/a.jpg", "https://cdn.example.com/a.jpg"},
            {"https://cdn.example.com/\u8336 1.jpg?n=\u8336&amp;q=&quot;x&quot;",
                    "https://cdn.example.com/%E8%8C%B6%201.jpg?n=%E8%8C%B6&q=%22x%22"},
            {"http://cdn.example.com/a.jpg", "http://cdn.example.com/a.jpg"}, {"data:image/png;base64,AAAA", ""},
            {"javascript:alert(1)", ""},
            {"https://user:secret@cdn.example.com/a.jpg", ""}, {"http://[broken/a.jpg", ""}, {"ftp://cdn.example.com/a.jpg", ""},
            {"  /blank.jpg\n", SITE + "/blank.jpg"},
            {"https://cdn.example.com/a%20b(1)&apos;.jpg", "https://cdn.example.com/a%20b(1)%27.jpg"},
            {"blob:https://shop.example.com/1", ""}, {"https:\\\\cdn.example.com\\a.jpg", "https://cdn.example.com/a.jpg"}};
        for (String[] image : images) {
            PageTour.Page page = page(image[0], html(og("title", "Tea") + og("image", image[0]), "x")).waitingForCard();
            promises.add(() ->
                    assertEquals(card("Tea", "", link(page), image[1].replace("DIR", link(page).replaceAll("/[^/]*$", ""))),
                    page.saw("cards"), page::toString));
        }
        promise("base", "<base href='https://cdn.example.com/img/'>" + og("title", "Tea") + og("image", "a.jpg"),
                card("Tea", "", "LINK", "https://cdn.example.com/img/a.jpg"));
        promise("the next image", og("title", "Tea") + og("image", "data:,x") + og("image", "/b.jpg"),
                card("Tea", "", "LINK", SITE + "/b.jpg"));
        String[][] links = {
            {"<meta property=og:url content='https://shop.example.com/tea?from=singlemessage#top'>",
                    SITE + "/tea?from=singlemessage#top"},
            {"<meta property=og:url content=/tea><link rel=canonical href=/not>", SITE + "/tea"},
            {"<link rel=canonical href=/tea>", SITE + "/tea"},
            {"<meta name=wechat:link content=/a><meta property=og:url content=/b>", SITE + "/a"},
            {"<meta property=og:url content='https://other.example.com/tea'>", "LINK"},
            {"<meta property=og:url content='http://shop.example.com/tea'><link rel=canonical href=/c>", SITE + "/c"},
            {"<link rel=canonical href='https://other.example.com/'>", "LINK"}};
        for (String[] link : links) {
            promise(link[0], og("title", "Tea") + link[0], card("Tea", "", link[1], ""));
        }
        String[][] own = {{"?from=singlemessage&isappinstalled=0", ""}, {"?id=1&from=timeline", "?id=1"},
                {"?from=home&a", "?from=home&a"},
            {"?code=abc&state=x&id=%41%e8&&b=(c)", "?id=%41%e8&&b=(c)"}, {"?code=abc", "?code=abc"},
            {"?state=1&from=groupmessage&x", "?state=1&x"},
            {"?a=1#top", "?a=1"}, {"?", "?"}, {"?q=%E8%8C%B6+a,'b'", "?q=%E8%8C%B6+a,%27b%27"}};
        for (String[] address : own) {
            PageTour.Page page = page(address[0], html(og("title", "Tea"), "x")).waitingForCard().address(address[0]);
            promises.add(() -> assertEquals(card("Tea", "", link(page).replaceAll("\\?.*", "") + address[1], ""),
                    page.saw("cards"), page::toString));
        }
        travel();
    }

    /** Or the page says it itself, by the SDK, and then that holds. */
    @Test
    void leavesThePageItsOwnWord() throws Exception {
        String own = "wx.updateAppMessageShareData({title: 'Own', desc: 'o', link: 'l', imgUrl: 'i'});";
        String said = "[\"updateAppMessageShareData\",\"Own\",\"o\",\"l\",\"i\"]";
        String late = "<script>hold = 1; wx.ready(function () { setTimeout(function () {" + own
                + "setTimeout(function () { document.title = 'later'; setTimeout(function () { hold = 0; }, 400); }, 0);"
                + " }, 300); });</script>";
        PageTour.Page inReady = page("in ready", html("<script>wx.ready(function () {" + own + "})</script>" + OG, "x"));
        PageTour.Page early = page("early", html("<script>" + own + "</script>" + OG, "x"));
        PageTour.Page lately = page("late", html(OG + late, "x"));
        PageTour.Page plain = page("with an SDK of its own by a tag", html(OG + "<script src='" + PageTour.SDK + "'></script>"
                + "<script>wx.ready(function () {" + own + "})</script>", "x"));
        PageTour.Page alone = page("with its own SDK alone", html(OG + "<script src='" + PageTour.SDK + "'></script>"
                + "<script>wx.ready(function () {" + own + "})</script>", "x")).sdkUrl(null);
        PageTour.Page bundled = page("with an SDK in a module",
                html(OG + "<script>hold = 1; setTimeout(function () { var module = {}; "
                + "(function (module) { MODULE\n })(module); var wx = module.exports; wx.config(wxconfig.config);"
                + " wx.ready(function () {" + own
                + " setTimeout(function () { hold = 0 }, 400); }); }, 600);</script>", "x").replace("MODULE",
                new String(NpmScripts.commonJsSdk(), StandardCharsets.UTF_8)));
        PageTour.Page older = page("by the older API",
                html(OG + "<script>wx.onMenuShareAppMessage({title: 'Own', link: 'l'});</script>", "x"));
        for (PageTour.Page page : List.of(inReady, early, lately, plain, alone, bundled)) {
            page.waitingForCard();
            promises.add(() -> assertTrue(page.saw("cards").endsWith(said), page::toString));
            promises.add(() -> assertEquals("", page.saw("errors"), page::toString));
        }
        promises.add(() -> assertEquals(said, early.saw("cards"), early::toString));
        promises.add(() -> assertFalse(older.saw("cards").contains("update"), older::toString));
        PageTour.Page after = page("and a call after that", html(OG + "<script>" + own + "wx.ready(function () { hold = 1;"
                + "setTimeout(function () { results.push(JSON.stringify(wxconfig.share())); wxconfig.share({desc: 'again'});"
                + "setTimeout(function () { hold = 0; }, 400); }, 300); });</script>", "x")).waitingForCard();
        promises.add(() -> assertEquals(said + ' ' + card("Tea", "again", link(after), SITE + "/tea.jpg"), after.saw("cards"),
                after::toString));
        promises.add(() -> assertTrue(after.saw("results").startsWith("{\"title\":\"Own\",\"desc\":\"o\","), after::toString));
        travel();
    }

    @Test
    void followsThePage() throws Exception {
        String tea = card("Tea", "First pick", "LINK", SITE + "/tea.jpg");
        String then = "<script>hold = 1; function then(change) { wx.ready(function () { setTimeout(function () { change();"
                + " setTimeout(function () { hold = 0; }, 700); }, 500); }); }</script>";
        promise("title", og("image", "/tea.jpg") + "<title>a</title>" + then
                + "<script>then(function () { document.title = 'b'; document.title = 'c'; })</script>",
                card("a", "", "LINK", SITE + "/tea.jpg"), card("c", "", "LINK", SITE + "/tea.jpg"));
        promise("a tag's content", OG + then + "<script>then(function () {"
                + " document.querySelector('[property=\"og:title\"]').content = 'Green'; })</script>",
                tea, card("Green", "First pick", "LINK", SITE + "/tea.jpg"));
        promise("tags by a script, late", "<title>t</title>" + then
                + "<script>then(function () { ['title', 'description', 'image'].forEach(function (name, i) {"
                + " var m = document.createElement('meta'); m.setAttribute('property', 'og:' + name); m.content = ['Tea',"
                + " 'First pick', '/tea.jpg'][i]; document.head.appendChild(m); }); })</script>", tea);
        promise("other changes are none", OG + then + "<script>then(function () { for (var i = 0; i < 50; i++) {"
                + " document.head.appendChild(document.createElement('style')); } document.body.innerHTML = '<p>y'; })</script>",
                tea);
        promise("a fragment", OG + then + "<script>then(function () { location.hash = '#/two';"
                + " document.querySelector('[property=\"og:title\"]').content = 'Two'; })</script>",
                tea, card("Two", "First pick", "LINK", SITE + "/tea.jpg"));
        PageTour.Page routes = page("three routes",
                html(OG + "<script>hold = 1; wx.ready(function () { var n = 0; setTimeout(function next() { n++;"
                + " history.pushState(null, '', '/route/' + n); document.querySelector('[property=\"og:title\"]').content"
                + " = 'Route ' + n;"
                + " if (n < 3) { setTimeout(next, 1200); } else { setTimeout(function () { hold = 0; }, 1200); } }, 500);"
                + " });</script>", "x")).spa().waitingForCard();
        promises.add(() -> assertEquals(List.of("Tea", "Route 1", "Route 2", "Route 3"), titles(routes), routes::toString));
        promises.add(() -> assertTrue(routes.saw("cards").contains("\"" + SITE + "/route/3\""), routes::toString));
        PageTour.Page mine = page("a route with its own word, and one without",
                html(OG + "<script>hold = 1; wx.ready(function () {"
                + " wx.updateAppMessageShareData({title: 'Own', desc: '', link: '', imgUrl: ''}); setTimeout(function () {"
                + " history.pushState(null, '', '/route/2'); setTimeout(function () { hold = 0; }, 900); }, 500); });</script>",
                "x")).spa().waitingForCard();
        promises.add(() -> assertTrue(titles(mine).toString().endsWith("Own, Tea]"), mine::toString));
        travel();
    }

    private static List<String> titles(PageTour.Page page) {
        List<String> titles = new ArrayList<>();
        for (String call : page.saw("cards").split("(?<=\\]) ")) {
            if (call.startsWith("[\"updateApp")) {
                titles.add(call.split("\"")[3]);
            }
        }
        return titles;
    }

    @Test
    void isWhatThePageAsksFor() throws Exception {
        String show = "results.push(JSON.stringify(wxconfig.share(ARG)));";
        PageTour.Page early = page("early", html("<title>t</title><script>"
                + show.replace("ARG", "{title: 'A', desc: 'B', image: '/c.jpg'}") + "</script>", "x"));
        promise(early, card("A", "B", "LINK", SITE + "/c.jpg"));
        promises.add(() -> assertEquals("{\"title\":\"A\",\"desc\":\"B\",\"image\":\"" + SITE + "/c.jpg\",\"link\":\""
                + link(early) + "\"}", early.saw("results")));
        promise("in parts", OG + "<script>wxconfig.share({title: 'A'}); wxconfig.share({desc: 'B'}); wxconfig.share({link:"
                + " 'https://other.example.com/l'});</script>",
                card("A", "B", "https://other.example.com/l", SITE + "/tea.jpg"));
        promise("over what the server says", OG + "<script>wxconfig.share({title: 'A'});</script>",
                card("A", "S", "LINK", SITE + "/tea.jpg")).attribute(Map.of("title", "no", "desc", "S"));
        promise("again, later", OG + "<script>hold = 1; wx.ready(function () { setTimeout(function () { wxconfig.share({title:"
                + " 'A'}); wxconfig.share({title: 'A'});"
                + " setTimeout(function () { hold = 0; }, 400); }, 500); });</script>",
                card("Tea", "First pick", "LINK", SITE + "/tea.jpg"), card("A", "First pick", "LINK", SITE + "/tea.jpg"));
        PageTour.Page nothing = promise("nothing to say", "<title>t</title><script>" + show.replace("ARG", "") + "</script>");
        promises.add(() -> assertEquals("null", nothing.saw("results"), nothing::toString));
        PageTour.Page off = promise("off", OG + "<script>" + show.replace("ARG", "{title: 'A'}") + "</script>")
                .share(ShareOptions.OFF).attribute(Map.of("title", "S"));
        promises.add(() -> assertEquals("null", off.saw("results"), off::toString));
        promises.add(() -> assertFalse(off.requests().contains("file"), off::toString));
        PageTour.Page frame = page("a frame", html("<title>t</title>", "<iframe src=frame.html></iframe>"))
                .frame(html(OG + "<script>parent.results.push(JSON.stringify(wxconfig.share({title: 'A'})));</script>", "x"));
        promise(frame);
        promises.add(() -> assertEquals("null", frame.saw("results"), frame::toString));
        travel();
    }

    @Test
    void asksForNothingWhereThereIsNothingToSay() throws Exception {
        PageTour.Page with = page("with", html("<title>t</title><meta name=description content=d>", "x"));
        PageTour.Page off = page("off", html("<title>t</title><meta name=description content=d>", "x")).share(ShareOptions.OFF);
        PageTour.Page og = page("og", html(OG, "x")).waitingForCard();
        tour.run();
        for (String what : List.of("listeners", "timers", "requests", "globals", "changed", "nodes")) {
            assertEquals(off.saw(what), with.saw(what), what);
        }
        assertFalse(with.requests().contains("file"), with::toString);
        assertEquals(1, og.requests().stream().filter("file"::equals).count(), og::toString);
        assertEquals(off.saw("globals"), og.saw("globals"));
        assertEquals(off.saw("changed"), og.saw("changed"));
        assertFalse(off.report().toString().contains("file"));
    }

    @Test
    void needsNoMoreLeaveThanTheScriptItself() throws Exception {
        String tea = card("Tea", "First pick", "LINK", SITE + "/tea.jpg");
        promise("by nonce", OG, tea).nonce("q83vEjRWeJA=").header("Content-Security-Policy", "script-src 'nonce-q83vEjRWeJA='");
        promise("by host", OG, tea).header("Content-Security-Policy", "script-src 'unsafe-inline' https://res.wx.qq.com");
        promise("trusted types", OG, tea).header("Content-Security-Policy", "require-trusted-types-for 'script'");
        PageTour.Page refused = page("no policy of ours", html(OG, "x")).header("Content-Security-Policy",
                "require-trusted-types-for 'script'; trusted-types none");
        promise("behind a proxy that rewrites paths", OG, tea).rewritten();
        PageTour.Page lost = page("without the file", html(OG, "x")).withoutFile();
        tour.run();
        assertAll(promises);
        for (PageTour.Page page : List.of(refused, lost)) {
            assertEquals("", page.saw("cards"), page::toString);
            assertEquals("", page.saw("errors"), page::toString);
            assertTrue(PageTour.isSigned(page.saw("verified")), page::toString);
        }
    }

    @Test
    void fallsBackToTheOlderApiOfAnOldClient() throws Exception {
        String old = "<script>window.refused = function (call) { return /^update/.test(call) && call + ':function not"
                + " exist'; }</script>";
        PageTour.Page page = tour.page("old client", html(old + OG, "x")).waitingForCard()
                .apis("updateAppMessageShareData", "updateTimelineShareData", "onMenuShareAppMessage", "onMenuShareTimeline");
        PageTour.Page listed = tour.page("only the older ones in the list", html(OG, "x")).waitingForCard()
                .apis("onMenuShareAppMessage");
        PageTour.Page unlisted = tour.page("none in the list", html(OG, "x")).apis("chooseImage");
        PageTour.Page again = page("refused once", html("<script>window.refused = function (call, n) {"
                + " return n < 3 && call + ':permission denied'; }; hold = 1; setTimeout(function () { hold = 0; },"
                + " 1800);</script>" + OG, "x")).waitingForCard();
        tour.run();
        String message = "[\"sendAppMessage\",\"Tea\",\"First pick\",\"LINK\",\"" + SITE + "/tea.jpg\"]";
        assertTrue(page.saw("cards").contains("[\"menu:share:appmessage\"]"), page::toString);
        assertTrue(page.saw("cards").contains(message.replace("LINK", link(page))), page::toString);
        assertTrue(page.saw("cards").contains("[\"shareTimeline\",\"Tea\","), page::toString);
        assertEquals("[\"menu:share:appmessage\"] " + message.replace("LINK", link(listed)), listed.saw("cards"),
                listed::toString);
        assertEquals("", unlisted.saw("cards"));
        String tea = card("Tea", "First pick", link(again), SITE + "/tea.jpg");
        assertEquals(tea + ' ' + tea, again.saw("cards"), again::toString);
    }

    @Test
    void isSetInWeComByItsOwnApis() throws Exception {
        tour.close();
        try (PageTour weCom = new PageTour(folder.resolve("wecom"), WECOM, NpmScripts.sdkOfWeCom())) {
            PageTour.Page page = weCom.page("og", html(OG, "x")).waitingForCard()
                    .apis("updateAppMessageShareData", "onMenuShareAppMessage", "onMenuShareTimeline", "onMenuShareWechat");
            PageTour.Page own = weCom.page("own", html(OG
                    + "<script>wx.onMenuShareAppMessage({title: 'Own', desc: 'o', link: 'l', imgUrl: 'i'});</script>", "x"))
                    .waitingForCard().apis("onMenuShareAppMessage", "onMenuShareTimeline");
            weCom.run();
            String link = link(page);
            assertTrue(page.saw("cards").startsWith("[\"menu:share:appmessage\"] [\"menu:share:timeline\"]"), page::toString);
            assertTrue(page.saw("cards").contains("[\"sendAppMessage\",\"Tea\",\"First pick\",\"" + link + "\",\"" + SITE
                    + "/tea.jpg\"]"), page::toString);
            assertTrue(page.saw("cards").contains("[\"shareTimeline\",\"Tea\","), page::toString);
            assertFalse(page.saw("cards").contains("update"), page::toString);
            assertEquals("[\"menu:share:appmessage\"] [\"sendAppMessage\",\"Own\",\"o\",\"l\",\"i\"]", own.saw("cards"),
                    own::toString);
        }
    }

    @Test
    void isNotForAMiniProgramsWebView() throws Exception {
        tour.close();
        try (PageTour mini = new PageTour(folder.resolve("mini"), SelfRepairTest.ANDROID + " miniProgram/wx0123",
                NpmScripts.sdk())) {
            PageTour.Page page = mini.page("og",
                    html(OG + "<script>results.push(wxconfig.share({title: 'A'}) === null);</script>", "x")).apis(BOTH);
            mini.run();
            assertEquals("", page.saw("cards"), page::toString);
            assertEquals("true", page.saw("results"), page::toString);
            assertTrue(PageTour.isSigned(page.saw("verified")), page::toString);
        }
    }
}
