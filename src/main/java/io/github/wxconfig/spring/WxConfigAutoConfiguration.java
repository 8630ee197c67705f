package io.github.wxconfig.spring;

import io.github.wxconfig.JarVariant;
import io.github.wxconfig.text.FilterLog;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the filter in every Spring Boot application that contains the jar, executable or WAR, as the jar's
 * {@code ServletContainerInitializer} does in a container.
 *
 * <p>It looks before it links. An application without servlets, or with those of the other era, starts as if the jar were
 * not there; of the latter the log says which jar is the right one. Excluded like any auto-configuration, by
 * {@code spring.autoconfigure.exclude}.
 */
public final class WxConfigAutoConfiguration implements ImportSelector {

    private static final FilterLog LOG = new FilterLog(WxConfigAutoConfiguration.class);

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        Class<?> context = contextOfBoot();
        if (context == null) {
            return new String[0];
        }
        if (!isOurs(context)) {
            LOG.warning(JarVariant.remedy() + "; wxconfig is inactive.");
            return new String[0];
        }
        return new String[] {FilterRegistrar.class.getName()};
    }

    /** What this Boot takes for a servlet context, or {@code null} in an application without servlets. */
    private static @Nullable Class<?> contextOfBoot() {
        try {
            for (Method method : ServletContextInitializer.class.getMethods()) {
                if (method.getName().equals("onStartup")) {
                    return method.getParameterTypes()[0];
                }
            }
        } catch (LinkageError noServlets) {
            // as in applications of WebFlux, or of the command line
        }
        return null;
    }

    private static boolean isOurs(Class<?> context) {
        try {
            return context == ServletContext.class;
        } catch (LinkageError otherEra) {
            return false;
        }
    }
}
