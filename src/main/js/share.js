/*
 * The card with which a page is shared: title, text, picture and link, from what the page says of itself.
 *
 * page.card() looks what is new, returns what will be shown as {title, desc, image, link}, or null if nothing is set, and
 * sets it: at once when WeChat's client has become ready, which is before the page's own wx.ready, and else soon.
 *
 * A page that sets its card by the SDK itself is left alone until its route changes.
 */
(function (page, options) {
    var agent = navigator.userAgent,
        FIELDS = ['title', 'desc', 'image', 'link'],

        // The page's tags, by the field; the first that says anything wins.
        TAGS = {
            title: ['wechat:title', 'og:title', 'itemprop:name'],
            desc: ['wechat:desc', 'wechat:description', 'og:description', 'itemprop:description'],
            image: ['wechat:image', 'og:image', 'itemprop:image'],
            link: ['wechat:link', 'og:url']
        },

        MOST_READ = 4096,       // of a text; what follows is not even looked at
        MOST_OF_URL = 2048,
        RETRIES = [500, 2000, 5000],    // milliseconds; a signature may have to be verified first

        shown = '',             // the last card that was set, as text
        turn = 0,               // counts the settings: only the last one is tried again
        known = page.given.length,      // how many calls have been seen
        timer,
        isSet;                  // whether any card was set

    // --- where we are

    // What makes another page of it: the path where routes are followed, and a fragment that is a route. No query, because
    // pages tidy theirs, and what they have set is to stay.
    function route(address) {
        var hash = address.indexOf('#');
        return (options.spa ? address.replace(/[?#].*/, '') : '') + (/^#[!\/]/.test(address.slice(hash)) && hash >= 0 ? address.slice(hash) : '');
    }

    function isHere(entry) {
        return entry && route(entry[1]) == route(location.href);
    }

    // --- text

    function written(value) {
        try {
            return value === 0 || value ? String(value) : '';
        } catch (e) {
            return '';
        }
    }

    function character(code) {
        return code > 0xFFFF ? String.fromCharCode(0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF)) : String.fromCharCode(code);
    }

    // Entities that are still there when the browser has read the page: somebody escaped twice.
    function decoded(text) {
        var names = {amp: 38, lt: 60, gt: 62, quot: 34, apos: 39, nbsp: 32, ensp: 32, emsp: 32, thinsp: 32, hellip: 8230, mdash: 8212,
            ndash: 8211, ldquo: 8220, rdquo: 8221, lsquo: 8216, rsquo: 8217, middot: 183, bull: 8226, laquo: 171, raquo: 187,
            times: 215, copy: 169, reg: 174, trade: 8482, deg: 176, yen: 165, euro: 8364, pound: 163, cent: 162, sect: 167,
            plusmn: 177, frac12: 189, shy: 32, zwj: 8205, zwnj: 32};
        return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,7}));/gi, function (all, decimal, hexadecimal, name) {
            var code = decimal ? +decimal : hexadecimal ? parseInt(hexadecimal, 16) : names.hasOwnProperty(name.toLowerCase()) ? names[name.toLowerCase()] : 32;
            return character(code > 0x10FFFF ? 32 : code);
        });
    }

    function withoutTags(text) {
        return text.replace(/<(script|style)\b[^>]*>[^<]*(<\/\1\s*>)?/gi, ' ').replace(/<(\/?(p|div|li|td|tr|h\d)|br)\b[^<>]*>/gi, ' ')
            .replace(/<!--[^>]*-->|<[!?][^<>]*>|<\/?[a-z][^<>]*>|<!--|-->/gi, '');
    }

    // One line of whole characters, without markup, and without marks that turn or hide what follows.
    function text(value, most) {
        var line = written(value).slice(0, MOST_READ);
        line = withoutTags(decoded(withoutTags(line)))
            .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g, '')
            .replace(/[\s\u0000-\u0020\u007F-\u009F\u2028\u2029]+/g, ' ')
            .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g, '')
            .replace(/([\uD800-\uDBFF][\uDC00-\uDFFF])|[\uDC00-\uDFFF]/g, '$1')
            .replace(/^ | $/g, '');
        return line.slice(0, most).replace(/[\uD800-\uDBFF]$/, '').replace(/[ \u200D]+$/, '');
    }

    // --- addresses

    function encoded(url, pattern) {
        return url.replace(pattern, function (characters) {
            try {
                return encodeURIComponent(characters).replace(/'/g, '%27');
            } catch (e) {       // half a character
                return '';
            }
        });
    }

    // An absolute address of http or https without a login, or '' if it is none. Relative ones as the page's links are, or
    // relative to the root of the site.
    function address(value, atRoot) {
        var it = document.createElement('a'), url = written(value);
        if (url.length > MOST_OF_URL || !/\S/.test(url)) {
            return '';
        }
        url = url.replace(/^\s+|\s+$/g, '');
        if (atRoot && !/^[a-z][a-z\d+.-]*:|^\//i.test(url)) {
            url = '/' + url;
        }
        if (atRoot && url.charAt(0) == '/') {
            url = url.charAt(1) == '/' ? location.protocol + url : location.protocol + '//' + location.host + url;
        }
        it.href = url;
        url = it.href;
        return /^https?:\/\/[^\/?#@\\\s]+([\/?#]|$)/i.test(url) && it.hostname
            ? encoded(url, /[^\w\-.~:\/?#\[\]@!$&()*+,;=%]+/g).slice(0, 3 * MOST_OF_URL) : '';
    }

    // The same, if it is of this host, and not less safe than this page.
    function ofThisHost(value) {
        var url = address(value), it = document.createElement('a');
        it.href = url;
        return url && it.hostname == location.hostname && (it.protocol == location.protocol || it.protocol == 'https:') ? url : '';
    }

    // The page's own address, without what WeChat has added to it, and without what a login left.
    function ownAddress() {
        var url = location.href.replace(/#.*/, ''), mark = url.indexOf('?'),
            pairs = mark < 0 ? [] : url.slice(mark + 1).split('&'),
            isLogin = pairs.some(named('code')) && pairs.some(named('state')), kept;

        function named(name) {
            return function (pair) {
                return pair.split('=')[0] == name;
            };
        }

        kept = pairs.filter(function (pair) {
            return !/^from=(singlemessage|groupmessage|timeline)$|^isappinstalled(=|$)/.test(pair)
                && !(isLogin && /^(code|state)(=|$)/.test(pair));
        });
        if (kept.length < pairs.length) {
            url = url.slice(0, mark) + (kept.length ? '?' + kept.join('&') : '');
        }
        return encoded(url.replace(/^(https?:\/\/)[^\/?#]*@/, '$1'), /[^\x21\x23-\x3B\x3D\x3F-\x7E]+/g);
    }

    // --- what the document says

    // The contents of its tags by their names, those of each name in their order.
    function read() {
        var found = {'': []}, i, all = document.getElementsByTagName('meta');

        function add(name, value) {
            name = name.toLowerCase();
            if (value && /\S/.test(value)) {
                (found.hasOwnProperty(name) ? found[name] : found[name] = []).push(value);
            }
        }

        function each(it) {
            var content = it.getAttribute('content'), property = it.getAttribute('property'), name = it.getAttribute('name'),
                item = it.getAttribute('itemprop');
            if (property) {
                property.split(/\s+/).forEach(function (word) {
                    add(word, content);
                });
            }
            if (name && name != property) {
                add(name, content);
            }
            if (item && isOfThePage(it)) {
                add('itemprop:' + item, content);
            }
        }

        for (i = 0; i < all.length; i++) {
            each(all[i]);
        }
        all = document.getElementsByTagName('link');
        for (i = 0; i < all.length; i++) {
            (all[i].getAttribute('rel') || '').split(/\s+/).forEach(function (rel) {
                add('link:' + rel, all[i].getAttribute('href'));
            });
        }
        return found;
    }

    // An item within the page, such as a product's offer, has properties of its own.
    function isOfThePage(it) {
        while ((it = it.parentNode) && it.getAttribute) {
            if (it.getAttribute('itemscope') != null) {
                return it == document.documentElement || it == document.body || it == document.head;
            }
        }
        return true;
    }

    function first(found, names, make) {
        var value = '', i, j, all;
        for (i = 0; i < names.length && !value; i++) {
            all = found.hasOwnProperty(names[i]) ? found[names[i]] : [];
            for (j = 0; j < all.length && !value; j++) {
                value = make(all[j]);
            }
        }
        return value;
    }

    // What the server and the page itself have said, the later over the earlier.
    function given() {
        var merged = {}, said = false;
        page.given.forEach(function (entry) {
            var card = entry[0];
            if (!isHere(entry)) {
                return;
            }
            try {
                card = typeof card == 'string' ? JSON.parse(card) : card;
            } catch (e) {
                console.warn('wxconfig: the request attribute io.github.wxconfig.share is not JSON');
                entry[0] = card = null;
            }
            if (card && typeof card == 'object') {
                said = true;
                FIELDS.forEach(function (field) {
                    var value = card[field], other = field == 'image' ? card.imgUrl : field == 'desc' ? card.description : undefined;
                    value = value === undefined ? other : value;
                    if (value !== undefined) {
                        merged[field] = value;
                    }
                });
            }
        });
        return said && merged;
    }

    function title(value) {
        return text(value, 64);
    }

    function desc(value) {
        return text(value, 120);
    }

    function siteAddress(value) {
        return address(value, true);
    }

    // The card by the sources in their order, or null where nothing is to be set.
    function make() {
        var found = read(), said = given(), set = options, tags = TAGS, isPage, declines, generic, values;
        if (/miniProgram/i.test(agent) || window.__wxjs_environment == 'miniprogram') {
            return null;
        }
        if (isHere(page.own)) {
            said = page.own[0] || {};
            return {title: title(said.title), desc: desc(said.desc), image: address(said.imgUrl), link: address(said.link)};
        }
        declines = (found.wxconfig || []).some(function (content) {
            return /(^|[\s,;])noshare([\s,;]|$)/i.test(content);
        });
        if (declines) {
            tags = set = {};
        }
        isPage = first(found, (tags.title || []).concat(tags.desc || []), title) || first(found, tags.image || [], address);
        if (!said && (declines || !isPage && !set.all)) {
            return null;
        }
        said = said || {};
        generic = {
            title: title(document.title),
            desc: first(found, ['description'], desc),
            image: first(found, ['link:image_src', 'link:apple-touch-icon', 'link:apple-touch-icon-precomposed'], address)
        };

        function filled(template) {
            return template && template.replace(/\$\{(title|description)\}/g, function (all, name) {
                return name == 'title' ? generic.title : generic.desc;
            });
        }

        values = {
            title: title(said.title) || first(found, tags.title || [], title) || title(filled(set.title)) || generic.title,
            desc: desc(said.desc) || first(found, tags.desc || [], desc) || desc(filled(set.desc)) || generic.desc,
            image: address(said.image) || first(found, tags.image || [], address) || siteAddress(filled(set.image)) || generic.image,
            link: address(said.link) || first(found, tags.link || [], ofThisHost)
                || !declines && first(found, ['link:canonical'], ofThisHost) || siteAddress(filled(set.link)) || ownAddress()
        };
        values.title = values.title || location.hostname;
        return values;
    }

    // --- setting it

    function names(name) {
        return page.sdk[name] && options.apis.indexOf(name) >= 0;
    }

    function call(name, old, card, retry) {
        var tries = 0, mine = turn;

        function send(api) {
            page.sdk[api]({
                title: card.title, desc: card.desc, link: card.link, imgUrl: card.image,
                fail: function (result) {
                    if (mine != turn || isHere(page.own)) {
                        return;
                    }
                    if (api != old && names(old) && /not.?(exist|support)|nosupport/.test(result && result.errMsg)) {
                        send(old);
                    } else if (api == name && tries < RETRIES.length) {
                        setTimeout(function () {
                            if (mine == turn && !isHere(page.own)) {
                                send(api);
                            }
                        }, RETRIES[tries++]);
                    }
                }
            });
        }

        if (names(name)) {
            send(name);
        } else if (names(old)) {
            send(old);
        }
    }

    function set(card) {
        var isWeCom = /wxwork\//i.test(agent), key = card && FIELDS.map(function (field) {
            return card[field];
        }).join('\n');
        if (!card || key == shown || isHere(page.own)) {
            return;
        }
        shown = key;
        isSet = true;
        turn++;
        if (options.debug) {
            console.log('wxconfig: shared as', card);
        }
        call(isWeCom ? '' : 'updateAppMessageShareData', 'onMenuShareAppMessage', card);
        call(isWeCom ? '' : 'updateTimelineShareData', 'onMenuShareTimeline', card);
        if (isWeCom) {
            call('', 'onMenuShareWechat', card);
        }
    }

    function isParsed() {
        return document.body || document.readyState != 'loading';
    }

    function soon() {
        timer = timer || setTimeout(function () {
            timer = 0;
            if (page.ready && !page.signing) {
                if (isParsed()) {
                    set(make());
                } else {
                    soon();
                }
            }
        }, 100);
    }

    page.card = function () {
        var card;
        if (page.given.length > known) {
            known = page.given.length;
            page.own = 0;       // the last to speak is heard
        }
        card = window.top == window ? make() : null;
        if (page.ready && !isSet && !page.signing && isParsed()) {
            set(card);
        } else {
            soon();
        }
        return card;
    };

    // --- what may change it

    if (window.top == window) {
        try {
            new MutationObserver(soon).observe(document.head, {childList: true, subtree: true, attributes: true, characterData: true});
        } catch (e) {}
        window.addEventListener('hashchange', soon, false);
    }
})(document.currentScript.page, $share$);
