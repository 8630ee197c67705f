/*
 * A new signature for a page whose own one is not right: its URL was not known, has changed since, or its ticket is over.
 *
 * page.ask(signed, url, done) asks until there is one or nothing helps, then calls done(answer) or done(). Of several
 * questions only the last one is answered.
 */
(function (page) {
    var asked = 0,
        path = /^.*?\/\/[^\/]*|\?.*/g;

    page.ask = function (signed, url, done) {
        var tries = 0, turn = ++asked, encoded = encodeURIComponent(url), origin = location.protocol + '//' + location.host,

            // Two addresses can sign anew: the signing endpoint, and the page's own with a header that the filter takes
            // note of. Where the server saw another path than we do, a proxy rewrites paths, and the endpoint's is wrong.
            atEndpoint = signed.url.replace(path, '') == page.landing.replace(path, '');

        function send() {
            var request = new XMLHttpRequest();
            request.open('GET', atEndpoint ? page.file.replace(/[^\/]*$/, '$signature$') + encoded : page.landing, true);
            request.setRequestHeader('Accept', 'application/json');
            request.setRequestHeader('Cache-Control', 'no-cache');
            request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
            request.setRequestHeader('X-WxConfig-Origin', origin); // Referer is the page's to forbid
            if (!atEndpoint) {
                request.setRequestHeader('X-WxConfig-Url', encoded);
            }
            request.onreadystatechange = function () {
                if (request.readyState == 4 && turn == asked) {
                    answered(request);
                }
            };
            request.timeout = 10000;
            request.send();
        }

        function answered(request) {
            var answer, busy, wait;
            try {
                answer = JSON.parse(request.responseText);
            } catch (e) {}
            answer = answer || {};
            // The endpoint may be that of another account's filter in the same application.
            if (answer.signature && answer.url == url && answer.appId == signed.appId) {
                done(answer);
                return;
            }
            if (++tries > 9) {
                console.warn('wxconfig: no signature for ' + url + ' (' + (answer.error || 'HTTP ' + request.status) + ')');
                done();
                return;
            }
            busy = request.status == 503 && answer.appId == signed.appId;
            if (!busy) {
                atEndpoint = !atEndpoint;
            }
            wait = busy ? Math.max(1 << tries - 1, +request.getResponseHeader('Retry-After') || 0)
                : tries % 2 ? 0 : 1 << tries / 2;
            setTimeout(function () {
                if (turn == asked) {
                    send();
                }
            }, Math.min(wait, 60) * 1000);
        }

        send();
    };
})(document.currentScript.page);
