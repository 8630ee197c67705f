/*
 * The script that every page gets. ES5, for the web views of old phones. The tag of the SDK comes right after it.
 *
 * The build makes it small, once with and once without what is marked as [spa]. What is between dollar signs is filled
 * in, by the filter's options when it starts or for each page.
 *
 * window.wxconfig, where the page has nothing of that name:
 *   config            what wx.config gets on this page, or null while that is not known
 *   url               the URL that it was signed for
 *   resign(callback)  signs the current URL, calls wx.config, then callback(config), or callback(null)
 *   configCalls       how often the page itself has called wx.config, if it has
 */
(function (window, document, signed, endpoint, csp, bringsSdk, fallback) {
    var landing = here(),

        // Safari's engine. WeChat there verifies against the URL that was loaded, whatever pushState did since;
        // elsewhere against the current URL.
        apple = /Mac OS X/.test(navigator.userAgent),

        wanted,                 // the URL that was last signed or asked for
        asked = 0,              // counts the questions to the server: only the answer to the last one matters
        callbacks = [],

        // Two addresses can sign anew: the signing endpoint, and the page's own with a header that the filter takes
        // note of. Where the server saw another path than we do, a proxy rewrites paths, and the endpoint's is wrong.
        path = /^.*?\/\/[^\/]*|\?.*/g,
        atEndpoint = signed.url.replace(path, '') == landing.replace(path, ''),

        script = document.currentScript || {},
        second,                 // the tag of the SDK's second host
        ours = bringsSdk && !window.jWeixin,    // whether the SDK comes by our tag
        sdk,
        configure,              // the SDK's own wx.config
        due,                    // whether it is still to be called
        /*[spa]*/ moving = 0, /*[/spa]*/        // how many changes of the route have not been looked at yet
        property = Object.defineProperty,
        base = Object.getPrototypeOf(window),
        self = {config: null, url: null, resign: resign};

    // A second copy has nothing to do.
    if (base.hasOwnProperty('wxconfig')) {
        return;
    }

    // Window inherits it, and it is no property of its own. So the page may have a variable, a function, a class or an
    // element of that name, before or after this, and finds all as it would be without us.
    function expose() {
        property(base, 'wxconfig', {
            configurable: true,
            get: function () {
                var it;
                if (delete base.wxconfig) {
                    it = window.wxconfig;   // an element, or a frame
                    expose();
                }
                return it === undefined ? self : it;
            },
            set: function (it) {
                property(window, 'wxconfig', {configurable: true, enumerable: true, writable: true, value: it});
            }
        });
    }

    try {
        expose();
    } catch (e) {}

    // WeChat verifies against the URL of the top page, if we may know it.
    function here() {
        var url = location.href;
        try {
            url = top.location.href || url;
        } catch (e) {}
        return url.split('#')[0];
    }

    function target() {
        return apple ? landing : here();
    }

    function isRight() {
        var now = new Date() / 1000;
        return signed.signature && signed.url == target() && now < signed.validUntil && now > signed.timestamp - 600;
    }

    function warn(text) {
        console.warn('wxconfig: ' + text);
    }

    // --- wx.config

    function use() {
        var callback;
        wanted = self.url = signed.url;
        self.config = copy(signed);
        due = 1;
        apply();
        while ((callback = callbacks.shift())) {
            callback(self.config);
        }
    }

    function apply() {
        if (!due || !sdk) {
            return;
        }
        /*[spa]*/
        // The route may still change before the bridge is there. The SDK would then verify twice, both times with the later
        // signature, and run every wx.ready twice.
        if (moving) {
            return;
        }
        if (!apple && !window.WeixinJSBridge && /MicroMessenger/.test(navigator.userAgent)) {
            document.addEventListener('WeixinJSBridgeReady', apply, false);
            return;
        }
        /*[/spa]*/
        due = 0;
        configure(copy(signed));
        share();
    }

    // The SDK translates the names in jsApiList where they stand.
    function copy(object) {
        var result = {}, i;
        for (i in object) {
            if (object.hasOwnProperty(i)) { // pages add to all objects, null as well
                result[i] = object[i].slice ? object[i].slice() : object[i];
            }
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

    function ask(url, turn) {
        var tries = 0, encoded = encodeURIComponent(url), origin = location.protocol + '//' + location.host;

        function send() {
            var request = new XMLHttpRequest();
            request.open('GET', atEndpoint ? origin + endpoint + '?url=' + encoded : landing, true);
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
                signed = answer;
                use();
                return;
            }
            if (++tries > 9) {
                giveUp(answer.error || 'HTTP ' + request.status);
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

        if (endpoint) {
            send();
        } else {
            giveUp('the endpoint is off');
        }
    }

    // A wrong signature is at least reported to wx.error; none at all is not.
    function giveUp(why) {
        var callback;
        warn('no signature for ' + wanted + ' (' + why + ')');
        if (signed.signature && !self.config) {
            use();
        }
        while ((callback = callbacks.shift())) {
            callback(null);
        }
    }

    // --- the SDK

    function tag() {
        return second || script.nextSibling;
    }

    // Hides a property from those who may not see it; a new value is for everybody.
    function hide(object, name, isHidden) {
        var value = object[name], set;
        try {
            if (value) {
                property(object, name, {
                    configurable: true,
                    enumerable: true,
                    get: function get() {
                        return !set && isHidden(get.caller) ? undefined : value;
                    },
                    set: function (it) {
                        value = set = it;
                        share();
                    }
                });
            }
        } catch (e) {}
    }

    // Where an AMD or CMD loader is, the SDK would define itself to it and stay out of window. So it does not see the loader;
    // everybody else does, also while the SDK is fetched.
    function isRunning() {
        var it = document.currentScript;
        return it && it == tag();
    }

    if (bringsSdk && window.define) {
        hide(window.define, 'amd', isRunning);
        hide(window.define, 'cmd', isRunning);
    }

    // The SDK begins with if (!window.jWeixin). Ours is not seen there, so that one which is part of a bundle or a module
    // makes its own wx, as it would without us, and not none. Strict code does not tell the caller: there it is the depth of
    // the stack, because that code is a function in a function.
    function isSdk(caller) {
        return caller ? /preVerifyJSAPI/.test(caller) : ('' + new Error().stack).split('\n')[4];
    }

    // The events of a script precede the next tag of the page. Where the SDK has not come, it gets that of the other host.
    function look(event) {
        var it = window.jWeixin || window.wx;
        if (it && it.config && it.ready) {
            listen('remove');
            take(it);
        } else if (fallback && event.target == tag()) {
            it = fallback;
            fallback = '';
            try {
                load(tag(), it);
            } catch (e) {}     // trusted types forbid both ways
        }
    }

    function listen(how) {
        for (var type in {load: 1, error: 1, DOMContentLoaded: 1}) {
            document[how + 'EventListener'](type, look, true);
        }
    }

    // What is written comes before the page's own scripts. In XHTML nothing can be written.
    function load(first, src) {
        var it;
        try {
            if (!first.async && document.readyState == 'loading') {
                document.write('<script' + (csp && ' nonce="' + csp + '"') + ' src="' + src + '"><\/script>');
            }
        } catch (e) {
            it = document.createElement('script');
            it.setAttribute('nonce', csp);
            it.src = src;
            script.parentNode.insertBefore(it, first.nextSibling);
        }
        second = first.nextSibling;
    }

    function take(it) {
        sdk = it;
        configure = it.config;
        it.config = function () {
            if (!self.configCalls) {
                warn('the page calls wx.config, too. Remove that, or exclude the page');
            }
            self.configCalls = self.configCalls + 1 || 1;
            return configure.apply(this, arguments);
        };
        if (ours) {
            hide(window, 'jWeixin', isSdk);
        }
        apply();
    }

    // The SDK of a plain tag puts itself in the place of ours, and gets our functions.
    function share() {
        var it = window.jWeixin, i;
        for (i in sdk) {
            if (it) {
                it[i] = sdk[i];
            }
        }
    }

    // A page may bring the SDK itself, any time later.
    listen('add');

    // --- when it is to be done

    /*[spa]*/
    function moved() {
        moving++;
        setTimeout(function () {
            moving--;
            if (here() != wanted) {
                resign();
            } else {
                apply();
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
    /*[/spa]*/

    // WeChat verifies against the URL of the top page. In a frame nothing is signed unless the page calls resign().
    if (top == window) {
        window.addEventListener('pageshow', function (event) {
            if (event.persisted && !isRight()) {
                resign();
            }
        }, false);
        /*[spa]*/
        if (!apple && history.pushState) {
            follow('pushState');
            follow('replaceState');
            window.addEventListener('popstate', moved, false);
        }
        /*[/spa]*/
        if (isRight()) {
            use();
        } else {
            resign();
        }
    }
})(window, document, {
    url: '$url$', appId: $appId$, timestamp: $timestamp$, nonceStr: '$nonceStr$', signature: '$signature$',
    validUntil: $validUntil$, $config$: 0
}, '$endpoint$', '$csp$', $sdk$, $fallback$);
