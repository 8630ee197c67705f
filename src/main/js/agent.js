/*
 * The app's identity in WeCom: agentConfig, which follows wx.config and comes before wx.ready. Inline, in the pages of a corp
 * whose account has an agentid, before config.js.
 *
 * script.agent(signed) prepares the call for the wx.config that comes next; signed.agent has what only agentConfig gets: the
 * AgentId, a signature of its own, and the names of the APIs that need it.
 *
 * The SDK asks WeCom's client by the bridge whether wx.config holds, and runs wx.error and wx.ready when it has the answer. So
 * the answer is kept until the one to agentConfig is there, and of the two the first that failed is the one that the SDK gets:
 * one error at most, then wx.ready, as ever. A client from 3.0.24 on takes agentConfig also where wx.config has failed.
 */
(function (window, document, script) {
    var PATIENCE = 5000,    // milliseconds; a client without agentConfig may never answer
        last,               // what was signed last
        heard;              // the bridge that we listen to

    // In WeChat there is no agentConfig.
    if (!/wxwork\//.test(navigator.userAgent)) {
        return;
    }

    function verdict(result) {
        return (result.errMsg || result.err_msg || '').replace(/^[^:]*:/, '');
    }

    function isGood(result) {
        return verdict(result) == 'ok' || verdict(result) == 'confirm';
    }

    // The answer of the client as the SDK gives it to wx.error, which would take agentConfig's for that of wx.config.
    function failure(text) {
        return {errMsg: 'agentConfig:' + text.replace(/^fail_/, '')};
    }

    function identify(signed, bridge, invoke, done) {
        var agent = signed.agent;

        function once(result) {
            if (done) {
                done(isGood(result) ? 0 : failure(verdict(result)));
                done = 0;
            }
        }

        if (!agent.signature) {
            once({errMsg: ':no ticket of the app yet'});
        } else {
            setTimeout(function () {
                once({errMsg: ':no answer'});
            }, PATIENCE);
            // As wx.invoke calls it where an SDK has that.
            invoke.call(bridge, 'agentConfig', {
                corpid: signed.appId, agentid: agent.agentid, timestamp: signed.timestamp + '', nonceStr: signed.nonceStr,
                signature: agent.signature, jsApiList: agent.jsApiList.slice()
            }, once);
        }
    }

    function listen() {
        var bridge = window.WeixinJSBridge, invoke = bridge.invoke;
        if (bridge == heard) {
            return;
        }

        function asked(name, parameters, callback) {
            var signed = last;
            if (name != 'preVerifyJSAPI' || !signed || parameters.verifySignature != signed.signature) {
                return invoke.apply(bridge, arguments);
            }
            invoke.call(bridge, name, parameters, function (result) {
                identify(signed, bridge, invoke, function (failed) {
                    callback((isGood(result) || /function.not.exist/.test(verdict(result))) && failed || result);
                });
            });
        }

        try {
            bridge.invoke = asked;
            if (bridge.invoke != asked) {   // it cannot be changed
                window.WeixinJSBridge = Object.create(bridge, {invoke: {value: asked}});
            }
        } catch (e) {}
        heard = window.WeixinJSBridge;
        if (heard.invoke != asked) {        // nor be replaced: then the identity is there at least, some time or other
            identify(last, bridge, invoke, String);
        }
    }

    script.agent = function (signed) {
        last = signed.agent && signed;
        if (window.WeixinJSBridge) {
            listen();
        } else {
            document.addEventListener('WeixinJSBridgeReady', listen, false);
        }
    };
})(window, document, document.currentScript || {});
