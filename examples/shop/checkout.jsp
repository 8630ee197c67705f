<%@ page contentType="text/html; charset=UTF-8" %>
<%
    boolean done = "POST".equals(request.getMethod());
    request.setAttribute("title", done ? "谢谢" : "结算");
    request.setAttribute("tab", "cart");
    if (done) {
        session.removeAttribute("basket");
    }
%>
<jsp:include page="/WEB-INF/jsp/head.jsp"/>

<main>
<%  if (done) { %>
  <div class="thanks">
    <img src="img/leaf.svg" alt="">
    <h1>谢谢！<small>Thank you</small></h1>
    <p>水开的时候，茶就到了。<br><small>The tea will be there when the water boils.</small></p>
    <a class="button" href="<%= response.encodeURL("index.jsp") %>">回到首页 <small>Back home</small></a>
  </div>
<%  } else { %>
  <h1>结算 <small>Check out</small></h1>
  <form class="fields" action="<%= response.encodeURL("checkout.jsp?step=2") %>" method="post">
    <label>收货人 <small>Name</small><input name="name" value="陆羽" autocomplete="off"></label>
    <label>地址 <small>Address</small><input name="address" value="湖州 苕溪 1 号" autocomplete="off"></label>
    <p class="hint"><a href="#" onclick="showShop(); return false">到店自取？<small>Pick it up: show the shop on the map</small></a></p>
    <button>付款（演示）<small>Pay, for show only</small></button>
  </form>
<%  } %>
</main>

<script>
  hideSharing();
</script>
<jsp:include page="/WEB-INF/jsp/foot.jsp"/>
