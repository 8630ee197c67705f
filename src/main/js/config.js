/*
 * The script that every page gets, inline. ES5, for the web views of old phones. The tag of the SDK comes right after it.
 * What not every page needs is in another file, which this one loads: resign.js, fallback.js and share.js in one.
 *
 * The build makes it small, with and without what is marked as [spa], [share] and [agent], the last together with agent.js. What
 * is between dollar signs is
 * filled in, by the filter's options when it starts or for each page.
 *
 * window.wxconfig, where the page has nothing of that name:
 *   config            what wx.config gets on this page, or null while that is not known
 *   url               the URL that it was signed for
 *   resign(callback)  signs the current URL, calls wx.config, then callback(config), or callback(null)
 *   share(card)       sets title, desc, image and link of the card with which the page is shared; returns all four, or null
 *   configCalls       how often the page itself has called wx.config, if it has
 */
(function (window, document, signed, file, csp, sdkHosts) {
    var landing = here(),

        // WeChat on iOS verifies against the URL that was loaded, whatever pushState did since; elsewhere, and WeCom
        // everywhere, against the current URL.
        apple = /iP[aho](?!.*wxwork)/.test(navigator.userAgent),

        wanted,                 // the URL that was last signed or asked for
        callbacks = [],

        // What this script and the file know in common.
        page = {
            landing: landing,
            file: location.origin + file
            /*[share]*/,
            given: $given$      // cards of the server and of wxconfig.share, each with the address at that time
            /*[/share]*/
        },

        script = document.currentScript || {},
        ours = sdkHosts && !window.jWeixin,    // whether the SDK comes by our tag
        sdk,
        configure,              // the SDK's own wx.config
        due,                    // whether it is still to be called
        /*[spa]*/ moving = 0, /*[/spa]*/        // how many changes of the route have not been looked at yet
        /*[share]*/ sought, /*[/share]*/        // whether the file has been asked for because of the card
        property = Object.defineProperty,
        base = Object.getPrototypeOf(window),
        self = {config: null, url: null, resign: resign, share: share};

    /*[agent]*/
    var identify = (document.currentScript || {}).agent;    // agent.js
    /*[/agent]*/

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

    // --- the file

    // Fetched as text and put into the page as this script was: what lets this one run lets that, and a header can go with
    // the question. It is in our folder; a proxy that rewrites paths may know only the page's own address, where the filter
    // takes note of the header. What comes begins with PageFile.MARK, or it is something else. A page that comes from a cache,
    // or from another node of a cluster, may get the file of another version of the jar.
    function load(then, now, tries) {
        var request = new XMLHttpRequest();
        if (page.ask || !file || tries > 1) {
            then();
            return;
        }
        request.open('GET', tries ? landing : page.file, !now);
        request.setRequestHeader('X-WxConfig', 1);
        request.onloadend = function () {
            var it = document.createElement('script'), text = request.responseText;
            try {
                if (!page.ask && !text.indexOf('/*wx1*/')) {
                    if (window.trustedTypes) {
                        text = trustedTypes.createPolicy('wxconfig', {createScript: String}).createScript(text);
                    }
                    it.setAttribute('nonce', csp);
                    it.page = page;
                    it.text = text;
                    document.head.appendChild(it).remove();
                }
            } catch (e) {}
            load(then, now, tries + 1 || 1);
        };
        request.send();
    }

    // --- wx.config

    function use() {
        wanted = self.url = signed.url;
        self.config = copy(signed);
        due = 1;
        apply();
        call(self.config);
    }

    function call(config) {
        var callback;
        while ((callback = callbacks.shift())) {
            callback(config);
        }
        /*[share]*/
        tell();
        /*[/share]*/
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
        /*[agent]*/
        if (identify) {
            identify(signed);
        }
        /*[/agent]*/
        configure(copy(signed));
        pass();
    }

    // The SDK translates the names in jsApiList where they stand.
    function copy(object) {
        var result = {};
        Object.keys(object).forEach(function (i) {  // pages add to all objects, null as well
            result[i] = object[i].slice ? object[i].slice() : object[i];
        });
        return result;
    }

    // --- a new signature

    function resign(callback) {
        if (callback) {
            callbacks.push(callback);
        }
        due = 0;
        page.signing = wanted = target();
        load(function () {
            if (page.ask) {
                page.ask(signed, wanted, answered);
            } else {
                answered();
            }
        });
    }

    // A wrong signature is at least reported to wx.error; none at all is not.
    function answered(answer) {
        page.signing = 0;
        signed = answer || signed;
        if (answer || signed.signature && !self.config) {
            use();
        }
        call(null);
    }

    // --- the SDK

    // The SDK's tag, from the second host if the first has not got it.
    function tag() {
        return page.tag || script.nextSibling;
    }

    // Hides a property from those who may not see it; a new value is for everybody.
    function hide(object, name, isHidden) {
        var value = object[name], set;
        try {
            if (value) {
                property(object, name, {
                    configurable: true,
                    get: function get() {
                        return !set && isHidden(get.caller) ? undefined : value;
                    },
                    set: function (it) {
                        value = set = it;
                        pass();
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

    if (sdkHosts && window.define) {
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
        } else if (sdkHosts > 1 && event.target == tag()) {
            sdkHosts = 1;
            load(function () {
                if (page.second) {
                    page.second(tag());
                }
            }, 1);
        }
    }

    function listen(how) {
        for (var type in {load: 1, error: 1, DOMContentLoaded: 1}) {
            document[how + 'EventListener'](type, look, true);
        }
    }

    function take(it) {
        sdk = it;
        configure = it.config;
        it.config = function () {
            if (!self.configCalls) {
                console.warn('wxconfig: the page calls wx.config');
            }
            self.configCalls = self.configCalls + 1 || 1;
            return configure.apply(this, arguments);
        };
        /*[share]*/
        // A page that sets its card by the SDK is left alone; so what it calls is noted.
        page.sdk = copy(it);
        Object.keys(it).forEach(function (name) {
            if (/upd|onM/.test(name)) {
                it[name] = function (card) {
                    page.own = [card, location.href];
                    return page.sdk[name].apply(this, arguments);
                };
            }
        });
        it.ready(function () {
            page.ready = 1;
            tell();
        });
        /*[/share]*/
        if (ours) {
            hide(window, 'jWeixin', isSdk);
        }
        apply();
    }

    // The SDK of a plain tag puts itself in the place of ours, and gets our functions.
    function pass() {
        var it = window.jWeixin, i;
        for (i in sdk) {
            if (it) {
                it[i] = sdk[i];
            }
        }
    }

    // A page may bring the SDK itself, any time later.
    listen('add');

    // --- the card

    function share(card) {
        /*[share]*/
        if (card) {
            page.given.push([card, location.href]);
        }
        if (found()) {
            load(tell, 1);
        }
        /*[/share]*/
        return /*[share]*/ tell() || /*[/share]*/ null;
    }

    /*[share]*/
    // Whether anything has been said about the card.
    function found() {
        return page.given.length || document.querySelector(
            'meta[property],meta[itemprop],meta[name^=og],meta[name^=wechat]');
    }

    // Looks for what is new about the card, and returns what will be shown.
    function tell() {
        if (!sought && found()) {
            sought = 1;
            load(tell);
        }
        return page.card && page.card();
    }
    /*[/share]*/

    // --- when it is to be done

    /*[spa]*/
    function moved() {
        moving++;
        setTimeout(function () {
            moving--;
            if (target() != wanted) {
                resign();
            } else {
                apply();
                /*[share]*/
                tell();
                /*[/share]*/
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
            /*[share]*/
            tell();
            /*[/share]*/
            if (event.persisted && !isRight()) {
                resign();
            }
        }, false);
        /*[spa]*/
        if (history.pushState) {
            follow('pushState');
            follow('replaceState');
            window.addEventListener('popstate', moved, false);
        }
        /*[/spa]*/
        /*[share]*/
        try {
            new MutationObserver(tell).observe(document.head, {childList: true});
        } catch (e) {}
        tell();
        /*[/share]*/
        if (isRight()) {
            use();
        } else {
            resign();
        }
    }
})(window, document, {
    url: '$url$', appId: $appId$, timestamp: $timestamp$, nonceStr: '$nonceStr$', signature: '$signature$',
    validUntil: $validUntil$, $config$: 0
}, '$file$', '$csp$', $sdkHosts$);
