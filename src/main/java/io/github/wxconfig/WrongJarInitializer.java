package io.github.wxconfig;

import io.github.wxconfig.text.FilterLog;
import java.util.Set;
import java.util.logging.Level;
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
        new FilterLog(WrongJarInitializer.class).log(Level.SEVERE, JarVariant.remedy() + "; wxconfig stands aside for the application at ["
                + context.getContextPath() + "].");
    }
}
