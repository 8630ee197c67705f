package io.github.wxconfig;

import io.github.wxconfig.text.FilterLog;
import java.util.Set;
import java.util.logging.Level;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;

/**
 * Logs the name of the right jar on a server with the other servlet package.
 *
 * <p>This is the only class that uses the other servlet package. Only a server with that package looks in
 * {@code META-INF/services} for such an initializer; no other server loads the class. The application starts without the filter.
 */
public final class WrongJarInitializer implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        new FilterLog(WrongJarInitializer.class)
                .log(Level.SEVERE, JarVariant.remedy() + "; wxconfig is inactive for the application at ["
                + context.getContextPath() + "].");
    }
}
