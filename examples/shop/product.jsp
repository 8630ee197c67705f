<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ include file="/WEB-INF/jspf/catalogue.jspf" %>
<%-- A controller: finds the tea, then forwards to the view. WeChat sees the address of this page, not of the view. --%>
<%
    String[] found = tea(request.getParameter("id"));
    if (found == null) {
        response.sendRedirect("products.jsp");
        return;
    }
    request.setAttribute("tea", found);
    request.setAttribute("title", found[NAME]);
    request.setAttribute("text", found[TASTE] + "。" + found[ORIGIN]);
    request.setAttribute("picture", "img/" + found[ID] + ".svg");
    request.setAttribute("tab", "teas");
%>
<jsp:forward page="/WEB-INF/jsp/product-view.jsp"/>
