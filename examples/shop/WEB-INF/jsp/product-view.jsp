<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ include file="/WEB-INF/jspf/catalogue.jspf" %>
<% String[] t = (String[]) request.getAttribute("tea"); %>
<jsp:include page="/WEB-INF/jsp/head.jsp"/>

<main class="product">
  <img class="picture" src="img/<%= t[ID] %>.svg" alt="<%= t[NAME] %>" onclick="preview('img/<%= t[ID] %>.svg')">
  <h1><%= t[NAME] %> <small><%= t[NAME_EN] %></small></h1>
  <p class="price">¥ <%= t[PRICE] %> <small>/ <%= t[WEIGHT] %></small></p>
  <p><%= t[TEXT] %></p>
  <p class="en"><%= t[TEXT_EN] %></p>

  <dl class="facts">
    <div><dt>产地 <small>Origin</small></dt><dd><%= t[ORIGIN] %></dd></div>
    <div><dt>香气 <small>Taste</small></dt><dd><%= t[TASTE] %></dd></div>
    <div><dt>水温 <small>Water</small></dt><dd><%= t[WATER] %> °C</dd></div>
    <div><dt>时间 <small>Time</small></dt><dd><%= t[SECONDS] %> s</dd></div>
  </dl>

  <form action="cart.jsp" method="post">
    <input type="hidden" name="add" value="<%= t[ID] %>">
    <button>放进茶篮 <small>Add to basket</small></button>
  </form>
</main>

<jsp:include page="/WEB-INF/jsp/foot.jsp"/>
