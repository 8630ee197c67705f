package io.github.wxconfig;

import java.util.Set;
import java.util.logging.Logger;

import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;

/**
 * Names the right jar in the log of a server that this one is not made for.
 *
 * <p>The one class here that speaks the other servlet package. Only a server of that package looks in
 * {@code META-INF/services} for such an initializer, and it does so before it starts filters; so this line stands above
 * the failure that it explains. No other server ever loads the class.
 */
public final class WrongJar implements ServletContainerInitializer {

    /** Logs here already: WildFly looks at filters between this and {@code onStartup}, and goes no further. */
    public WrongJar() {
        Logger.getLogger(WrongJar.class.getName()).severe(WhichJar.remedy() + "; the filter cannot start.");
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        // the filter's failure follows by itself
    }
}
