package io.github.wxconfig;

import io.github.wxconfig.settings.PerApplication;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Starts the filters when the application starts. Some servers, such as WildFly, initialize a filter only at the first
 * request, and the first pages would then be unsigned. Thread-safe.
 *
 * <p>The filter's {@code init} takes over what was started here if it finds the same settings; otherwise that is closed with the
 * application. Filters that are registered after {@link WxConfigInitializer} has run start when the server starts them.
 */
final class EarlyStart implements ServletContextListener {

    private static final PerApplication<EarlyStart> ARRANGED = new PerApplication<>();
    private static final FilterLog LOG = new FilterLog(EarlyStart.class);

    private final ServletContext context;
    private final ClassLoader loader;
    /** This jar's filters by name. */
    private final Map<String, FilterRegistration> filters = new LinkedHashMap<>();
    private final Map<String, FilterStart> started = new LinkedHashMap<>();

    private EarlyStart(ServletContext context) {
        this.loader = context.getClassLoader();
        this.context = withLoader(context, loader);
        context.getFilterRegistrations().forEach((name, filter) -> {
            if (FilterName.isOurs(filter)) {
                filters.put(name, filter);
            }
        });
    }

    /**
     * Returns a context that knows its class loader. A listener that no descriptor declares is not allowed to ask a context for
     * its class loader or registrations (Servlet 4.4), but an initializer is.
     */
    private static ServletContext withLoader(ServletContext context, ClassLoader loader) {
        return (ServletContext) Proxy.newProxyInstance(EarlyStart.class.getClassLoader(), new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getClassLoader")) {
                        return loader;
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /**
     * Registers the early start; an initializer calls this once the filters are registered. If the server refuses, it starts
     * them itself.
     */
    static void arrange(ServletContext context) {
        try {
            if (ARRANGED.get(context.getClassLoader(), context.getContextPath()) == null) {
                EarlyStart early = new EarlyStart(context);
                context.addListener(early);
                ARRANGED.put(context.getClassLoader(), context.getContextPath(), early);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.FINE, "The filters start when the server starts them", FailureText.withoutSecrets(e));
        }
    }

    /** Returns what was started for this filter with these settings, or {@code null}. The caller closes it. */
    static @Nullable FilterStart take(FilterConfig config, Settings settings) {
        ServletContext context = config.getServletContext();
        EarlyStart early = ARRANGED.get(context.getClassLoader(), context.getContextPath());
        return early == null ? null : early.take(config.getFilterName(), settings);
    }

    private synchronized @Nullable FilterStart take(String name, Settings settings) {
        FilterStart start = started.remove(name);
        if (start == null || start.isOf(settings)) {
            return start;
        }
        start.close(); // a listener of the application has changed an option since
        return null;
    }

    @Override
    public synchronized void contextInitialized(ServletContextEvent event) {
        filters.forEach((name, filter) -> {
            try {
                Map<String, String> parameters = filter.getInitParameters();
                Settings settings = FilterStart.settings(
                        SettingsSource.initParams(parameters::get, Collections.enumeration(parameters.keySet())), context);
                started.put(name, new FilterStart(settings, context, new FilterName(context, name, filters.size() < 2)));
            } catch (RuntimeException | Error e) {
                // which logs the failure if it happens again
                LOG.log(Level.FINE, "The filter starts when the server starts it", FailureText.withoutSecrets(e));
            }
        });
    }

    @Override
    public synchronized void contextDestroyed(ServletContextEvent event) {
        started.values().forEach(FilterStart::close);
        started.clear();
        ARRANGED.put(loader, context.getContextPath(), null);
    }
}
