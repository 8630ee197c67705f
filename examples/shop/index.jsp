<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ include file="/WEB-INF/jspf/catalogue.jspf" %>
<%
    request.setAttribute("title", "首页");
    request.setAttribute("text", "六种茶，都是我们自己每天喝的");
    request.setAttribute("picture", "img/longjing.svg");
    request.setAttribute("tab", "home");
%>
<jsp:include page="/WEB-INF/jsp/head.jsp"/>

<header class="hero">
  <img src="img/mountains.svg" alt="">
  <div>
    <h1>山岚茶社</h1>
    <p>Mountain Mist Tea</p>
  </div>
</header>

<main>
  <p class="lead">六种茶，都是我们自己每天喝的。<br><small>Six teas, all of which we drink ourselves.</small></p>

  <h2>今日一杯 <small>Cup of the day</small></h2>
  <a class="card wide" href="product.jsp?id=jasmine&amp;from=home">
    <img src="img/jasmine.svg" alt="碧潭飘雪">
    <div>
      <h3>碧潭飘雪</h3>
      <p class="en">Jasmine Snow</p>
      <p>春芽与茉莉窨了六夜，花瓣还浮在水上。</p>
      <p class="price">¥ 88</p>
    </div>
  </a>

  <h2>本季新茶 <small>This season</small></h2>
  <div class="grid">
<%  for (int i = 0; i < 4; i++) { String[] t = TEAS[i]; %>
    <a class="card" href="product.jsp?id=<%= t[ID] %>">
      <img src="img/<%= t[ID] %>.svg" alt="<%= t[NAME] %>">
      <div>
        <h3><%= t[NAME] %></h3>
        <p class="en"><%= t[NAME_EN] %></p>
        <p class="price">¥ <%= t[PRICE] %></p>
      </div>
    </a>
<%  } %>
  </div>

  <a class="banner" href="invite.jsp">
    <span>请朋友喝茶</span><small>Invite a friend: a page that prints its own script</small>
  </a>
</main>

<jsp:include page="/WEB-INF/jsp/foot.jsp"/>
