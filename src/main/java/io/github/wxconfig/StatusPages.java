package io.github.wxconfig;

import io.github.wxconfig.endpoint.StatusPage;
import io.github.wxconfig.settings.PerApplicationList;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Collects the status pages of one application's filters. Each filter serves them all, because it may not be mapped to the path
 * of its own. Safe for any number of threads.
 */
final class StatusPages {

    private static final PerApplicationList<StatusPage> ALL = new PerApplicationList<>();

    private final ClassLoader loader;
    private final String contextPath;

    StatusPages(ServletContext context) {
        loader = context.getClassLoader();
        contextPath = context.getContextPath();
    }

    void add(StatusPage page) {
        ALL.add(loader, contextPath, page);
    }

    void remove(StatusPage page) {
        ALL.remove(loader, contextPath, page);
    }

    /** Answers a request for one of them. Returns whether it did; {@code false} says that nothing was touched. */
    boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (StatusPage.mayBeAt(request)) {
            for (StatusPage page : ALL.get(loader, contextPath)) {
                if (page.handle(request, response)) {
                    return true;
                }
            }
        }
        return false;
    }
}
