<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%--
  A page that prints its own script. The filter is told to leave it alone, and the signature is taken from a request
  attribute that is only there for those who ask by its name. It is not signed as long as there is no ticket.
--%>
<%
    request.setAttribute("io.github.wxconfig.skip", Boolean.TRUE);
    request.setAttribute("title", "请朋友喝茶");
    request.setAttribute("tab", "home");
%>
<jsp:include page="/WEB-INF/jsp/head.jsp"/>

<main>
  <div class="invite">
    <img src="img/silver.svg" alt="">
    <h1>请朋友喝茶 <small>Invite a friend</small></h1>
    <p>点右上角的 ···，把这一页发给朋友，第一杯算我们的。</p>
    <p class="en">Send this page to a friend from the menu at the top right; the first cup is on us.</p>
  </div>
  <p class="note">这一页自己打印脚本：<code>wx.config(\${requestScope['io.github.wxconfig.signature'].json})</code><br>
    <small>This page prints its own script and asks the filter for the signature only.</small></p>
</main>

<script src="https://res.wx.qq.com/open/js/jweixin-1.6.0.js"></script>
<script>
  var signed = ${requestScope['io.github.wxconfig.signature'].signed ? requestScope['io.github.wxconfig.signature'].json : 'null'};
  if (window.wx && signed) {
    wx.config(signed);
    wx.ready(function () {
      var link = location.href.split('#')[0], picture = absolute('img/silver.svg');
      wx.updateAppMessageShareData({ title: '请你喝一杯茶', desc: '第一杯算我们的', link: link, imgUrl: picture });
      wx.updateTimelineShareData({ title: '请你喝一杯茶', link: link, imgUrl: picture });
    });
  }
</script>
<jsp:include page="/WEB-INF/jsp/foot.jsp"/>
