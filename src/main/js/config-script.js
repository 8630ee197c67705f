/*
 * The script that every page gets. ES5, for the web views of old phones.
 *
 * The build makes it small. What stands between dollar signs is filled in, by the filter's options when it starts or
 * for each page.
 *
 * window.wxconfig, the one global:
 *   config            what wx.config gets on this page, or null while that is not known
 *   url               the URL that it was signed for
 *   resign(callback)  signs anew, for the URL of now, calls wx.config, then callback(config), or callback(null)
 */
(function (window, document, page) {
    var landing = here(),

        // Safari's engine. WeChat there verifies against the URL that was loaded, whatever pushState did since;
        // elsewhere against the URL of now.
        apple = isIn(navigator.userAgent, 'Mac OS X'),

        signed = page.signed,   // the newest signature, right or not
        wanted,                 // the URL that was last signed or asked for
        asked = 0,              // counts the questions to the server: only the answer to the last one matters
        callbacks = [],

        // Two addresses can sign anew: the signing endpoint, and the page's own with a header that the filter takes
        // note of. Where the server saw another path than we do, a proxy rewrites paths, and the endpoint's is wrong.
        atEndpoint = path(signed.url) == path(landing),

        sdk,
        due,                    // whether wx.config is still to be called
        moving = 0,             // how many changes of the route have not been looked at yet
        ours = page.sdk && !window.jWeixin,     // whether the SDK comes by our tag
        fallback = page.fallback,
        other,                  // the object that another tag of the SDK made
        define = window.define,
        loader = page.sdk && typeof define == 'function' && (define.amd || define.cmd),
        self = {config: null, url: null, resign: resign};

    // A second copy has nothing to do, nor has any where the page itself has something of that name.
    if (window.wxconfig) {
        return;
    }
    window.wxconfig = self;

    function isIn(text, part) {
        return text.indexOf(part) >= 0;
    }

    function here() {
        return location.href.split('#')[0];
    }

    function target() {
        return apple ? landing : here();
    }

    function isRight() {
        var now = new Date() / 1000;
        return signed.signature && signed.url == target() && now < signed.validUntil && now > signed.timestamp - 600;
    }

    // --- wx.config

    function use() {
        var config = copy(page.config), i;
        wanted = signed.url;
        for (i in {appId: 1, timestamp: 1, nonceStr: 1, signature: 1}) {
            config[i] = signed[i];
        }
        self.config = config;
        self.url = signed.url;
        due = 1;
        configure();
        while ((i = callbacks.shift())) {
            i(config);
        }
    }

    // In a single-page application the route may still change before the bridge is there. The SDK would then verify
    // twice, both times with the later signature, and run every wx.ready twice.
    function configure() {
        if (!due || !sdk || moving) {
            return;
        }
        if (page.spa && !apple && !window.WeixinJSBridge && isIn(navigator.userAgent, 'MicroMessenger')) {
            document.addEventListener('WeixinJSBridgeReady', configure, false);
            return;
        }
        due = 0;
        sdk.config(copy(self.config));
        share();
    }

    // The SDK translates the names in jsApiList where they stand.
    function copy(object) {
        var result = {}, i;
        for (i in object) {
            result[i] = object[i] && object[i].slice ? object[i].slice() : object[i];
        }
        return result;
    }

    // --- a new signature

    function resign(callback) {
        if (callback) {
            callbacks.push(callback);
        }
        due = 0;
        ask(wanted = target(), ++asked);
    }

    function path(url) {
        return url.split('?')[0].split('/').slice(3).join('/');
    }

    function ask(url, turn) {
        var tries = 0, origin = location.protocol + '//' + location.host;

        function send() {
            var request = new XMLHttpRequest();
            request.open('GET', atEndpoint ? origin + page.endpoint + '?url=' + encodeURIComponent(url) : landing, true);
            request.setRequestHeader('Accept', 'application/json');
            request.setRequestHeader('Cache-Control', 'no-cache');
            request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
            request.setRequestHeader('X-WxConfig-Origin', origin); // Referer is the page's to forbid
            if (!atEndpoint) {
                request.setRequestHeader('X-WxConfig-Url', encodeURIComponent(url));
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
            // The endpoint may be that of another account's filter in the same application.
            if (answer && answer.signature && answer.url == url && answer.appId == signed.appId) {
                signed = answer;
                use();
                return;
            }
            if (++tries > 9) {
                giveUp(answer && answer.error || 'HTTP ' + request.status);
                return;
            }
            busy = answer && request.status == 503 && answer.appId == signed.appId;
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

        if (page.endpoint) {
            send();
        } else {
            giveUp('the endpoint is off');
        }
    }

    // A wrong signature is at least reported to wx.error; none at all is not.
    function giveUp(why) {
        var callback;
        if (window.console && console.warn) {
            console.warn('wxconfig: no signature for ' + wanted + ' (' + why + ')');
        }
        if (signed.signature && !self.config) {
            use();
        }
        while ((callback = callbacks.shift())) {
            callback(null);
        }
    }

    // --- the SDK

    // Where an AMD or CMD loader is, the SDK defines itself to it and stays out of window.
    if (loader) {
        window.define = undefined;
    }

    function attributes(src) {
        return (page.csp && ' nonce="' + page.csp + '"') + (src ? ' src="' + src + '">' : '>');
    }

    // Called by the tag after the SDK's. Where the SDK has not come, the page gets the tag of the other host.
    function afterSdk() {
        var src = fallback;
        fallback = '';
        if (!window.jWeixin && src && load(src)) {
            return;
        }
        if (loader) {
            window.define = define;
        }
        delete self._;
        found();
    }

    if (page.sdk) {
        self._ = afterSdk;
    }

    function load(src) {
        var script;
        try {
            if (document.readyState == 'loading') {
                document.write('<script' + attributes(src) + '<\/script><script' + attributes() + 'wxconfig._()<\/script>');
                return 1;
            }
        } catch (e) {}
        if (!loader) {
            script = document.createElement('script');
            script.src = src;
            script.setAttribute('nonce', page.csp);
            (document.head || document.documentElement).appendChild(script);
        }
    }

    function found() {
        var it = window.jWeixin || window.wx;
        if (!sdk && it && it.config && it.ready) {
            sdk = it;
            hide();
            configure();
        }
    }

    // The SDK begins with if (!window.jWeixin). So that one which is part of a bundle or an AMD module makes its own
    // wx, as it would without us, and not none, ours is not to be seen there. One of a plain tag would put itself in
    // the place of ours, and gets our functions instead.
    function hide() {
        if (ours && window.jWeixin) {
            try {
                Object.defineProperty(window, 'jWeixin', {
                    configurable: true,
                    get: function () {
                        return other;
                    },
                    set: function (it) {
                        other = it;
                        share();
                    }
                });
            } catch (e) {}
        }
    }

    function share() {
        for (var i in sdk) {
            if (other) {
                other[i] = sdk[i];
            }
        }
    }

    // A page may bring the SDK itself, any time later.
    document.addEventListener('load', found, true);
    document.addEventListener('DOMContentLoaded', found, false);
    window.addEventListener('load', found, false);

    // --- when it is to be done

    window.addEventListener('pageshow', function (event) {
        if (event.persisted && !isRight()) {
            resign();
        }
    }, false);

    function moved() {
        moving++;
        setTimeout(function () {
            moving--;
            if (here() != wanted) {
                resign();
            } else {
                configure();
            }
        }, 0);
    }

    function follow(name) {
        var original = history[name];
        history[name] = function () {
            var result = original.apply(this, arguments);
            moved();
            return result;
        };
    }

    if (page.spa && !apple && history.pushState) {
        follow('pushState');
        follow('replaceState');
        window.addEventListener('popstate', moved, false);
    }

    if (isRight()) {
        use();
    } else {
        resign();
    }
})(window, document, {
    signed: {
        url: '$url$', appId: $appId$, timestamp: $timestamp$, nonceStr: '$nonceStr$', signature: '$signature$',
        validUntil: $validUntil$
    },
    config: $config$,
    endpoint: '$endpoint$',
    csp: '$csp$',
    sdk: $sdk$,
    fallback: $fallback$,
    spa: $spa$
});
