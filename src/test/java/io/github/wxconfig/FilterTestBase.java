package io.github.wxconfig;

import io.github.wxconfig.simulator.WeChatSimulator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An application of one servlet in a Jetty that is asked in memory, with a WeChat of its own. A test adds the filter. */
abstract class FilterTestBase {

    final WeChatSimulator weChat = WeChatSimulator.start();
    final Server server = new Server();
    final LocalConnector connector = new LocalConnector(server);
    final ServletContextHandler context;
    final LogCapture log = new LogCapture("io.github.wxconfig");

    FilterTestBase(String contextPath) {
        context = new ServletContextHandler(null, contextPath);
    }

    /** What the servlet does. */
    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

    @BeforeEach
    void prepare() {
        server.addConnector(connector);
        server.setHandler(context);
        context.addServlet(new ServletHolder(new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                answer(request, response);
            }
        }), "/*");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        weChat.close();
        log.close();
    }

    static FilterHolder filter() {
        FilterHolder holder = new FilterHolder(WxConfigFilter.class);
        holder.setAsyncSupported(true);
        return holder;
    }

    void startWith(FilterHolder filter) throws Exception {
        context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
        server.start();
    }
}
