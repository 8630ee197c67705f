// What WeChat's client puts into a page, as far as the SDK asks it: hands wx.config, and the URL that the client
// itself knows, to the simulator. For tests.
(function (options) {
    var landing = location.href, log = window.bridgeLog = {invoked: [], answers: []}, bridge = {
        invoke: function (name, parameters, callback) {
            log.invoked.push(name);
            if (name == 'preVerifyJSAPI') {
                verify(parameters, callback);
            } else if (name != 'getNetworkType') {  // unanswered, it keeps the SDK from reporting to its makers
                setTimeout(function () {
                    callback({err_msg: name + ':ok'});
                }, 0);
            }
        },
        on: function () {},
        call: function () {}
    };

    function verify(parameters, callback) {
        var request = new XMLHttpRequest();
        request.open('POST', options.verify, true);
        request.setRequestHeader('Content-Type', 'application/json');
        request.onload = function () {
            var answer = JSON.parse(request.responseText);
            log.answers.push(answer.err_msg);
            callback(answer);
        };
        request.send(JSON.stringify({
            url: (options.ios ? landing : location.href).split('#')[0], appId: parameters.verifyAppId,
            timestamp: parameters.verifyTimestamp, nonceStr: parameters.verifyNonceStr,
            signature: parameters.verifySignature, jsApiList: parameters.verifyJsApiList
        }));
    }

    function install() {
        window.WeixinJSBridge = bridge;
        var event = document.createEvent('Event');
        event.initEvent('WeixinJSBridgeReady', false, false);
        document.dispatchEvent(event);
    }

    if (options.late) {
        window.installBridge = install;
    } else {
        install();
    }
})(OPTIONS);
