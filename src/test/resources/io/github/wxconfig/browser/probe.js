// Begins a page of PageTour: counts what is done after it, brings a bridge that finds every signature good, and at the
// end reports and goes on to the next page. A page pushes what it wants to tell to `results`.
(function (window, document) {
    var target = EventTarget.prototype, add = target.addEventListener, remove = target.removeEventListener,
        later = window.setTimeout, open = XMLHttpRequest.prototype.open, push = history.pushState, replace = history.replaceState,
        listeners = [], timers = 0, requests = 0, lines = [], cards = [], menus = {}, verified = [], violations = [], errors = [], configured = 0,
        known, inherited = Object.getOwnPropertyNames(target), shared = {}, results = window.results = [];

    function name(it) {
        return it == window ? 'window' : it == document ? 'document' : it.constructor.name;
    }

    target.addEventListener = function (type) {
        listeners.push(name(this || window) + '.' + type);
        return add.apply(this || window, arguments);
    };
    target.removeEventListener = function (type) {
        var i = listeners.indexOf(name(this || window) + '.' + type);
        if (i >= 0) {
            listeners.splice(i, 1);
        }
        return remove.apply(this || window, arguments);
    };
    ['setTimeout', 'setInterval', 'requestAnimationFrame'].forEach(function (timer) {
        var original = window[timer];
        window[timer] = function () {
            timers++;
            return original.apply(window, arguments);
        };
    });
    XMLHttpRequest.prototype.open = function () {
        requests++;
        return open.apply(this, arguments);
    };
    ['log', 'info', 'warn', 'error'].forEach(function (level) {
        var original = console[level];
        console[level] = function (line) {
            lines.push(line);
            return original.apply(console, arguments);
        };
    });
    ['Object', 'Function', 'Array', 'String', 'Promise', 'Element', 'Node', 'Window', 'Document', 'History', 'Navigator'].forEach(function (type) {
        shared[type] = Object.getOwnPropertyNames(window[type].prototype).length + Object.getOwnPropertyNames(window[type]).length;
    });
    add.call(window, 'error', function (event) {
        errors.push(event.message || 'failed: ' + (event.target.src || event.target));
    }, true);
    add.call(document, 'securitypolicyviolation', function (event) {
        violations.push(event.violatedDirective + ' ' + event.blockedURI);
    });
    window.WeixinJSBridge = {
        invoke: function (call, parameters, callback) {
            if (call == 'preVerifyJSAPI') {
                verified.push([parameters.verifyNonceStr, parameters.verifyTimestamp, parameters.verifySignature,
                    window.top.location.href.split('#')[0]].join(' '));
                later(function () {
                    callback({err_msg: 'preVerifyJSAPI:ok'});
                }, 0);
            } else if (/ShareData$|^sendAppMessage$|^shareTimeline$|^wework|^shareWechat/.test(call)) {
                cards.push(JSON.stringify([call].concat(['title', 'desc', 'link', 'imgUrl', 'img_url'].map(function (field) {
                    return parameters[field];
                }).filter(function (value) {
                    return value !== undefined;
                }))));
                later(function () {
                    callback && callback({err_msg: window.refused && window.refused(call, cards.length) || call + ':ok'});
                }, 0);
            }
        },
        on: function (menu, callback) {
            if (/^menu:share/.test(menu)) {
                cards.push(JSON.stringify([menu]));
                menus[menu] = callback;
            }
        },
        call: function () {}
    };
    known = Object.getOwnPropertyNames(window);

    function type(name) {
        return typeof (window[name] && window[name].config);
    }

    function changed() {
        var names = Object.getOwnPropertyNames(target).filter(function (name) {
            return inherited.indexOf(name) < 0;
        }), type;
        for (type in shared) {
            if (shared[type] != Object.getOwnPropertyNames(window[type].prototype).length + Object.getOwnPropertyNames(window[type]).length) {
                names.push(type);
            }
        }
        if (history.pushState != push || history.replaceState != replace) {
            names.push('history');
        }
        return names;
    }

    function report() {
        for (var menu in menus) {       // the visitor shares
            menus[menu]({err_msg: menu + ':ok'});
        }
        var request = new XMLHttpRequest(), lists = {
            globals: Object.getOwnPropertyNames(window).filter(function (name) {
                return known.indexOf(name) < 0;
            }).sort(), changed: changed(), listeners: listeners.sort(), lines: lines, violations: violations, errors: errors,
            verified: verified, results: results
        }, i, text = 'wx=' + type('wx') + '\njWeixin=' + type('jWeixin') + '\ntimers=' + timers + '\nrequests=' + requests
            + '\nnodes=' + document.getElementsByTagName('*').length + '\ncards=' + cards.join(' ');
        for (i in lists) {
            text += '\n' + i + '=' + lists[i].join(', ').replace(/\n/g, ' ');
        }
        open.call(request, 'POST', location.origin + '/report', false);
        request.send(text);
        if (request.responseText) {
            location.replace(location.origin + request.responseText);
        }
    }

    if (window.top == window) {
        add.call(window, 'load', function () {
            var started = new Date().getTime();
            later(function look() {
                if ((verified.length || !WANTED) && (cards.length || !WAITING) && !window.hold || new Date().getTime() - started > 5000) {
                    later(report, 300);
                } else {
                    later(look, 50);
                }
            }, 0);
        });
    }
})(window, document);
