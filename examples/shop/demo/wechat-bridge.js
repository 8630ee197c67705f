/*
 * DEMO ONLY. A small stand-in for the part of WeChat that lives in its app, so that the example can be tried in any
 * browser. A real page has nothing like it.
 *
 * WeChat's app checks the signature that a page gives to wx.config. Here the simulator does so, at POST /verify, and a
 * strip on top of the page says what WeChat would have said.
 *
 *  - If the browser says that it is MicroMessenger and the real JS-SDK could be loaded, this file is the native bridge
 *    (WeixinJSBridge) behind that SDK.
 *  - In any other browser the SDK does nothing; then this file plays the SDK too.
 */
(function (w, d) {
  'use strict';

  if (!w.demo || !w.demo.simulator) { return; }

  var sdkDrives = /MicroMessenger/i.test(navigator.userAgent);
  var state = { kind: 'wait', said: '', detail: '', config: null, url: '', share: null, calls: [] };
  var readyCallbacks = [], completed = false, seen = null;

  /* The client's own idea of the page: what it shows in its address bar, without the fragment. */
  function pageUrl() { return w.location.href.split('#')[0]; }

  /* Asks the simulator, as WeChat's app asks WeChat. */
  function verify(config, done) {
    var request = new XMLHttpRequest(), url = pageUrl();
    state.config = config;
    state.url = url;
    request.open('POST', w.demo.simulator + '/verify', true);
    request.setRequestHeader('Content-Type', 'application/json');
    request.onload = function () {
      var answer;
      try { answer = JSON.parse(request.responseText); } catch (e) { answer = { err_msg: 'preVerifyJSAPI:fail' }; }
      state.detail = answer.detail || '';
      judge(answer.err_msg);
      done(answer);
    };
    request.onerror = function () {
      show('bad', 'The simulator does not answer at ' + w.demo.simulator);
      done({ err_msg: 'system:fail' });
    };
    request.send(JSON.stringify({
      url: url, appId: config.appId, timestamp: String(config.timestamp), nonceStr: config.nonceStr,
      signature: config.signature, signType: 'sha1', jsApiList: config.jsApiList || []
    }));
  }

  function judge(message) {
    var said = String(message).replace(/^preVerifyJSAPI:/, '').replace(/^fail_?/, '').replace(/_/g, ' ');
    if (said === 'ok') { show('good', 'config:ok'); } else { show('bad', 'config:' + (said || 'fail')); }
  }

  /* An API call of the page that has reached "the app". */
  function called(name, args) {
    state.calls.push(name);
    if (name === 'updateAppMessageShareData' || (name === 'updateTimelineShareData' && !state.share)) {
      state.share = args;
    }
    if (name === 'imagePreview' || name === 'previewImage' || name === 'openLocation') { toast(name); }
    render();
  }

  /* 1. The native bridge, for the real SDK. */
  function installBridge() {
    w.WeixinJSBridge = {
      invoke: function (name, args, callback) {
        args = args || {};
        if (name === 'preVerifyJSAPI') {
          sdkDrives = true;
          verify({ appId: args.verifyAppId, timestamp: args.verifyTimestamp, nonceStr: args.verifyNonceStr,
            signature: args.verifySignature, jsApiList: args.verifyJsApiList }, callback);
        } else if (name !== 'getNetworkType') {   // unanswered, this keeps the SDK from sending statistics
          called(name, args);
          setTimeout(function () { callback({ err_msg: name + ':ok' }); }, 0);
        }
      },
      on: function () { },
      call: function () { }
    };
    var event = d.createEvent('Event');
    event.initEvent('WeixinJSBridgeReady', false, false);
    d.dispatchEvent(event);
  }

  function configure(config) {
    if (config.signature === seen) { return; }
    seen = config.signature;
    verify(config, function () {
      completed = true;
      look();
      while (readyCallbacks.length) { readyCallbacks.shift()(); }
    });
  }

  /* 2. The SDK's part, for browsers in which the SDK does nothing or cannot be loaded. */
  function installSdk() {
    var names = ['updateAppMessageShareData', 'updateTimelineShareData', 'hideMenuItems', 'showMenuItems', 'previewImage',
      'openLocation', 'getLocation', 'scanQRCode', 'closeWindow', 'checkJsApi'];
    var sdk = {
      config: configure,
      ready: function (callback) { if (completed) { callback(); } else { readyCallbacks.push(callback); } },
      error: function () { }
    };
    names.forEach(function (name) { sdk[name] = function (args) { called(name, args || {}); }; });
    sdkDrives = false;
    Object.defineProperty(w, 'wx', {configurable: true, get: function () { return sdk; }, set: function () { }});
    watch();
  }

  /* The card that the jar would set: in this browser the real SDK does nothing, so it is asked for. */
  function look() {
    var card = w.wxconfig && w.wxconfig.share && w.wxconfig.share();
    if (card && !state.share) {
      state.share = { title: card.title, desc: card.desc, link: card.link, imgUrl: card.image };
      render();
    }
  }

  /* The injected script may have called wx.config before there was anybody to hear it, or may do so after a repair. */
  function watch() {
    var left = 40;
    (function look() {
      if (w.wxconfig && w.wxconfig.config) { configure(w.wxconfig.config); }   // not wx.config, which counts calls of the page
      if (!seen && --left) { setTimeout(look, 250); }
      if (!seen && !left) { show('none', 'no wx.config on this page'); }
    })();
  }

  /* What the strip shows. */
  function show(kind, said) {
    state.kind = kind;
    state.said = said;
    render();
  }

  var TITLES = {
    wait: ['…', '等待签名', 'waiting for a signature'],
    good: ['✓', '签名有效', 'configuration verified'],
    bad: ['✗', '微信会拒绝', 'WeChat would refuse'],
    none: ['–', '没有 wx.config', 'not configured']
  };
  var strip, open = w.location.hash === '#wxdemo';

  function element(tag, className, text) {
    var e = d.createElement(tag);
    if (className) { e.className = className; }
    if (text !== undefined) { e.appendChild(d.createTextNode(text)); }
    return e;
  }

  function row(list, term, text, className) {
    list.appendChild(element('dt', '', term));
    list.appendChild(element('dd', className, text));
  }

  function details() {
    var box = element('div', 'wxdemo-more'), list = element('dl'), c = state.config || {};
    var signedFor = w.wxconfig && w.wxconfig.url;
    if (state.kind === 'bad' || state.kind === 'none') { row(list, 'WeChat', state.said, 'wxdemo-said'); }
    if (state.kind === 'bad' && state.detail) { row(list, '原因 why', state.detail); }
    if (signedFor) { row(list, '签名的地址 signed URL', signedFor); }
    if (state.url && state.url !== signedFor) { row(list, '实际的地址 actual URL', state.url); }
    if (c.signature) {
      row(list, 'appId', c.appId);
      row(list, 'timestamp', String(c.timestamp));
      row(list, 'nonceStr', c.nonceStr);
      row(list, 'signature', c.signature);
    }
    if (state.calls.length) { row(list, '页面的调用 calls', state.calls.join(', ')); }
    box.appendChild(list);
    if (state.share) { box.appendChild(card(state.share)); }
    box.appendChild(element('p', '', sdkDrives
      ? 'Demo bridge: the real JS-SDK drives, the simulator decides.'
      : 'Demo bridge: this browser is not WeChat, so the demo plays the JS-SDK; the simulator decides.'));
    return box;
  }

  function card(share) {
    var box = element('div', 'wxdemo-card'), text = element('div'), image = element('img');
    image.src = share.imgUrl || '';
    image.alt = '';
    text.appendChild(element('b', '', share.title || ''));
    text.appendChild(element('span', '', share.desc || share.link || ''));
    text.appendChild(element('i', '', '朋友看到的 what a friend sees'));
    box.appendChild(text);
    box.appendChild(image);
    return box;
  }

  function render() {
    if (!d.body) { return; }
    if (!strip) {
      var style = element('style', '', CSS);
      d.head.appendChild(style);
      strip = element('div');
      strip.onclick = function () { open = !open; render(); };
      d.body.insertBefore(strip, d.body.firstChild);
    }
    var title = TITLES[state.kind], line = element('div', 'wxdemo-line');
    strip.className = 'wxdemo wxdemo-' + state.kind;
    strip.setAttribute('data-said', state.said);
    while (strip.firstChild) { strip.removeChild(strip.firstChild); }
    line.appendChild(element('b', '', title[0]));
    var words = element('span', '', title[1] + ' ');
    words.appendChild(element('small', '', title[2]));
    line.appendChild(words);
    line.appendChild(element('em', '', '演示 simulated WeChat'));
    strip.appendChild(line);
    if (open || state.kind === 'bad') { strip.appendChild(details()); }
  }

  function toast(name) {
    var t = element('div', 'wxdemo-toast', name + '() – WeChat would open it now');
    d.body.appendChild(t);
    setTimeout(function () { d.body.removeChild(t); }, 1600);
  }

  var CSS = '.wxdemo{font:13px/1.45 system-ui,sans-serif;color:#fff;background:#77736a;text-align:left;cursor:pointer}'
    + '.wxdemo-good{background:#1f7a4a}.wxdemo-bad{background:#a8322a}.wxdemo-none{background:#8a6412}'
    + '.wxdemo-line{display:flex;align-items:center;gap:8px;padding:9px 14px;max-width:560px;margin:auto;box-sizing:border-box}'
    + '.wxdemo-line b{flex:none;width:20px;height:20px;line-height:20px;border-radius:50%;background:rgba(255,255,255,.22);text-align:center}'
    + '.wxdemo-line span{flex:1;font-weight:600}.wxdemo small{display:block;font-weight:400;font-size:12px;line-height:1.2;opacity:.9}'
    + '.wxdemo-line em{flex:none;font-style:normal;font-size:11px;padding:1px 7px;border:1px solid rgba(255,255,255,.55);border-radius:9px}'
    + '.wxdemo-more{padding:0 14px 12px;max-width:560px;margin:auto;box-sizing:border-box}'
    + '.wxdemo dl{margin:0;font-size:12px}.wxdemo dt{opacity:.75;margin-top:5px}'
    + '.wxdemo dd{margin:0;word-break:break-all;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:11.5px}'
    + '.wxdemo dd.wxdemo-said{font-weight:700;font-size:13px}.wxdemo p{margin:10px 0 0;font-size:11px;opacity:.8}'
    + '.wxdemo-card{display:flex;gap:10px;margin-top:10px;padding:10px;border-radius:6px;background:#fff;color:#222}'
    + '.wxdemo-card div{flex:1}.wxdemo-card b,.wxdemo-card span,.wxdemo-card i{display:block}'
    + '.wxdemo-card span{color:#777;font-size:12px}.wxdemo-card i{color:#aaa;font-size:11px;font-style:normal;margin-top:4px}'
    + '.wxdemo-card img{width:52px;height:52px;object-fit:cover;border-radius:4px}'
    + '.wxdemo-toast{position:fixed;left:50%;top:45%;transform:translateX(-50%);padding:10px 16px;border-radius:8px;'
    + 'background:rgba(0,0,0,.78);color:#fff;font:14px system-ui,sans-serif;white-space:nowrap}';

  render();
  if (!sdkDrives) {
    installSdk();
  } else if (w.WeixinJSBridge) {
    show('none', 'this is the real WeChat app, which does not know the demo account');
  } else {
    installBridge();
    setTimeout(function () { if (!w.wx && !state.config) { installSdk(); } }, 3000);
  }
})(window, document);
