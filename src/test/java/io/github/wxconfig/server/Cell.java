package io.github.wxconfig.server;

import java.util.ArrayList;
import java.util.List;

/** One thing that an application does, and what becomes of it. */
record Cell(String method, String target, Fate fate, List<String> headers) {

    enum Fate {
        /** It gets the script. */
        INJECTED,
        /** It is the same message as without the jar. */
        PASSED,
        /** A script reads it: the same message, and a browser's cache is told that it is not the page to show. */
        READ,
        /** The server itself loses the part with the head: the same body. */
        BROKEN,
        /** The server does not promise it to any filter that wraps a response: as it comes. */
        LEFT
    }

    /** All that there are; those of the servlet with its stream and with its writer. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        both(cells, Fate.INJECTED, "direct", "pieces", "no-type", "no-charset", "forward", "forward-no-charset", "nested",
                "forward-after", "include", "async", "async-both", "async-dispatch", "async-forward", "error-page", "reset",
                "reset-buffer", "flush", "flush-often", "length-before", "length-header", "length-after", "length-null",
                "validators", "public", "nonce", "close", "both", "cross", "exception-late",
                "async-include-headers", "include-async-headers");
        both(cells, Fate.PASSED, "json", "fragment", "part", "empty", "forward-empty", "error", "redirect", "redirect-new",
                "reset-other", "policy", "skip", "partial", "no-content", "not-modified", "not-modified-flush", "error-after",
                "redirect-after", "redirect-new-after", "exception", "length-flush", "async-include-redirect",
                "async-include-error", "forward-empty-no-charset");
        one(cells, Fate.INJECTED, "/cell/include-static", "/cell/buffers", "/cell/listener", "/cell/forward-jsp",
                "/cell/forward-static", "/page.jsp", "/forward.jsp", "/include.jsp", "/include-flush.jsp", "/static.html",
                "/large.html", "/gbk.html");
        one(cells, Fate.PASSED, "/cell/include-plain", "/cell/gzip", "/cell/sendfile", "/plain.txt", "/missing.html",
                "/style.css");
        for (String target : List.of("/cell/direct", "/cell/length-before", "/page.jsp", "/static.html")) {
            cells.add(new Cell("HEAD", target, Fate.PASSED, List.of()));
        }
        cells.add(new Cell("POST", "/cell/direct", Fate.INJECTED, List.of("Content-Length: 0")));
        String html = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
        cells.add(new Cell("GET", "/static.html", Fate.INJECTED, List.of(html, "Range: bytes=0-9")));
        cells.add(new Cell("GET", "/static.html", Fate.INJECTED, List.of(html, "If-None-Match: *")));
        cells.add(new Cell("GET", "/static.html", Fate.INJECTED,
                List.of(html, "If-Modified-Since: Sun, 06 Nov 2044 08:49:37 GMT")));
        cells.add(new Cell("GET", "/static.html", Fate.PASSED, List.of("Accept: */*", "Range: bytes=0-9")));
        cells.add(new Cell("GET", "/cell/direct", Fate.READ, List.of("X-Requested-With: XMLHttpRequest")));
        return cells;
    }

    private static void both(List<Cell> cells, Fate fate, String... names) {
        for (String name : names) {
            one(cells, fate, "/cell/" + name, "/cell/" + name + "?writer");
        }
    }

    private static void one(List<Cell> cells, Fate fate, String... targets) {
        for (String target : targets) {
            cells.add(new Cell("GET", target, fate, List.of()));
        }
    }

    Answer ask(Server server, String app, String userAgent) {
        List<String> all = new ArrayList<>(headers);
        all.add(userAgent);
        return server.send(method, "/" + app + target, all.toArray(new String[0]));
    }

    /** As if the browser had nothing of the page yet. */
    Answer askUnconditionally(Server server, String app, String userAgent) {
        return fate == Fate.INJECTED ? server.send(method, "/" + app + target, "Content-Length: 0", userAgent)
                : ask(server, app, userAgent);
    }

    @Override
    public String toString() {
        return method + " " + target + (headers.isEmpty() ? "" : " " + headers.get(headers.size() - 1));
    }
}
