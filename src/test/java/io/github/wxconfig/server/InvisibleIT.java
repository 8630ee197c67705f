package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.wechat.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that does not ask for us finds nothing of ours, by whatever way it looks; one that asks finds its page's
 * signature, in each dispatch.
 */
class InvisibleIT {

    private static final String APPID = "wx0123456789abcdef";
    private static final String HEAD =
            "<%@ page contentType=\"text/html; charset=UTF-8\" isELIgnored=\"false\" import=\"java.util.*\" %>"
            + "<html><head><title>x</title></head><body>";

    /** Notes down what listeners hear, by kind and name. */
    private static final String LISTENER = """
            package legacy;
            import java.util.*;
            import SERVLET.*;
            import SERVLET.http.*;

            public class Listening implements ServletContextListener, ServletContextAttributeListener,
                    ServletRequestAttributeListener, HttpSessionAttributeListener {
                public static final Set<String> HEARD = Collections.synchronizedSet(new TreeSet<String>());
                private static ServletContext context;
                public void contextInitialized(ServletContextEvent e) { context = e.getServletContext(); }
                public void contextDestroyed(ServletContextEvent e) { }
                public void attributeAdded(ServletContextAttributeEvent e) { HEARD.add("context " + e.getName()); }
                public void attributeRemoved(ServletContextAttributeEvent e) { HEARD.add("context " + e.getName()); }
                public void attributeReplaced(ServletContextAttributeEvent e) { HEARD.add("context " + e.getName()); }
                public void attributeAdded(ServletRequestAttributeEvent e) { HEARD.add("request " + e.getName()); }
                public void attributeRemoved(ServletRequestAttributeEvent e) { HEARD.add("request " + e.getName()); }
                public void attributeReplaced(ServletRequestAttributeEvent e) { HEARD.add("request " + e.getName()); }
                public void attributeAdded(HttpSessionBindingEvent e) { HEARD.add("session " + e.getName()); }
                public void attributeRemoved(HttpSessionBindingEvent e) { HEARD.add("session " + e.getName()); }
                public void attributeReplaced(HttpSessionBindingEvent e) { HEARD.add("session " + e.getName()); }
            }
            """;

    /** Everything that lies about, a line each: as an error page for developers or a debugging view shows it. */
    private static final String DUMP = HEAD + """
            <pre>
            appid=[${wxconfig.appid}] empty=[${empty wxconfig}] request=[${requestScope.wxconfig}] any=[${requestScope}]
            attribute=[<%= request.getAttribute("wxconfig") %>] found=[<%= pageContext.findAttribute("wxconfig") %>]
            <%
              for (int scope : new int[] {PageContext.PAGE_SCOPE, PageContext.REQUEST_SCOPE, PageContext.SESSION_SCOPE,
                  PageContext.APPLICATION_SCOPE}) {
                Set<String> names = new TreeSet<String>(Collections.list(pageContext.getAttributeNamesInScope(scope)));
                out.println("scope " + scope + " " + names);
              }
              out.println("request " + new TreeSet<String>(Collections.list(request.getAttributeNames())));
              out.println("context " + new TreeSet<String>(Collections.list(application.getAttributeNames())));
              for (String name : new TreeSet<String>(Collections.list(request.getHeaderNames()))) {
                if (!name.equalsIgnoreCase("User-Agent")) {
                  out.println("> " + name + Collections.list(request.getHeaders(name)));
                }
              }
              for (String name : new TreeSet<String>(response.getHeaderNames())) {
                out.println("< " + name + response.getHeaders(name));
              }
              out.flush();
              for (String name : new TreeSet<String>(response.getHeaderNames())) {
                out.println("<< " + name + response.getHeaders(name));
              }
              out.println("heard " + legacy.Listening.HEARD);
              out.println("parameters " + request.getParameterMap().keySet()
                  + " cookies " + Arrays.toString(request.getCookies()));
              for (java.util.logging.Handler handler : java.util.logging.Logger.getLogger("").getHandlers()) {
                out.println("handler " + handler.getClass().getName());
              }
            %>
            </pre></body></html>
            """;

    /** Every way to ask. */
    private static final String ASKING = HEAD + """
            <% request.setAttribute("io.github.wxconfig.skip", true); %>
            name=${requestScope['io.github.wxconfig.signature'].json}
            java=<%= io.github.wxconfig.WxConfig.of(request) %>
            chosen=${tea.json}
            </body></html>
            """;

    private static final List<String> TARGETS = List.of("/dump.jsp?a=1", "/forward.jsp?a=1", "/include.jsp", "/none.html",
            "/gone.jsp", "/fails.jsp?a=1", "/later?a=1", "/later-again?a=1");

    private final WeChatSimulator weChat = WeChatSimulator.start();

    static Stream<Platform> tomcats() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_9, 17),
                Platform.tomcat(Distribution.TOMCAT_11, 17));
    }

    static Stream<Platform> products() {
        return Platform.wanted(
                Platform.jetty(Distribution.JETTY_12_0, "ee10"),
                Platform.wildFly(Distribution.WILDFLY_30, 17));
    }

    static Stream<Platform> others() {
        return Platform.wanted(
                Platform.tomcat(Distribution.TOMCAT_7, 8),
                Platform.tomEE(8),
                Platform.jetty(Distribution.JETTY_9, 8),
                Platform.payara(Distribution.PAYARA_5, 17),
                Platform.payara(Distribution.PAYARA_6, 17),
                Platform.liberty(Liberty.Features.SERVLET_3_1, 8),
                Platform.liberty(Liberty.Features.SERVLET_6_0, 17),
                Platform.resin(17));
    }

    @AfterEach
    void close() {
        weChat.close();
    }

    @ParameterizedTest
    @MethodSource("tomcats")
    void whoDoesNotAskFindsNothing(Platform platform) {
        assertFindsNothing(platform);
    }

    @Tag("matrix")
    @ParameterizedTest
    @MethodSource("products")
    void whoDoesNotAskFindsNothingElsewhere(Platform platform) {
        assertFindsNothing(platform);
    }

    @Tag("matrix")
    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("others")
    void whoDoesNotAskFindsNothingOnOthers(Platform platform) {
        assertFindsNothing(platform);
    }

    @ParameterizedTest
    @MethodSource("tomcats")
    void whoAsksFindsTheSignature(Platform platform) {
        assertFindsTheSignature(platform);
    }

    @Tag("matrix")
    @ParameterizedTest
    @MethodSource("products")
    void whoAsksFindsTheSignatureElsewhere(Platform platform) {
        assertFindsTheSignature(platform);
    }

    @Tag("matrix")
    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("others")
    void whoAsksFindsTheSignatureOnOthers(Platform platform) {
        assertFindsTheSignature(platform);
    }

    private void assertFindsNothing(Platform platform) {
        try (Server plain = platform.make("invisible-without"); Server server = platform.make("invisible-with")) {
            plain.deploy(app(platform));
            server.deploy(app(platform).jar(platform.era().jar()));
            plain.start();
            start(server);
            SignedPage.fetch(server, weChat, "/shop/index.jsp");
            plain.get("/shop/index.jsp", SignedPage.WECHAT);
            for (String browser : List.of(SignedPage.DESKTOP, SignedPage.WECHAT)) {
                for (String target : TARGETS) {
                    assertEquals(dump(plain, target, browser), dump(server, target, browser), target + " for " + browser);
                }
            }
            System.out.println(platform + ": " + TARGETS.size()
                    + " dispatches in two browsers dump what they dump without the jar");
        }
    }

    private void start(Server server) {
        server.with("wxconfig.appid", APPID).with("wxconfig.apiBase", weChat.baseUrl())
                .withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef").start();
    }

    /** Between the tags, as long as nothing else is ours. */
    private static String dump(Server server, String target, String browser) {
        Answer answer = server.get("/shop" + target, browser, "Accept: text/html");
        Matcher dump = Pattern.compile("(?s)<pre>(.*)</pre>").matcher(answer.text());
        assertTrue(dump.find(), () -> target + ": " + answer);
        assertTrue(dump.group(1).contains("appid=[] empty=[true]"), dump.group(1));
        return answer.status() + dump.group(1).replace(":" + server.port, ":port").replace(server.base.toString(), "BASE")
                .replaceAll("@[0-9a-f]{3,}|(?i)(?:jsessionid|newSessionId)=[\\w.:-]+|\\d{10,}|Date\\[.*?\\]", "*")
                // of Liberty, where a page with a new session says nothing of caches itself
                .replace("<< Cache-Control[no-cache=\"set-cookie, set-cookie2\"]\n", "")
                // there with each jar that has a fragment
                .replaceAll("(?:context )?(?:javax|jakarta)\\.servlet\\.context\\.orderedLibs, ", "");
    }

    private static WebApp app(Platform platform) {
        String async = "<% request.startAsync(ARGUMENTS).dispatch(\"/dump.jsp\"); %>";
        WebApp app = TestPages.ordinary("shop").file("dump.jsp", DUMP).file("asking.jsp", ASKING)
                .file("forward.jsp", "<jsp:forward page=\"/dump.jsp\"/>")
                .file("include.jsp", HEAD + "<jsp:include page=\"/dump.jsp\"/>")
                .file("gone.jsp", "<% response.sendError(410); %>")
                .file("fails.jsp", "<% if (true) { throw new IllegalStateException(\"on purpose\"); } %>")
                .file("async.jsp", async.replace("ARGUMENTS", ""))
                .file("again.jsp", async.replace("ARGUMENTS", "request, response"))
                .file("forward-asking.jsp", "<jsp:forward page=\"/asking.jsp\"/>")
                .file("lost.jsp", "<% response.sendError(404); %>")
                .file("async-asking.jsp", "<% request.startAsync().dispatch(\"/asking.jsp\"); %>")
                .webXml("<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>"
                        + "<listener><listener-class>legacy.Listening</listener-class></listener>"
                        + jsp("async", "/later") + jsp("again", "/later-again") + jsp("async-asking", "/later-asking")
                        + error("410", "/dump.jsp?error=410") + error("404", "/dump.jsp")
                        + "<error-page><exception-type>java.lang.IllegalStateException</exception-type>"
                        + "<location>/dump.jsp</location></error-page></web-app>");
        return Sources.addTo(app, platform.era(), LISTENER);
    }

    private static String jsp(String name, String path) {
        return "<servlet><servlet-name>" + name + "</servlet-name><jsp-file>/" + name + ".jsp</jsp-file>"
                + "<async-supported>true</async-supported></servlet><servlet-mapping><servlet-name>" + name
                + "</servlet-name><url-pattern>" + path + "</url-pattern></servlet-mapping>";
    }

    private static String error(String code, String page) {
        return "<error-page><error-code>" + code + "</error-code><location>" + page + "</location></error-page>";
    }

    private void assertFindsTheSignature(Platform platform) {
        try (Server server = platform.make("invisible-asking")) {
            server.deploy(app(platform).jar(platform.era().jar()));
            server.with("wxconfig.attribute", "tea");
            start(server);
            SignedPage.fetch(server, weChat, "/shop/index.jsp");
            for (String target : List.of("/asking.jsp?a='b'", "/forward-asking.jsp?a=%3C/script%3E", "/later-asking?a=1")) {
                for (String browser : List.of(SignedPage.WECHAT, SignedPage.DESKTOP)) {
                    Answer answer = server.get("/shop" + target, browser);
                    assertFalse(answer.text().contains("(function("), "our script was not wanted");
                    if (browser.equals(SignedPage.WECHAT)) {
                        assertSigned(server, target, "name", answer);
                    } else {
                        assertTrue(answer.text().contains("name=\n"), answer::toString);
                    }
                    assertSigned(server, target, "java", answer);
                    assertSigned(server, target, "chosen", answer);
                }
            }
        }
    }

    private void assertSigned(Server server, String target, String way, Answer answer) {
        Matcher json = Pattern.compile(way + "=(\\{.*?\\})\\s").matcher(answer.text());
        assertTrue(json.find(), () -> target + " by " + way + ": " + answer);
        Map<String, Object> config = Json.readObject(json.group(1));
        assertEquals(server.url("/shop" + target), config.get("url"), way);
        new SignedPage((String) config.get("appId"), Long.parseLong(config.get("timestamp").toString()),
                (String) config.get("nonceStr"),
                (String) config.get("signature")).assertAccepted(weChat, server.url("/shop" + target));
    }

    /** An application whose own filter, initializer or request attribute has the name that ours had. */
    @Test
    void anApplicationKeepsItsOwnFilterOfThatName() {
        String filter = """
                package legacy;
                import java.io.*;
                import java.util.*;
                import SERVLET.*;

                public class Own implements Filter, ServletContextListener {
                    public void contextInitialized(ServletContextEvent e) {
                        e.getServletContext().addFilter("wxconfig", Own.class)
                                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
                    }
                    public void contextDestroyed(ServletContextEvent e) { }
                    public void init(FilterConfig config) { }
                    public void destroy() { }
                    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                            throws IOException, ServletException {
                        request.setAttribute("wxconfig", Collections.singletonMap("appid", "their own"));
                        chain.doFilter(request, response);
                    }
                }
                """;
        try (Tomcat tomcat = new Tomcat(Distribution.TOMCAT_9, JavaHome.ofThisBuild(), "invisible-own-filter")) {
            WebApp app = TestPages.ordinary("shop").file("own.jsp", HEAD + "[${wxconfig.appid}]</body></html>")
                    .webXml("<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>"
                            + "<listener><listener-class>legacy.Own</listener-class></listener></web-app>").jar(Era.JAVAX.jar());
            tomcat.deploy(Sources.addTo(app, Era.JAVAX, filter));
            start(tomcat);
            assertTrue(SignedPage.fetch(tomcat, weChat, "/shop/own.jsp").text().contains("[their own]"));
            assertTrue(tomcat.get("/shop/own.jsp", SignedPage.DESKTOP).text().contains("[their own]"));
            List<String> warnings = tomcat.warnings().stream().filter(line -> line.contains("wxconfig"))
                    .collect(Collectors.toList());
            assertEquals(List.of(), warnings);
        }
    }
}
