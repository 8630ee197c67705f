package io.github.wxconfig;

import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.SettingsSource;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Puts a signed {@code wx.config} into every HTML page that is opened in WeChat.
 *
 * <p>The jar registers it by itself, for {@code /*} and the dispatcher types REQUEST, FORWARD, ASYNC and ERROR, under the
 * name {@code io.github.wxconfig}, unless web.xml declares it by the name {@code wxconfig}. It is set up by context-params {@code wxconfig.appid} and {@code wxconfig.secret}; the README
 * lists all options. Declared a second time under another name, with init-params and mappings of its own, it serves a
 * second account.
 *
 * <p>Whatever is wrong with it, the application starts and its pages go out as it wrote them: a wrong option is a warning in
 * the log (java.util.logging), and without an account the filter stands aside. Requests never wait for WeChat.
 */
public class WxConfigFilter implements Filter {

    private static final Logger LOG = Logger.getLogger(WxConfigFilter.class.getName());

    /** {@code null} while the filter stands aside. */
    private Installation installation;

    @Override
    public void init(FilterConfig config) {
        try {
            Settings settings = Settings.read(sources(config));
            log(Level.WARNING, settings.problems());
            if (settings.active()) {
                LOG.info(versionAt(config.getServletContext()) + " with these options:");
                log(Level.INFO, settings.report());
                installation = new Installation(settings, config.getServletContext());
            } else {
                LOG.info(aside(settings, config.getServletContext()));
            }
        } catch (RuntimeException | Error e) { // an application that starts without us is better than none
            LOG.log(Level.WARNING, "wxconfig could not start and stands aside; pages go out as the application writes them", e);
        }
    }

    private static void log(Level level, List<String> lines) {
        for (String line : lines) {
            LOG.log(level, line);
        }
    }

    /** Of two that set the same option, the earlier wins. */
    static List<SettingsSource> sources(FilterConfig config) {
        ServletContext context = config.getServletContext();
        List<SettingsSource> sources = new ArrayList<>(Arrays.asList(
                SettingsSource.systemProperties(),
                SettingsSource.environment(),
                SettingsSource.initParams(config::getInitParameter, config.getInitParameterNames()),
                SettingsSource.contextParams(context::getInitParameter, context.getInitParameterNames())));
        sources.addAll(SettingsSource.handedOver(context.getClassLoader(), context.getContextPath()));
        return sources;
    }

    private static String aside(Settings settings, ServletContext context) {
        if (!settings.enabled()) {
            return "wxconfig is switched off for the application at " + path(context) + " by wxconfig.enabled";
        }
        String missing = settings.appid() == null ? "wxconfig.appid" : "wxconfig.secret";
        return "wxconfig stands aside for the application at " + path(context) + ": [" + missing + "] is not set. Set it as a"
                + " context-param in web.xml, as a system property, in the environment, or in Spring Boot's application.properties";
    }

    /** Names this jar and the application, as in {@code wxconfig 1.0.0 for the application at [/shop]}. */
    static String versionAt(ServletContext context) {
        String version = WxConfigFilter.class.getPackage().getImplementationVersion();
        return "wxconfig" + (version == null ? "" : " " + version) + " for the application at " + path(context);
    }

    private static String path(ServletContext context) {
        return "[" + (context.getContextPath().isEmpty() ? "/" : context.getContextPath()) + "]";
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (installation != null && request instanceof HttpServletRequest && response instanceof HttpServletResponse) {
            installation.handle((HttpServletRequest) request, (HttpServletResponse) response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {
        if (installation != null) {
            installation.close();
        }
    }
}
