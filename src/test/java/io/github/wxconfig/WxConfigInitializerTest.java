package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.FilterMapping;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WxConfigInitializerTest {

    private final Server server = new Server();
    private final ServletContextHandler application = new ServletContextHandler(server, "/shop");

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void comesBeforeTheFiltersOfWebXml() throws Exception {
        declared("framework", (request, response, chain) -> { }, "/*");
        assertEquals(List.of("io.github.wxconfig", "framework"), started());
        FilterMapping first = application.getServletHandler().getFilterMappings()[0];
        assertEquals(List.of("/*"), List.of(first.getPathSpecs()));
        assertTrue(Stream.of(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR)
                .allMatch(first.getDispatcherTypes()::contains));
        assertTrue(application.getServletContext().getFilterRegistration("io.github.wxconfig") != null);
    }

    @Test
    void leavesAMappingOfTheApplicationsOwn() throws Exception {
        declared("framework", (request, response, chain) -> { }, "/*");
        declared("wxconfig", new WxConfigFilter(), "/shop/*");
        assertEquals(List.of("framework", "wxconfig"), started());
    }

    @Test
    void takesNoNameThatTheApplicationHas() throws Exception {
        declared("wxconfig", (request, response, chain) -> { }, "/*");
        assertEquals(List.of("io.github.wxconfig", "wxconfig"), started());
    }

    @Test
    void comesBehindTheFilterOfAnotherAccount() throws Exception {
        declared("another", new WxConfigFilter(), "/b/*");
        assertEquals(List.of("another", "io.github.wxconfig"), started());
    }

    private void declared(String name, Filter filter, String path) {
        application.addFilter(holder(name, filter), path, EnumSet.of(DispatcherType.REQUEST));
    }

    private static FilterHolder holder(String name, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setName(name);
        holder.setAsyncSupported(true);
        return holder;
    }

    /** The filters' names in the order of their mappings. */
    private List<String> started() throws Exception {
        application.addServletContainerInitializer(new WxConfigInitializer());
        server.start();
        FilterMapping[] mappings = application.getServletHandler().getFilterMappings();
        return mappings == null ? List.of() : Arrays.stream(mappings).map(FilterMapping::getFilterName)
                .collect(Collectors.toList());
    }
}
