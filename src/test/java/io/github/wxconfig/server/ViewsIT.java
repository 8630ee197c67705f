package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Views of Freemarker, Velocity and Thymeleaf, which look names up in the request, the session and the application, and which
 * can show all that is there: they read, list and set {@code wxconfig} as they would without the jar.
 */
@Tag("matrix")
@Tag("thorough")
class ViewsIT {

    /** Names attributes as the request says, and draws Thymeleaf's views. */
    private static final String VIEWS = """
            package legacy;
            import java.io.IOException;
            import java.util.Collections;
            import SERVLET.*;
            import SERVLET.http.*;
            import org.thymeleaf.TemplateEngine;
            import org.thymeleaf.context.WebContext;
            import org.thymeleaf.templateresolver.ServletContextTemplateResolver;

            public class Views extends HttpServlet implements Filter {
                private TemplateEngine engine;
                @Override public void init() {
                    engine = new TemplateEngine();
                    engine.setTemplateResolver(new ServletContextTemplateResolver(getServletContext()));
                }
                @Override protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                    response.setContentType("text/html;charset=UTF-8");
                    WebContext context = new WebContext(request, response, getServletContext());
                    engine.process(request.getServletPath(), context, response.getWriter());
                }
                @Override public void init(FilterConfig config) { }
                @Override public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                        throws IOException, ServletException {
                    Object theirs = Collections.singletonMap("appid", "theirs");
                    for (String scope : String.valueOf(request.getParameter("in")).split("-")) {
                        if (scope.equals("request")) { request.setAttribute("wxconfig", theirs); }
                        if (scope.equals("session")) {
                            ((HttpServletRequest) request).getSession().setAttribute("wxconfig", theirs);
                        }
                        if (scope.equals("none")) { request.setAttribute("wxconfig", null); }
                    }
                    chain.doFilter(request, response);
                }
            }
            """;

    private static final String HEAD =
            "<!DOCTYPE html>\n<html xmlns:th=\"http://www.thymeleaf.org\"><head><title>Tea</title></head><body>\n";

    private static final String FREEMARKER = HEAD + """
            <#list Request?keys?sort as key>request ${key}
            </#list><#list .data_model?keys?sort as key>model ${key}
            </#list>read ${(Session.wxconfig.appid)!"nothing"} ${(Application.wxconfig.appid)!"nothing"}
            ${(wxconfig.appid)!"nothing"} ${(Request.wxconfig.appid)!"nothing"} ${wxconfig???c}
            ${(.data_model.wxconfig.appid)!"nothing"}
            <#assign wxconfig = {"appid": "own"}>own ${wxconfig.appid}
            </body></html>
            """;

    private static final String VELOCITY = HEAD + """
            #foreach ($name in $request.attributeNames)request $name
            #end#foreach ($name in $session.attributeNames)session $name
            #end#foreach ($name in $application.attributeNames)application $name
            #end#foreach ($name in $context.keys)model $name
            #end
            read $wxconfig.appid $!wxconfig.appid #if ($wxconfig)something#{else}nothing#end
            $request.getAttribute("wxconfig").appid
            #set ($wxconfig = {"appid": "own"})own $wxconfig.appid
            </body></html>
            """;

    private static final String THYMELEAF = HEAD + """
            <p th:each="name : ${#ctx.variableNames}" th:text="'variable ' + ${name}"></p>
            <p th:each="name : ${#request.attributeNames}" th:text="'request ' + ${name}"></p>
            <p th:each="name : ${#servletContext.attributeNames}" th:text="'application ' + ${name}"></p>
            <p th:if="${session}" th:text="'session ' + ${session.keySet()} + ${session.wxconfig}"></p>
            <p th:text="'read ' + (${wxconfig} ? ${wxconfig.appid} : 'nothing') + ' '
                + ${#request.getAttribute('wxconfig')} + ' ' + ${wxconfig == null}"></p>
            <p th:with="wxconfig=${ {'own'} }" th:text="${wxconfig[0]}"></p>
            </body></html>
            """;

    private static final List<String> VIEW_NAMES = List.of("/tea.ftl", "/tea.vm", "/tea.th.html");
    private static final List<String> SCOPES = List.of("", "?in=request", "?in=session", "?in=none", "?in=request-none");
    private static final Pattern SCRIPTS = Pattern.compile("(?s)<script>\\(function\\(.*?</script><script src=[^>]*></script>");

    private final WeChatSimulator weChat = WeChatSimulator.start();

    @AfterEach
    void close() {
        weChat.close();
    }

    @Test
    void readListAndSetTheNameAsWithoutTheJar() {
        try (Server plain = tomcat("views-without"); Server server = tomcat("views-with")) {
            plain.deploy(app());
            server.deploy(app().jar(Era.JAVAX.jar()));
            plain.start();
            server.with("wxconfig.appid", "wx0123456789abcdef").with("wxconfig.apiBase", weChat.baseUrl())
                    .withVariable("WXCONFIG_SECRET", "0123456789abcdef0123456789abcdef").start();
            for (String view : VIEW_NAMES) {
                SignedPage.fetch(server, weChat, "/tea" + view);
                for (String scope : SCOPES) {
                    Answer expected = plain.get("/tea" + view + scope, SignedPage.DESKTOP);
                    assertTrue(expected.status() == 200 && expected.text().contains("read ") && expected.text().contains("own"),
                            expected::toString);
                    assertEquals(scope.matches(".*(request|session)"), expected.text().contains("theirs"), expected::toString);
                    String what = view + scope;
                    Answer desktop = server.get("/tea" + view + scope, SignedPage.DESKTOP);
                    assertEquals(lasting(expected.withoutPassingThings()), lasting(desktop.withoutPassingThings()), what);
                    Answer page = server.get("/tea" + view + scope, SignedPage.WECHAT);
                    SignedPage.in(page).assertAccepted(weChat, server.url("/tea" + view + scope));
                    assertEquals(lasting(plain.get("/tea" + view + scope, SignedPage.WECHAT).text()),
                            lasting(SCRIPTS.matcher(page.text()).replaceFirst("")), what);
                }
            }
            System.out.println("views: " + VIEW_NAMES + " with " + SCOPES);
        }
    }

    private static Server tomcat(String run) {
        return new Tomcat(Distribution.TOMCAT_9, JavaHome.ofThisBuild(), run);
    }

    private static WebApp app() {
        List<Path> libraries = libraries();
        WebApp app = new WebApp("tea").file("tea.ftl", FREEMARKER).file("tea.vm", VELOCITY).file("tea.th.html", THYMELEAF)
                .webXml("<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='3.0'>"
                        // so that there is a list of libraries without ours, too
                        + "<absolute-ordering><others/></absolute-ordering>"
                        + "<filter><filter-name>names</filter-name><filter-class>legacy.Views</filter-class></filter>"
                        + "<filter-mapping><filter-name>names</filter-name><url-pattern>/*</url-pattern></filter-mapping>"
                        + servlet("freemarker.ext.servlet.FreemarkerServlet", "*.ftl", "TemplatePath", "/")
                        + servlet("org.apache.velocity.tools.view.VelocityViewServlet", "*.vm",
                                "org.apache.velocity.tools.cleanConfiguration", "false")
                        + servlet("legacy.Views", "/tea.th.html", "none", "") + "</web-app>");
        libraries.forEach(app::jar);
        new TreeMap<>(Sources.compile(VIEWS.replace("SERVLET", "javax.servlet"), Era.JAVAX, libraries))
                .forEach((file, bytes) -> app.file("WEB-INF/classes/" + file, bytes));
        return app;
    }

    private static List<Path> libraries() {
        try (Stream<Path> jars = Files.list(Path.of("target", "libraries", "views"))) {
            return jars.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The build lays the libraries out before the integration tests", e);
        }
    }

    private static String servlet(String type, String path, String option, String value) {
        return "<servlet><servlet-name>" + type + "</servlet-name><servlet-class>" + type + "</servlet-class>"
                + "<init-param><param-name>" + option + "</param-name>"
                + "<param-value>" + value + "</param-value></init-param></servlet>"
                + "<servlet-mapping><servlet-name>" + type
                + "</servlet-name><url-pattern>" + path + "</url-pattern></servlet-mapping>";
    }

    private static String lasting(String text) {
        return text.replaceAll(":\\d{4,5}\\b", ":PORT");
    }
}
