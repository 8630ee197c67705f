<%@ page contentType="text/html; charset=UTF-8" import="java.util.LinkedHashMap, java.util.Map" %>
<%@ include file="/WEB-INF/jspf/catalogue.jspf" %>
<%-- The basket lives in the session, so the first links carry ;jsessionid: part of the URL that is signed. --%>
<%
    request.setAttribute("title", "茶篮");
    request.setAttribute("tab", "cart");
    Map<String, Integer> basket = new LinkedHashMap<String, Integer>();
    if (session.getAttribute("basket") != null) {
        basket.putAll((Map<String, Integer>) session.getAttribute("basket"));
    }
    String add = request.getParameter("add");
    if (tea(add) != null) {
        basket.put(add, Integer.valueOf(basket.containsKey(add) ? basket.get(add).intValue() + 1 : 1));
    }
    basket.remove(request.getParameter("remove"));
    session.setAttribute("basket", basket);
    int total = 0;
%>
<jsp:include page="/WEB-INF/jsp/head.jsp"/>

<main>
  <h1>茶篮 <small>Basket</small></h1>
<%  if (basket.isEmpty()) { %>
  <p class="empty">茶篮还空着。<small>Nothing in it yet.</small></p>
  <a class="button" href="<%= response.encodeURL("products.jsp") %>">去看茶单 <small>See the teas</small></a>
<%  } else {
        for (Map.Entry<String, Integer> line : basket.entrySet()) {
            String[] t = tea(line.getKey());
            int sum = Integer.parseInt(t[PRICE]) * line.getValue().intValue();
            total += sum; %>
  <div class="line">
    <img src="img/<%= t[ID] %>.svg" alt="">
    <div><h3><%= t[NAME] %></h3><p class="en"><%= t[NAME_EN] %> × <%= line.getValue() %></p></div>
    <p class="price">¥ <%= sum %></p>
    <a href="<%= response.encodeURL("cart.jsp?remove=" + t[ID]) %>" title="Remove">×</a>
  </div>
<%      } %>
  <p class="total">合计 <small>Total</small> <span class="price">¥ <%= total %></span></p>
  <a class="button" href="<%= response.encodeURL("checkout.jsp?step=1") %>">去结算 <small>Check out</small></a>
<%  } %>
</main>

<script>
  hideSharing();
</script>
<jsp:include page="/WEB-INF/jsp/foot.jsp"/>
