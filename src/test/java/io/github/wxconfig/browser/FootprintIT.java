package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** All that our script does to a page, counted in Chromium beside the same page without it. */
class FootprintIT {

    private static final String USE = "<script>results.push(typeof window.wx);</script>";

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

    private static String html(String before, String after) {
        return "<!DOCTYPE html><html><head>" + PageTour.PROBE + before + PageTour.US + "<title>t</title>" + after
                + "</head><body>x</body></html>";
    }

    private void promise(String expected, PageTour.Page page, String what) {
        promises.add(() -> assertEquals(expected, page.saw(what), () -> what + ": " + page));
    }

    /** Beside the SDK by a plain tag, that is, with all that comes by the SDK itself. */
    @Test
    void isTwoTagsAListenerAndAnInheritedProperty() throws Exception {
        PageTour.Page with = tour.page("with", html("", USE));
        PageTour.Page tag = tour.page("tag", html("", USE).replace(PageTour.US, "<script src='" + PageTour.SDK + "'></script>"));
        PageTour.Page without = tour.page("without", html("", USE).replace(PageTour.US, ""));
        tour.run();
        assertEquals(List.of("res"), with.requests());
        assertEquals(List.of(), tour.console());
        assertEquals(Integer.parseInt(without.saw("nodes")) + 2, Integer.parseInt(with.saw("nodes")),
                "the inline script, and the SDK's tag");
        assertEquals(tag.saw("listeners") + ", window.pageshow", with.saw("listeners"), "besides what the SDK has");
        assertEquals("jWeixin, wx", with.saw("globals"));
        assertEquals(tag.saw("globals"), with.saw("globals"));
        assertEquals("Window", with.saw("changed"), "wxconfig");
        for (String what : List.of("timers", "requests", "errors", "lines", "violations", "wx", "jWeixin")) {
            assertEquals(tag.saw(what), with.saw(what), what);
        }
        assertEquals("", without.saw("listeners") + without.saw("globals") + without.saw("changed"), "nor does the probe");
        assertTrue(PageTour.isSigned(with.saw("verified")), with::toString);
    }

    @Test
    void ofASinglePageApplicationIsWhatItsRoutesNeed() throws Exception {
        PageTour.Page plain = tour.page("plain", html("", USE));
        PageTour.Page page = tour.page("spa", html("", USE)).spa();
        tour.run();
        assertEquals("Window, history", page.saw("changed"));
        assertEquals(plain.saw("listeners") + ", window.popstate", page.saw("listeners"));
        assertEquals("0 0", page.saw("timers") + ' ' + page.saw("requests"));
    }

    private static final List<String> DECLARATIONS = List.of("var wxconfig = {own: 1}", "function wxconfig() {} wxconfig.own = 1",
            "let wxconfig = {own: 1}", "const wxconfig = {own: 1}", "class wxconfig { static get own() { return 1; } }",
            "wxconfig = {own: 1}", "window.wxconfig = {own: 1}", "'use strict'; window.wxconfig = {own: 1}",
            "if (typeof wxconfig == 'undefined') { var wxconfig = {own: 1}; }", "var wxconfig = wxconfig || {}; wxconfig.own = 1",
            "Object.defineProperty(window, 'wxconfig', {value: Object.freeze({own: 1})})",
            "Object.defineProperty(window, 'wxconfig', {get: function () { return {own: 1}; }})");

    /** Whatever a page has by the name of our one global, and wherever, it keeps it, and is signed and repaired all the same. */
    @Test
    void leavesThePageWhatItDeclaresByTheNameOfOurGlobal() throws Exception {
        String look = "<script>results.push(wxconfig.own + ' ' + Object.keys(wxconfig).join('') + ' ' + typeof"
                + " wxconfig.resign);</script>";
        for (String declaration : DECLARATIONS) {
            String script = "<script>" + declaration + "</script>";
            PageTour.Page without = tour.page("without us: " + declaration, html(script, look).replace(PageTour.US, ""));
            List<PageTour.Page> pages = List.of(tour.page("before: " + declaration, html(script, look)),
                    tour.page("after: " + declaration, html("", script + look)),
                    tour.page("repaired: " + declaration, html(script, look)).signedWrong(),
                    tour.page("repaired after: " + declaration, html("", script + look)).signedWrong());
            for (PageTour.Page page : pages) {
                promises.add(() -> assertEquals(without.saw("results"), page.saw("results"), page::toString));
                promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
                promise("", page, "errors");
            }
        }
        travel();
    }

    @Test
    void leavesThePageAnEmptyVariableOfThatName() throws Exception {
        for (String declaration : List.of("var wxconfig", "let wxconfig", "var wxconfig = null", "var wxconfig = 0")) {
            String script = "<script>" + declaration + "; results.push(String(wxconfig));</script>";
            PageTour.Page without = tour.page("without us: " + declaration, html(script, "").replace(PageTour.US, ""));
            for (PageTour.Page page : List.of(tour.page("before: " + declaration, html(script, "")),
                    tour.page("after: " + declaration, html("", script)).signedWrong())) {
                promises.add(() -> assertEquals(without.saw("results"), page.saw("results"), page::toString));
                promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
                promise("", page, "errors");
            }
        }
        travel();
    }

    @Test
    void leavesThePageItsElementsOfThatName() throws Exception {
        String look = "<script>results.push(String(window.wxconfig), String(wxconfig));</script>";
        for (String element : List.of("<div id=wxconfig></div>", "<form name=wxconfig></form>", "<img name=wxconfig>",
                "<iframe name=wxconfig></iframe>", "<div id=wxconfig></div><div id=wxconfig></div>")) {
            String body = "<!DOCTYPE html><html><head>" + PageTour.PROBE + "</head><body>";
            PageTour.Page without = tour.page("without us: " + element, body + element + look);
            for (PageTour.Page page : List.of(tour.page("before: " + element, body + element + PageTour.US + look),
                    tour.page("after: " + element, body + PageTour.US + element + look).signedWrong())) {
                promises.add(() -> assertEquals(without.saw("results"), page.saw("results"), page::toString));
                promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
                promise("", page, "errors");
            }
        }
        PageTour.Page input = tour.page("an input, which is no property of window", html("", "")
                .replace("x</body>",
                        "<form><input name=wxconfig></form><script>results.push(typeof wxconfig.resign);</script></body>"));
        promise("function", input, "results");
        travel();
    }

    @Test
    void worksInAPageThatFreezesWhatItCan() throws Exception {
        for (String freeze : List.of("Object.freeze(Window.prototype)", "try { Object.freeze(window); } catch (e) {}",
                "Object.freeze(EventTarget.prototype); Object.freeze(Object.prototype); Object.freeze(history)")) {
            String script = "<script>" + freeze + "</script>";
            for (PageTour.Page page : List.of(tour.page("before: " + freeze, html(script, "")),
                    tour.page("after: " + freeze,
                            html("", script + "<script>typeof wxconfig; wxconfig = 1; results.push(wxconfig);</script>")))) {
                promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
                promise("", page, "errors");
            }
        }
        travel();
    }

    /** WeChat's client verifies for the top page alone. */
    @Test
    void leavesFramesToTheTopPage() throws Exception {
        String frame = html("", "<script>parent.results.push(typeof wx + ' ' + wxconfig.config);</script>");
        PageTour.Page drawing = tour.page("iframes",
                html("", "").replace("x</body>", "<iframe src=frame.html></iframe><iframe src=frame.html></iframe></body>"))
                .frame(frame);
        PageTour.Page frameset = tour.page("frameset", html("", "<script>addEventListener('load', function () {"
                + " results.push(frames[0].results.length); })</script>")
                .replace("<body>x</body>", "<frameset cols='*,*'><frame src=frame.html><frame src=frame.html></frameset>"))
                .frame(frame);
        PageTour.Page asking = tour.page("a frame that asks", html("", "").replace(PageTour.US, "")
                .replace("x</body>", "<iframe src=frame.html></iframe></body>"))
                .frame(html("", "<script>wxconfig.resign(function (config) { parent.results.push(config.url); });</script>"));
        for (PageTour.Page page : List.of(drawing, frameset)) {
            promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
            promises.add(() -> assertTrue(page.saw("results").startsWith("object null, object null"), page::toString));
            promises.add(() -> assertFalse(page.requests().contains("signature"), page::toString));
            promise("", page, "errors");
        }
        promises.add(() -> assertTrue(asking.saw("results").endsWith("/page"), () -> "the top page's URL: " + asking));
        travel();
    }

    @Test
    void saysOnceThatThePageCallsWxConfigItself() throws Exception {
        String call = "wx.config({appId: 'x', timestamp: 1, nonceStr: 'n', signature: 's', jsApiList: ['scanQRCode']});";
        PageTour.Page page = tour.page("twice", html("", "<script>results.push(wxconfig.configCalls);" + call + call
                + "results.push(wxconfig.configCalls);</script>"));
        PageTour.Page without = tour.page("without us", html("", "<script>" + call + call + "</script>")
                .replace(PageTour.US, "<script src='" + PageTour.SDK + "'></script>"));
        tour.run();
        assertEquals(", 2", page.saw("results"));
        assertEquals("wxconfig: the page calls wx.config", page.saw("lines"));
        assertTrue(page.saw("verified").endsWith(without.saw("verified")
                .replaceAll("\\d+/page", page.saw("verified").replaceAll(".*/(\\d+/page)$", "$1"))),
                "its own calls went through: " + page);
        assertEquals(3, page.saw("verified").split(", ").length);
    }
}
