package io.github.wxconfig.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.page.PageHandler;
import io.github.wxconfig.page.PageServer;
import io.github.wxconfig.script.PageScript;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chromium with its cache on: what it shows has the script, what a script reads has not, in whatever order they come. At
 * 127.0.0.1 it says what it does in Sec-Fetch-…; at a host without TLS it does not.
 */
class NavigationIT {

    private static final String SCRIPT = "<script>window.scripted = 1</script>";
    private static final String PAGE = "<!DOCTYPE html><html><head><title>page</title></head><body><p id='part'>part</p><script>"
            + "var is = window.scripted ? 'script' : 'plain';"
            + "if (window.opener) { opener.postMessage(is, '*'); } else if (parent != window) { parent.postMessage(is, '*'); }"
            + "</script></body></html>";

    /** What a test's page can do; each says what it saw. */
    private static final String ACTIONS = "<script>"
            + "const wait = ms => new Promise(r => setTimeout(r, ms));"
            + "const message = () => new Promise(r => addEventListener('message', e => r(e.data), {once: true}));"
            + "const soon = p => Promise.race([p, wait(5000).then(() => 'nothing')]);"
            + "const is = text => /scripted = 1/.test(text) ? 'script' : /id='part'/.test(text) ? 'plain' : text;"
            + "const show = async u => { const m = message(), w = window.open(u), s = await soon(m); w.close(); return"
            + " 'show ' + s; };"
            + "const add = (name, more) => document.body.appendChild(Object.assign(document.createElement(name), more));"
            + "const frame = async u => { const m = message(), f = add('iframe', {src: u}), s = await soon(m); f.remove();"
            + " return 'frame ' + s; };"
            + "const object = async u => { const m = message(), f = add('object', {data: u, type: 'text/html'}), s ="
            + " await soon(m); f.remove(); return 'object ' + s; };"
            + "const read = async (u, o) => 'read ' + is(await (await fetch(u, o)).text());"
            + "const xhr = u => new Promise(r => { const x = new XMLHttpRequest(); x.open('GET', u); x.onload = () =>"
            + " r('read ' + is(x.responseText)); x.send(); });"
            + "const prefetch = async u => { await new Promise(r => add('link', {rel: 'prefetch', href: u, onload: r,"
            + " onerror: r})); return 'prefetch'; };"
            + "const report = text => { const x = new XMLHttpRequest(); x.open('POST', '/report', false); x.send(text); };"
            + "const run = f => f().then(report, e => report('' + e));"
            + "</script>";

    @TempDir
    Path folder;

    private final Map<String, PageServer.Page> pages = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> report = new CompletableFuture<>();
    private final Server server = new Server();

    @BeforeAll
    static void programs() {
        Logger.getLogger("org.eclipse.jetty").setLevel(Level.WARNING);
        Needed.isThere(Chromium.problem());
    }

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        PageHandler handler = new PageHandler(request -> new PageScript() {
            @Override
            public byte[] render(boolean xhtml, String nonce) {
                return SCRIPT.getBytes(US_ASCII);
            }

            @Override
            public int maxLength() {
                return SCRIPT.length();
            }
        }, false, path -> !path.startsWith("/test") && !path.endsWith(".js"), true, url -> null, "");
        context.addFilter(new FilterHolder(PageServer.asFilter(handler)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Pages()), "/*");
        server.setHandler(context);
        server.start();
        pages.put("/page", (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            String caching = request.getParameter("cache");
            response.setHeader("Cache-Control", caching == null ? "max-age=600" : caching);
            response.setHeader("ETag", "\"1\"");
            if ("\"1\"".equals(request.getHeader("If-None-Match"))) {
                response.setStatus(304);
            } else {
                response.getWriter().write(PAGE);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private final class Pages extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getPathInfo();
            requests.add(path + ' ' + request.getHeader("Sec-Fetch-Mode") + ' ' + request.getHeader("Sec-Fetch-Dest"));
            if (path.equals("/report")) {
                report.complete(new String(request.getInputStream().readAllBytes(), UTF_8));
            } else if (pages.containsKey(path)) {
                try {
                    pages.get(path).answer(request, response);
                } catch (ServletException e) {
                    throw new IOException(e);
                }
            } else {
                response.sendError(404);
            }
        }
    }

    private void script(String path, String text) {
        pages.put(path, (request, response) -> {
            response.setContentType("text/javascript;charset=UTF-8");
            response.getWriter().write(text);
        });
    }

    private int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** What a page reports that does {@code act}, the body of an asynchronous function. */
    private String report(boolean secure, String head, String act) throws Exception {
        pages.put("/test", (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.getWriter()
                    .write("<!DOCTYPE html><html><head>" + ACTIONS + head + "</head><body><div id='here'></div><script>"
                    + "run(async () => {" + act + "})</script></body></html>");
        });
        return new Chromium(folder.resolve("chromium")).flag("--user-agent=" + SelfRepairTest.ANDROID)
                .flag("--disable-popup-blocking")
                .flag("--host-resolver-rules=MAP shop.example.com:80 127.0.0.1:" + port()
                        + ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
                .open(secure ? "http://127.0.0.1:" + port() + "/test" : "http://shop.example.com/test", report);
    }

    private void cacheNeverHandsTheOneToTheOther(boolean secure) throws Exception {
        List<String> sequences = List.of("read show", "show read", "read show read", "show read show", "xhr show", "show xhr",
                "show show", "read read", "prefetch show", "prefetch read", "prefetch read show", "prefetch show read",
                "frame show", "show frame", "object show", "read frame", "frame read");
        StringBuilder act = new StringBuilder("let out = [];");
        List<String> expected = new ArrayList<>();
        String inFrame = secure ? " plain" : " script";
        int number = 0;
        for (String caching : List.of("max-age=600", "public, max-age=600, immutable", "private", "no-cache")) {
            for (String sequence : sequences) {
                String url = "'/page?cache=" + caching + "&n=" + number++ + "'";
                for (String action : sequence.split(" ")) {
                    act.append("out.push(await ").append(action).append('(').append(url).append("));");
                    expected.add(action.equals("show") ? "show script" : action.equals("prefetch") ? action
                            : action.equals("frame") || action.equals("object") ? action + inFrame : "read plain");
                }
            }
        }
        assertEquals(String.join(",", expected), report(secure, "", act + "return out.join();"));
        assertTrue(requests.stream().filter(line -> line.startsWith("/page")).count() < expected.size(), "the cache is on");
    }

    @Test
    void theCacheNeverHandsTheOneToTheOther() throws Exception {
        cacheNeverHandsTheOneToTheOther(true);
    }

    @Test
    void theCacheNeverHandsTheOneToTheOtherWithoutTls() throws Exception {
        cacheNeverHandsTheOneToTheOther(false);
    }

    @Test
    void whatAServiceWorkerHandsOnIsShownAndKeptWithTheScript() throws Exception {
        script("/sw.js", "self.addEventListener('install', e => self.skipWaiting());"
                + "self.addEventListener('activate', e => e.waitUntil(clients.claim()));"
                + "self.addEventListener('fetch', e => { const r = e.request, w = new URL(r.url).searchParams.get('worker');"
                + " if (w == 'pass') { e.respondWith(fetch(r)); }"
                + " if (w == 'again') { e.respondWith(fetch(new Request(r))); }"
                + " if (w == 'headers') { e.respondWith(fetch(new Request(r.url, {headers: r.headers}))); }"
                + " if (w == 'more') { e.respondWith(fetch(new Request(r, {credentials: 'include'}))); }"
                + " if (w == 'url') { e.respondWith(fetch(r.url)); }"
                + " if (w == 'kept') { e.respondWith((async () => { const c = await caches.open('v1');"
                + " let a = await c.match(r); if (!a) { a = await fetch(r); await c.put(r.url, a.clone()); } else { a ="
                + " await c.match(r.url); } return a; })()); }"
                + " if (w == 'ahead' && r.mode == 'navigate') { e.respondWith((async () => { const c = await caches.open('v2');"
                + " return await c.match(r) || new Response('not found'); })()); } });");
        assertEquals("show script,show script,show script,show script,show script,read plain,show plain,show script,show"
                + " script,1,show plain",
                report(true, "", "await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready;"
                + "while (!navigator.serviceWorker.controller) { await wait(50); } let out = [];"
                + "for (const w of ['pass', 'pass', 'again', 'headers', 'more']) { out.push(await show('/page?worker=' + w)); }"
                + "out.push(await read('/page?worker=pass'));"
                + "out.push(await show('/page?worker=url'));" // cannot be told from a script's fetch
                + "out.push(await show('/page?worker=kept')); out.push(await show('/page?worker=kept'));"
                + "out.push((await (await caches.open('v1')).keys()).length);"
                + "await (await caches.open('v2')).addAll(['/page?worker=ahead']); out.push(await show('/page?worker=ahead'));"
                + "return out.join();"));
    }

    @Test
    void aFramesetHasTheScriptAndItsFramesHaveNot() throws Exception {
        pages.put("/frameset", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().write("<html><head><title>set</title><script>addEventListener('message', function (e) {"
                    + " opener.postMessage((window.scripted ? 'script' : 'plain') + ' over ' + e.data, '*'); });</script></head>"
                    + "<frameset cols='100%'><frame src='/page'></frameset></html>");
        });
        assertEquals("show script over plain", report(true, "", "return await show('/frameset');"));
    }

    @Test
    void downloadsAndFormsOfFilesAreLeftAlone() throws Exception {
        pages.put("/upload", (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().write("<html><body>{\"ok\":true}</body></html>");
        });
        String form = "const f = add('form', {method: 'post', action: '/upload', enctype: '%s', target: 'hidden'});"
                + "const i = add('iframe', {name: 'hidden'}); await wait(100); f.submit();"
                + "await new Promise(r => i.onload = r); return i.contentDocument.body.textContent;";
        assertEquals("{\"ok\":true}", report(false, "", String.format(form, "multipart/form-data")));
    }

    /** Libraries that put what they fetch into the page. */
    @Test
    void librariesReadPagesWithoutTheScript() throws Exception {
        script("/jquery.js", NpmScripts.library("jquery", "3.7.1", "dist/jquery.js"));
        script("/pjax.js", NpmScripts.library("jquery-pjax", "2.0.1", "jquery.pjax.js"));
        script("/form.js", NpmScripts.library("jquery-form", "4.3.0", "dist/jquery.form.min.js"));
        script("/htmx.js", NpmScripts.library("htmx.org", "1.9.12", "dist/htmx.js"));
        pages.put("/upload", (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().write("<html><body><textarea>{\"ok\":true}</textarea></body></html>");
        });
        String seen = report(false,
                "<script src='/jquery.js'></script><script src='/pjax.js'></script><script src='/form.js'></script>"
                + "<script src='/htmx.js'></script>", "let out = [];"
                + "out.push(is(await $.get('/page?jquery')));"
                + "out.push(await new Promise(r => $('#here').load('/page?load', t => r(is(t)))));"
                + "out.push(await new Promise(r => { $(document).on('pjax:success', (e, d) => r(is(d)));"
                + " $.pjax({url: '/page?pjax', container: '#here', fragment: '#part', push: false}); }));"
                + "out.push(await new Promise(r => { addEventListener('htmx:afterRequest', e =>"
                + " r(is(e.detail.xhr.responseText))); htmx.ajax('GET', '/page?htmx', '#here'); }));"
                + "const f = add('form', {method: 'post', action: '/upload', enctype: 'multipart/form-data'});"
                + "out.push(await new Promise(r => $(f).ajaxSubmit({iframe: true, dataType: 'json', success: d =>"
                + " r(JSON.stringify(d)), error: (x, s) => r(s + x.responseText)})));"
                + "return out.join();");
        assertEquals("plain,plain,plain,plain,{\"ok\":true}", seen);
        assertTrue(requests.stream().filter(line -> line.startsWith("/page")).count() == 4, requests::toString);
    }
}
