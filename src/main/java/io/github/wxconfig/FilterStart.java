package io.github.wxconfig;

import io.github.wxconfig.settings.Settings;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the settings of one filter have come to: an installation, or a line in the log that says why there is none. */
final class FilterStart implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WxConfigFilter.class.getName());

    private final Settings settings;
    /** {@code null} if the filter stands aside. */
    private final Installation installation;

    /** Logs what is wrong with the settings and which are in force, and starts to fetch a ticket in the background. */
    FilterStart(Settings settings, ServletContext context) {
        this.settings = settings;
        log(Level.WARNING, settings.problems());
        if (settings.active()) {
            LOG.info(WxConfigFilter.versionAt(context) + " with these options:");
            log(Level.INFO, settings.report());
            installation = new Installation(settings, context);
        } else {
            LOG.info(aside(settings, context));
            installation = null;
        }
    }

    private static void log(Level level, List<String> lines) {
        for (String line : lines) {
            LOG.log(level, line);
        }
    }

    private static String aside(Settings settings, ServletContext context) {
        if (!settings.enabled()) {
            return "wxconfig is switched off for the application at " + WxConfigFilter.path(context) + " by wxconfig.enabled";
        }
        String missing = settings.appid() == null ? "wxconfig.appid" : "wxconfig.secret";
        return "wxconfig stands aside for the application at " + WxConfigFilter.path(context) + ": [" + missing + "] is not set. Set it as a"
                + " context-param in web.xml, as a system property, in the environment, or in Spring Boot's application.properties";
    }

    /** Whether it would be the same with these settings. */
    boolean isOf(Settings others) {
        return settings.isLike(others);
    }

    /** Or {@code null} if the filter stands aside. */
    Installation installation() {
        return installation;
    }

    @Override
    public void close() {
        if (installation != null) {
            installation.close();
        }
    }
}
