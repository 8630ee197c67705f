// What the client of WeChat or WeCom puts into a page: hands wx.config and agentConfig, and the URL that the client itself
// knows, to the simulator, and records what it was asked. For tests; what the query says goes wrong.
(function (options) {
    var query = options.query, log = window.bridgeLog = {invoked: [], answers: [], parameters: null}, bridge;

    function has(word) {
        return query.indexOf(word) >= 0;
    }

    function verify(name, fields, wrong, callback) {
        var request = new XMLHttpRequest();
        fields.url = location.href.split('#')[0];
        if (has('wrong=') && query.replace(/.*wrong=/, '').indexOf(wrong) >= 0) {
            fields.signature = fields.signature.replace(/./g, '0');
        }
        request.open('POST', options.verify, true);
        request.onload = function () {
            var answer = JSON.parse(request.responseText);
            log.answers.push(answer.err_msg);
            callback({err_msg: answer.err_msg});
        };
        request.send(JSON.stringify(fields));
    }

    bridge = {
        invoke: function (name, it, callback) {
            log.invoked.push(name);
            if (name == 'preVerifyJSAPI') {
                verify(name, {appId: it.verifyAppId, timestamp: it.verifyTimestamp, nonceStr: it.verifyNonceStr,
                        signature: it.verifySignature},
                    'config', callback);
            } else if (name == 'agentConfig') {
                log.parameters = it;
                if (has('old')) {
                    callback({err_msg: 'agentConfig:function not exist'});
                } else if (!has('silent')) {
                    verify(name, {corpid: it.corpid, agentid: it.agentid, timestamp: it.timestamp, nonceStr: it.nonceStr,
                            signature: it.signature},
                        'agent', callback);
                }
            }
        },
        on: function () {},
        call: function () {}
    };
    window.WeixinJSBridge = has('frozen') ? Object.freeze(bridge) : bridge;
    if (query.indexOf('early') < 0) {
        var event = document.createEvent('Event');
        event.initEvent('WeixinJSBridgeReady', false, false);
        document.dispatchEvent(event);
    }
})(OPTIONS);
