package io.github.wxconfig.page;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ContainerTest {

    private static StackTraceElement[] calls(String... names) {
        StackTraceElement[] calls = new StackTraceElement[names.length];
        for (int i = 0; i < names.length; i++) {
            int dot = names[i].lastIndexOf('.');
            calls[i] = new StackTraceElement(names[i].substring(0, dot), names[i].substring(dot + 1), null, 1);
        }
        return calls;
    }

    @Test
    void tellsLibertysFlushFromTheApplications() {
        String liberty = "com.ibm.ws.webcontainer.servlet.ServletWrapper.service";
        String flush = "io.github.wxconfig.page.PageResponse.flushBuffer";
        assertTrue(Container.LIBERTY.flushes(calls(flush, liberty)));
        assertTrue(Container.LIBERTY.flushes(calls(flush, "jakarta.servlet.ServletResponseWrapper.flushBuffer",
                "shop.Wrapper.flushBuffer", liberty)));
        assertTrue(Container.LIBERTY.flushes(calls("io.github.wxconfig.page.PageBody.beforeFlushBuffer", flush, liberty)));
        assertFalse(Container.LIBERTY.flushes(calls(flush, "shop.Servlet.doGet", liberty)));
        assertFalse(Container.LIBERTY.flushes(calls(flush, "shop.Wrapper.flushBuffer", "shop.Servlet.doGet", liberty)));
        assertFalse(Container.LIBERTY.flushes(calls(flush)));
        assertFalse(Container.TOMCAT.flushes(calls(flush, "org.apache.catalina.core.StandardWrapperValve.invoke")));
    }
}
