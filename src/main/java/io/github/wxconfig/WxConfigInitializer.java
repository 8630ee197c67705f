package io.github.wxconfig;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers the filter before all others. A descriptor cannot do that: filters of a fragment come after those of
 * {@code web.xml}.
 *
 * <p>The frameworks whose filter answers without calling the chain would otherwise hide their pages from it, a filter
 * that caches pages would keep one visitor's script for all others, and one that assembles pages would take the parts
 * for pages.
 *
 * <p>Initializers run even where {@code metadata-complete="true"} silences fragments (Servlet 8.2.4). And a server of the
 * other servlet package never meets this one, so that the wrong jar stops no application; see {@link WrongJarInitializer}.
 *
 * <p>If {@code web.xml} declares the filter under the name {@code wxconfig}, nothing is registered. If it declares filters of
 * other accounts under other names, this one comes last and serves the pages that they leave.
 */
public final class WxConfigInitializer implements ServletContainerInitializer {

    /** A name that no application uses. */
    static final String FILTER_NAME = "io.github.wxconfig";
    /** A filter that web.xml declares under this name replaces the one that is registered here. */
    private static final String NAME_IN_WEB_XML = "wxconfig";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        if (FilterName.isOurs(context.getFilterRegistration(NAME_IN_WEB_XML))) {
            return;
        }
        boolean others = hasOthers(context);
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, WxConfigFilter.class.getName());
        if (filter != null) { // else it is already registered
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD,
                    DispatcherType.ASYNC, DispatcherType.ERROR), others, "/*");
        }
        EarlyStart.arrange(context);
    }

    private static boolean hasOthers(ServletContext context) {
        return context.getFilterRegistrations().values().stream().anyMatch(FilterName::isOurs);
    }
}
