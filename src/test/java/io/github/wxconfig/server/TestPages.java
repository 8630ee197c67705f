package io.github.wxconfig.server;

import java.nio.charset.Charset;

/** Applications that were not made for this project's build, and know nothing of it. */
final class TestPages {

    static final String BODY = "<h1>\u5c71\u5c9a\u8336\u793e</h1>";

    /** Of {@link #withAsync}. */
    static final String ASYNC_DESCRIPTOR = "<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>"
            + asyncJsp("async") + asyncJsp("dispatch") + asyncJsp("again") + "</web-app>";

    private TestPages() {
    }

    /** JSPs and static files, and no descriptor at all. */
    static WebApp ordinary(String name) {
        return new WebApp(name)
                .file("index.jsp", "<%@ page contentType=\"text/html; charset=UTF-8\" pageEncoding=\"UTF-8\" session=\"false\" %>"
                        + "<!DOCTYPE html>\n<html>\n<head>\n<title>Index</title>\n</head>\n<body>" + BODY
                        + "<p><%= request.getQueryString() %></p></body>\n</html>\n")
                .file("gbk.html", "<!DOCTYPE html>\n<html><head><meta charset=\"gbk\"><title>GBK</title></head><body>" + BODY
                        + "</body></html>\n", Charset.forName("GBK"))
                .file("forward.jsp", "<jsp:forward page=\"/inside/target.jsp\"/>")
                .file("inside/target.jsp", "<%@ page contentType=\"text/html; charset=UTF-8\" session=\"false\" %>"
                        + "<html><head><title>Target</title></head><body>forwarded</body></html>")
                .file("include.jsp", "<%@ page contentType=\"text/html; charset=UTF-8\" session=\"false\" %>"
                        + "<jsp:include page=\"/inside/top.jsp\"/>included</body></html>")
                .file("inside/top.jsp", "<html><head><title>Top</title></head><body>")
                .file("plain.txt", "<html><head></head></html>");
    }

    /** The ordinary one with pages that are answered asynchronously, and a large static one. */
    static WebApp withAsync(String name) {
        return ordinary(name)
                .file("async.jsp", "<%@ page contentType=\"text/html; charset=UTF-8\" session=\"false\" %><%"
                        + "final AsyncContext async = request.startAsync(request, response);"
                        + "async.start(new Runnable() { public void run() { try {"
                        + "async.getResponse().getWriter().print(\"<html><head><title>Async</title></head>later</html>\");"
                        + "} catch (java.io.IOException e) { throw new IllegalStateException(e); } async.complete(); } });%>")
                .file("dispatch.jsp", "<% request.startAsync().dispatch(\"/index.jsp\"); %>")
                .file("again.jsp", "<% request.startAsync(request, response).dispatch(\"/index.jsp\"); %>")
                .file("large.html", "<!DOCTYPE html><html><head><title>Large</title></head><body>"
                        + "<p>line</p>\n".repeat(20_000) + "</body></html>")
                .webXml(ASYNC_DESCRIPTOR);
    }

    private static String asyncJsp(String name) {
        return "<servlet><servlet-name>" + name + "</servlet-name><jsp-file>/" + name + ".jsp</jsp-file>"
                + "<async-supported>true</async-supported></servlet><servlet-mapping><servlet-name>" + name
                + "</servlet-name><url-pattern>/later/" + name + "</url-pattern></servlet-mapping>";
    }
}
