package io.github.wxconfig;

import java.util.EnumSet;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;

/**
 * Registers the filter where the jar's {@code web-fragment.xml} is not read, because the application's
 * {@code web.xml} says {@code metadata-complete="true"}: initializers run all the same (Servlet 8.2.4).
 *
 * <p>Does what the fragment does, with the same name, mapping and place behind the filters of {@code web.xml}; and
 * nothing where the filter is there already, by the fragment or by an entry of the application's own.
 */
public final class WxConfigInitializer implements ServletContainerInitializer {

    static final String FILTER_NAME = "wxconfig";

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        if (isRegistered(context)) {
            return;
        }
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, WxConfigFilter.class.getName());
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD,
                    DispatcherType.ASYNC, DispatcherType.ERROR), true, "/*");
        }
    }

    private static boolean isRegistered(ServletContext context) {
        for (FilterRegistration filter : context.getFilterRegistrations().values()) {
            if (FILTER_NAME.equals(filter.getName()) || WxConfigFilter.class.getName().equals(filter.getClassName())) {
                return true;
            }
        }
        return false;
    }
}
