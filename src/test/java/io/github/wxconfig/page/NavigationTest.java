package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real browsers, and libraries in them, were seen to send for each way to get a page's address. */
class NavigationTest {

    private static final String CHROMIUM =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8";

    /** @param accept PAGE for what Chromium sends when it goes to a page; empty for none */
    private static RequestStub request(String mode, String destination, String accept) {
        RequestStub request = RequestStub.get("/page", null);
        set(request, "Sec-Fetch-Mode", mode);
        set(request, "Sec-Fetch-Dest", destination);
        set(request, "Accept", "PAGE".equals(accept) ? CHROMIUM : accept);
        return request.header("Accept-Language", "zh-CN,zh;q=0.9");
    }

    private static void set(RequestStub request, String name, String value) {
        if (value != null) {
            request.header(name, value);
        }
    }

    private static String verdict(RequestStub request) {
        PassReason refusal = Navigation.refusal(request.request());
        return refusal == null ? "shown" : refusal.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // what                              mode         destination accept another header             verdict
        "a link, reload, history, prerender| navigate   | document   | PAGE| Sec-Purpose: prefetch;prerender| shown",
        "a speculation rule's prefetch     | navigate   | document   | PAGE| Sec-Purpose: prefetch     | shown",
        "navigation preload                | navigate   | document   | PAGE| Service-Worker-Navigation-Preload: true| shown",
        "navigation preload of a frame     | navigate   | iframe     | PAGE| Service-Worker-Navigation-Preload: true| frame",
        "a worker: fetch(event.request)    | navigate   | empty      | PAGE| Upgrade-Insecure-Requests: 1| shown",
        "a worker: new Request(request, x) | same-origin| empty      | PAGE| Upgrade-Insecure-Requests: 1| shown",
        "a worker: fetch(url, its headers) | cors       | empty      | PAGE| Upgrade-Insecure-Requests: 1| shown",
        "a worker: fetch(event.request.url)| cors       | empty      | */* |                           | not-a-navigation",
        "<a download>                      | navigate   | empty      |     |                           | not-a-navigation",
        "<link rel=prefetch>               | no-cors    | empty      | PAGE| Sec-Purpose: prefetch     | shown",
        "<link rel=prefetch>, older        | no-cors    | empty      | PAGE| Purpose: prefetch         | shown",
        "<link rel=prefetch>, much older   | no-cors    | empty      | */* | Purpose: prefetch         | not-a-navigation",
        "a fetch that calls itself prefetch| cors       | empty      | PAGE| Purpose: prefetch         | not-a-navigation",
        "<link rel=preload as=fetch>       | no-cors    | empty      | */* |                           | not-a-navigation",
        "fetch(url)                        | cors       | empty      | */* |                           | not-a-navigation",
        "fetch(url, {mode: 'same-origin'}) | same-origin| empty      | */* |                           | not-a-navigation",
        "fetch with a browser's Accept     | cors       | empty      | PAGE|                           | not-a-navigation",
        "<iframe>                          | navigate   | iframe     | PAGE| Upgrade-Insecure-Requests: 1| frame",
        "<frame>                           | navigate   | frame      | PAGE| Upgrade-Insecure-Requests: 1| frame",
        "<fencedframe>                     | navigate   | fencedframe| PAGE|                           | frame",
        "<object>                          | navigate   | object     | PAGE|                           | frame",
        "<embed>                           | navigate   | embed      | PAGE|                           | frame",
        "<script>                          | no-cors    | script     | */* |                           | not-a-navigation",
        "<img>                             | no-cors    | image      | image/avif,*/*|                 | not-a-navigation",
        "Chromium 76 to 79, a page         | navigate   |            | PAGE|                           | shown",
        "Chromium 76 to 79, a frame        | nested-navigate|        | PAGE|                           | frame",
        "Chromium 76 to 79, fetch          | cors       |            | */* |                           | not-a-navigation",
        "jQuery, htmx and so on            | navigate   | document   | PAGE| X-Requested-With: XMLHttpRequest| not-a-navigation",
        "Android's web view                | navigate   | document   | PAGE| X-Requested-With: com.tencent.mm| shown"})
    void asTheBrowserSays(String what, String mode, String destination, String accept, String header, String verdict) {
        RequestStub request = request(mode, destination, accept);
        if (header != null) {
            request.header(header.split(": ")[0], header.split(": ")[1]);
        }
        assertEquals(verdict, verdict(request), what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // without TLS, and before 2020
        "Chromium                          | PAGE                                                    | shown",
        "Safari                            | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8| shown",
        "Android's first browser           |"
        + " application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5| shown",
        "fetch, XMLHttpRequest, htmx, Unpoly| */*                                                    | not-a-navigation",
        "<a download>                      |                                                         | not-a-navigation",
        "Turbolinks, Turbo, swup, Inertia  | text/html, application/xhtml+xml                        | not-a-navigation",
        "Barba                             | text/html,application/xhtml+xml,application/xml         | not-a-navigation",
        "a Turbo stream                    | text/vnd.turbo-stream.html, text/html, application/xhtml+xml| not-a-navigation",
        "a script that takes a page        | text/html                                               | not-a-navigation",
        "axios                             | 'application/json, text/plain, */*'                     | not-a-navigation"})
    void byAcceptWhereTheBrowserSaysNothing(String what, String accept, String verdict) {
        assertEquals(verdict, verdict(request(null, null, accept)), what);
    }

    @Test
    void byTheNameOfTheLibraryWhereItIsThere() {
        assertEquals("not-a-navigation",
                verdict(request(null, null, "text/html, */*; q=0.01").header("X-Requested-With", "XMLHttpRequest")));
        assertEquals("not-a-navigation", verdict(request(null, null, "PAGE").header("X-Requested-With", "swup")));
        assertEquals("not-a-navigation", verdict(request(null, null, "PAGE").header("X-PJAX", "true")));
        assertEquals("shown", verdict(request(null, null, "PAGE").header("X-Requested-With", "com.tencent.mm")));
    }

    @Test
    void programsThatAskForAnythingArePeopleThatTryOut() {
        for (String accept : new String[] {null, "*/*", "text/html", "application/xhtml+xml"}) {
            RequestStub curl = RequestStub.get("/page", null);
            set(curl, "Accept", accept);
            assertEquals("shown", verdict(curl), accept);
        }
    }

    @Test
    void anUploadIsLeftAloneWhereItsAnswerMayGoIntoAHiddenFrame() {
        String[] upload = {"Content-Type", "multipart/form-data; boundary=x"};
        assertEquals("frame", verdict(request(null, null, "PAGE").set("getMethod", "POST").header(upload[0], upload[1])));
        assertEquals("frame",
                verdict(request("navigate", "empty", "PAGE").set("getMethod", "POST").header(upload[0], upload[1])));
        assertEquals("frame",
                verdict(request("navigate", "iframe", "PAGE").set("getMethod", "POST").header(upload[0], upload[1])));
        assertEquals("shown",
                verdict(request("navigate", "document", "PAGE").set("getMethod", "POST").header(upload[0], upload[1])));
        assertEquals("shown", verdict(request(null, null, "PAGE").set("getMethod", "POST")
                .header("Content-Type", "application/x-www-form-urlencoded")));
    }

    private static List<String> varies(RequestStub request) {
        HttpServletRequest wechat = request.header("User-Agent", "MicroMessenger").request();
        CachePolicy policy = new PageRequestMatcher(false, asked -> null, path -> true).caching(wechat);
        return List.of(policy.rewritten("Vary", null).split(", "));
    }

    @Test
    void variesByWhatDecides() {
        assertEquals(List.of("Sec-Fetch-Dest", "Sec-Fetch-Mode", "User-Agent"), varies(request("navigate", "document", "PAGE")));
        assertEquals(List.of("Accept", "User-Agent"), varies(request(null, null, "PAGE")));
        assertEquals(List.of("Accept", "User-Agent"),
                varies(request("no-cors", "empty", "PAGE").header("Sec-Purpose", "prefetch")),
                "the click that follows differs in Sec-Fetch-Mode");
    }

    /** Workers keep pages under requests of their own making, without a User-Agent, and look them up by the browser's. */
    @Test
    void variesByNothingThatAServiceWorkerSees() {
        assertEquals(List.of("Sec-Fetch-Dest", "Sec-Fetch-Mode"), varies(request("navigate", "empty", "PAGE")));
        assertEquals(List.of("Sec-Fetch-Dest", "Sec-Fetch-Mode"),
                varies(request("navigate", "document", "PAGE").header("Service-Worker-Navigation-Preload", "true")));
    }
}
