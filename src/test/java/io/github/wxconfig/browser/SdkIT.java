package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SDK comes once, from the first host that has it, and afterwards the page has it as by a tag of its own. In Chromium,
 * with both hosts as real servers.
 */
class SdkIT {

    private static final String OWN = "results.push(typeof wx + ' ' + typeof jWeixin);"
            + " wx.ready(function () { results.push('ready'); });";
    private static final String HTML = html("", "<script>" + OWN + "</script>");
    private static final String THERE = "object object, ready";
    /** What a page does with an SDK that it keeps to itself. */
    private static final String KEPT = "results.push(typeof own.config + ' ' + (own !== window.wx));";

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

    private static String html(String before, String after) {
        return "<!DOCTYPE html><html><head>" + PageTour.PROBE + before + PageTour.US + "<title>t</title>" + after
                + "</head><body>x</body></html>";
    }

    private PageTour.Page page(String before, String after) {
        return tour.page(before + " | " + after, html(before, after));
    }

    private void travel() throws Exception {
        tour.run();
        assertAll(promises);
    }

    /** That the page was configured once, by a good signature, and met no error. */
    private void good(PageTour.Page page, List<String> requests, String results) {
        promises.add(() -> assertEquals(requests, page.requests(), page::toString));
        promises.add(() -> assertEquals(results, page.saw("results"), page::toString));
        promises.add(() -> assertEquals("function function", page.saw("wx") + ' ' + page.saw("jWeixin"), page::toString));
        promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
        promises.add(() -> assertEquals("", page.saw("errors"), page::toString));
        promises.add(() -> assertEquals("", page.saw("violations"), page::toString));
        promises.add(() -> assertEquals("", page.saw("lines"), page::toString));
    }

    @Test
    void isAskedForOnceAndOnlyAtTheFirstHost() throws Exception {
        good(tour.page("the plainest page", HTML), List.of("res"), THERE);
        good(tour.page("from the browser's cache", HTML), List.of(), THERE);
        travel();
        assertEquals(List.of(), tour.console());
    }

    @Test
    void violatesNoPolicyThatAllowsTheFirstHostAlone() throws Exception {
        good(tour.page("by host", HTML).header("Content-Security-Policy", "script-src 'unsafe-inline' https://res.wx.qq.com"),
                List.of("res"), THERE);
        String nonced = HTML.replace("<script>", "<script nonce='q83vEjRWeJA='>");
        for (String policy : List.of("script-src 'nonce-q83vEjRWeJA='", "script-src 'nonce-q83vEjRWeJA=' 'strict-dynamic'",
                "default-src 'none'; connect-src 'self'; script-src 'nonce-q83vEjRWeJA='")) {
            good(tour.page(policy, nonced).nonce("q83vEjRWeJA=").header("Content-Security-Policy", policy), List.of(), THERE);
        }
        for (String policy : List.of("require-trusted-types-for 'script'",
                "require-trusted-types-for 'script'; trusted-types 'none'")) {
            good(tour.page(policy, HTML).header("Content-Security-Policy", policy), List.of(), THERE);
        }
        travel();
        assertEquals(List.of(), tour.console());
    }

    /** Enumerable, as old libraries add them. */
    @Test
    void takesNothingForItsOwnThatThePageHasAddedToAllObjects() throws Exception {
        List<String> requests = List.of("res");
        for (String value : List.of("null", "undefined", "0", "[1]", "function () { return this; }")) {
            good(tour.page(value, html("<script>Object.prototype.added = " + value + ";</script>",
                    "<script>" + OWN + " delete Object.prototype.added;</script>")), requests, THERE);
            requests = List.of(); // from the browser's cache
        }
        travel();
    }

    @Test
    void comesFromTheSecondHostExactlyWhereTheFirstFails() throws Exception {
        List<PageTour.Page> pages = new ArrayList<>();
        for (String answer : List.of("404", "503", "reset", "hang", "half", "",
                "<!DOCTYPE html><html><body>log in first</body></html>",
                "throw new Error('not today')", "var jWeixin = null", "syntax error")) {
            pages.add(tour.page("[" + answer + "]", HTML).sdkHost("res", answer));
        }
        String nonced = HTML.replace("<script>", "<script nonce='q83vEjRWeJA='>");
        pages.add(tour.page("nonce", nonced).nonce("q83vEjRWeJA=").sdkHost("res", "404")
                .header("Content-Security-Policy", "script-src 'nonce-q83vEjRWeJA=' 'strict-dynamic'"));
        for (PageTour.Page page : pages) {
            promises.add(() -> assertEquals(THERE, page.saw("results"), page::toString));
            promises.add(() -> assertEquals("function function", page.saw("wx") + ' ' + page.saw("jWeixin"), page::toString));
            promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
            promises.add(() -> assertEquals("", page.saw("violations"), page::toString));
            promises.add(() -> assertTrue(page.requests().contains("res"), page::toString));
        }
        promises.add(() -> assertEquals(List.of("res", "file", "res2"), pages.get(0).requests(),
                "the second host's SDK is then in the cache"));
        travel();
    }

    @Test
    void isGivenUpWhereBothHostsFail() throws Exception {
        String page = html("", "<script>results.push(typeof wx)</script>");
        PageTour.Page both = tour.page("both", page).sdkHost("res", "404").sdkHost("res2", "404");
        PageTour.Page trusted = tour.page("trusted types", page).sdkHost("res", "404")
                .header("Content-Security-Policy", "require-trusted-types-for 'script'");
        promises.add(() -> assertEquals(List.of("res", "file", "res2"), both.requests(), both::toString));
        promises.add(() -> assertEquals(List.of("res", "file"), trusted.requests(), trusted::toString));
        for (PageTour.Page it : List.of(both, trusted)) {
            promises.add(() -> assertEquals("undefined", it.saw("results"), it::toString));
            promises.add(() -> assertEquals("failed: " + PageTour.SDK, it.saw("errors").split(", ")[0], it::toString));
            promises.add(() -> assertEquals("",
                    it.saw("errors").replaceAll("failed: https://res2?.wx.qq.com/open/js/jweixin-1.6.0.js(, )?", "")));
        }
        travel();
    }

    @Test
    void comesFromElsewhereWithoutASecondHost() throws Exception {
        tour.file("/sdk.js", new String(NpmScripts.sdk(), StandardCharsets.UTF_8));
        good(tour.page("there", HTML).sdkUrl("/sdk.js"), List.of("/sdk.js"), THERE);
        PageTour.Page gone = tour.page("gone", html("", "")).sdkUrl("/gone.js");
        promises.add(() -> assertEquals(List.of(), gone.requests(), gone::toString));
        travel();
    }

    /** Where an AMD or CMD loader is, the SDK would define itself to that and to nobody else. */
    @Test
    void isThereBesideAModuleLoader() throws Exception {
        tour.file("/require.js", new String(NpmScripts.requireJs(), StandardCharsets.UTF_8));
        tour.file("/sea.js", new String(NpmScripts.seaJs(), StandardCharsets.UTF_8));
        tour.file("/tea.js", "define(function () { return 'tea ' + typeof define.amd; });");
        tour.file("/green.js", "define(function (require, exports) { exports.tea = 'tea ' + typeof define.cmd; });");
        String own = "<script>" + OWN + "</script>";
        String amd = "<script>require(['/tea.js'], function (tea) { results.push(tea); })</script>";
        String cmd = "<script>seajs.use('/green.js', function (green) { results.push(green.tea); })</script>";
        List<PageTour.Page> pages = new ArrayList<>();
        for (String failing : List.of("sdk", "404")) {
            pages.add(page("<script src=/require.js></script>", own + amd).sdkHost("res", failing));
            pages.add(page("<script src=/require.js></script>" + amd, own).sdkHost("res", failing));
            pages.add(page("", "<script src=/require.js></script>" + own + amd).sdkHost("res", failing));
            pages.add(page("<script src=/sea.js></script>", own + cmd).sdkHost("res", failing));
            pages.add(page("<script src=/sea.js></script>" + cmd, own).sdkHost("res", failing));
            pages.add(page("", "<script src=/sea.js></script>" + own + cmd).sdkHost("res", failing));
        }
        for (PageTour.Page page : pages) {
            promises.add(() -> assertEquals("object object, ready, tea object",
                    sorted(page.saw("results")), page::toString));
            promises.add(() -> assertEquals("", page.saw("errors").replace("failed: " + PageTour.SDK, ""), page::toString));
            promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
        }
        travel();
    }

    private static String sorted(String results) {
        String[] parts = results.split(", ");
        Arrays.sort(parts);
        return String.join(", ", parts);
    }

    /** The page's own copy finds what it would find without us: no other. */
    @Test
    void leavesAPageTheSdkThatItBringsItself() throws Exception {
        String sdk = new String(NpmScripts.sdk(), StandardCharsets.UTF_8);
        String module = new String(NpmScripts.commonJsSdk(), StandardCharsets.UTF_8);
        String bundle = "(function (modules) { function get(i) { var module = {exports: {}};"
                + " modules[i].call(module.exports, module, module.exports, get); return module.exports; } get(0); })({"
                + "0: function (module, exports, require) { var own = require(1); " + KEPT + " },"
                + "1: function (module, exports, require) { " + module + "\n} });";
        tour.file("/own.js", sdk);
        tour.file("/bundle.js", bundle);
        tour.file("/strict.js", "'use strict';" + bundle);
        tour.file("/module.js", "var it = {exports: {}}; (function (module) { " + module
                + "\n})(it); export default it.exports;");
        tour.file("/app.js", "import own from '/module.js'; " + KEPT);
        tour.file("/amd.js", "var own; function define(make) { own = make(); } define.amd = {};" + sdk + ";" + KEPT);
        tour.file("/chunk.js", "setTimeout(function () { " + bundle + " }, 0);");
        List<PageTour.Page> kept = new ArrayList<>();
        for (String after : List.of("<script src=/bundle.js></script>", "<script src=/strict.js></script>",
                "<script src=/bundle.js defer></script>", "<script src=/strict.js async></script>",
                "<script type=module src=/app.js></script>", "<script type=module>import('/app.js')</script>",
                "<script src=/amd.js></script>",
                "<script>" + bundle + "</script>", "<script>'use strict';" + bundle + "</script>",
                "<script>addEventListener('load', function () { var s = document.createElement('script');"
                        + " s.src = '/chunk.js'; document.body.appendChild(s); })</script>")) {
            kept.add(page("", after));
            PageTour.Page without = tour.page("without us " + after, html("", after).replace(PageTour.US, ""));
            promises.add(() -> assertEquals("function true", without.saw("results"), without::toString));
        }
        for (PageTour.Page page : kept) {
            promises.add(() -> assertEquals("function true", page.saw("results"), page::toString));
            promises.add(() -> assertEquals("function function", page.saw("wx") + ' ' + page.saw("jWeixin"), page::toString));
            promises.add(() -> assertEquals("", page.saw("errors"), page::toString));
        }
        for (String tag : List.of("<script src=/own.js></script>", "<script src=/own.js defer></script>",
                "<script src=/own.js async></script>", "<script>document.write('<script src=/own.js><\\/script>')</script>")) {
            PageTour.Page page = page("", tag + "<script>addEventListener('load', function () {" + OWN + "})</script>");
            promises.add(() -> assertEquals(THERE, page.saw("results"), page::toString));
            promises.add(() -> assertTrue(PageTour.isSigned(page.saw("verified")), page::toString));
        }
        PageTour.Page before = page("<script src=/own.js></script>", "<script>" + OWN + "</script>");
        promises.add(() -> assertEquals(THERE, before.saw("results"), before::toString));
        PageTour.Page alone = page("", "<script src=/own.js></script><script>" + OWN + "</script>").sdkUrl(null);
        good(alone, List.of("/own.js"), THERE);
        travel();
    }
}
