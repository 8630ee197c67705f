package io.github.wxconfig;

import java.util.Set;
import java.util.logging.Logger;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;

/**
 * Names the right jar in the log of a server that this one is not made for.
 *
 * <p>The one class here that speaks the other servlet package. Only a server of that package looks in
 * {@code META-INF/services} for such an initializer; no other ever loads the class. The application starts without us.
 */
public final class WrongJarInitializer implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        Logger.getLogger(WrongJarInitializer.class.getName()).severe(JarVariant.remedy() + "; wxconfig stands aside for the application at ["
                + context.getContextPath() + "].");
    }
}
