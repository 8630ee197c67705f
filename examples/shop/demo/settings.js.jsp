<%@ page contentType="application/javascript; charset=UTF-8" session="false" %>
<%-- Tells the demo's bridge where the simulated WeChat listens: a port on the page's own host, or nothing. --%>
<%
    String simulator = System.getProperty("demo.simulator", application.getInitParameter("demo.simulator"));
    boolean port = simulator != null && simulator.matches("[0-9]{1,5}");
%>
window.demo = {
  simulator: <%= port ? "'http://' + location.hostname + ':" + simulator + "'" : "null" %>
};
