package io.github.wxconfig.spring;

import io.github.wxconfig.WxConfigFilter;
import io.github.wxconfig.WxConfigInitializer;
import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import jakarta.servlet.ServletContext;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Registers the filter before Spring Boot starts its server, unless that is done already or the application has a bean
 * for it; and hands Spring's properties to every {@code WxConfigFilter}, however it is registered.
 */
final class FilterRegistrar implements ServletContextInitializer, PriorityOrdered {

    private static final FilterLog LOG = new FilterLog(FilterRegistrar.class);

    private final ListableBeanFactory beans;
    private final ConfigurableEnvironment environment;

    FilterRegistrar(ListableBeanFactory beans, ConfigurableEnvironment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    /** Before all others, be they ordered or not: Boot puts filters in the order in which they are registered. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** Runs before any filter's {@code init}, in a WAR too. */
    @Override
    public void onStartup(ServletContext context) {
        try {
            SettingsSource.handOver(new SpringProperties(environment).sources(), context.getClassLoader(),
                    context.getContextPath());
            if (!isDeclared()) {
                new WxConfigInitializer().onStartup(null, context);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warning("wxconfig could not be registered and is inactive; pages stay as the application writes them",
                    FailureText.withoutSecrets(e));
        }
    }

    /** Boot will register what the application declared, and takes a filter's name for its own alone. */
    private boolean isDeclared() {
        return beans.getBeanNamesForType(WxConfigFilter.class, true, false).length > 0
                || beans.getBeansOfType(FilterRegistrationBean.class, true, false).values().stream()
                        .anyMatch(bean -> bean.getFilter() instanceof WxConfigFilter);
    }
}
