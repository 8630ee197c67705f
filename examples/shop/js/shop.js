/* What any shop does with WeChat's JS-SDK. Nothing here, nor in the pages, knows how a page gets its signature. */

function absolute(path) {
  var a = document.createElement('a');
  a.href = path;
  return a.href;
}

/* A basket is nobody else's business. */
function hideSharing() {
  if (!window.wx) { return; }
  wx.ready(function () {
    wx.hideMenuItems({ menuList: ['menuItem:share:appMessage', 'menuItem:share:timeline'] });
  });
}

function preview(image) {
  if (window.wx) { wx.previewImage({ current: absolute(image), urls: [absolute(image)] }); }
}

function showShop() {
  if (window.wx) {
    wx.openLocation({ latitude: 30.2214, longitude: 120.1025, name: '山岚茶社', address: '杭州 龙井路 1 号', scale: 15 });
  }
}
