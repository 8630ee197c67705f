<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ include file="/WEB-INF/jspf/catalogue.jspf" %>
<%
    request.setAttribute("title", "茶单");
    request.setAttribute("text", "龙井、铁观音、普洱、小种、茉莉、银针");
    request.setAttribute("picture", "img/tieguanyin.svg");
    request.setAttribute("tab", "teas");
    String kind = request.getParameter("kind");
    String[][] kinds = {{"", "全部", "All"}, {"green", "绿茶", "Green"}, {"oolong", "乌龙", "Oolong"},
            {"black", "红茶", "Black"}, {"dark", "黑茶", "Dark"}, {"white", "白茶", "White"}};
%>
<jsp:include page="/WEB-INF/jsp/head.jsp"/>

<main>
  <h1>茶单 <small>Teas</small></h1>
  <p class="kinds">
<%  for (int i = 0; i < kinds.length; i++) { boolean on = kinds[i][0].equals(kind == null ? "" : kind); %>
    <a class="<%= on ? "on" : "" %>" href="products.jsp<%= i == 0 ? "" : "?kind=" + kinds[i][0] + "&amp;sort=price" %>"><%= kinds[i][1] %> <small><%= kinds[i][2] %></small></a>
<%  } %>
  </p>

<%  for (int i = 0; i < TEAS.length; i++) {
        String[] t = TEAS[i];
        if (kind == null || kind.length() == 0 || kind.equals(t[KIND])) { %>
  <a class="card wide" href="product.jsp?id=<%= t[ID] %>&amp;kind=<%= t[KIND] %>">
    <img src="img/<%= t[ID] %>.svg" alt="<%= t[NAME] %>">
    <div>
      <h3><%= t[NAME] %></h3>
      <p class="en"><%= t[NAME_EN] %> · <%= t[TASTE_EN] %></p>
      <p><%= t[ORIGIN] %> · <%= t[TASTE] %></p>
      <p class="price">¥ <%= t[PRICE] %> <small>/ <%= t[WEIGHT] %></small></p>
    </div>
  </a>
<%      }
    } %>
</main>

<jsp:include page="/WEB-INF/jsp/foot.jsp"/>
