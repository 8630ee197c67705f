package io.github.wxconfig;

import io.github.wxconfig.endpoint.StatusPage;
import io.github.wxconfig.page.PassReason;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Starts one filter from its settings, or logs why it is inactive; then handles its requests. Thread-safe.
 */
final class FilterStart implements AutoCloseable {

    static final String COULD_NOT_START = "wxconfig could not start and is inactive; pages stay as the application writes them";

    private final FilterLog log;
    private final Settings settings;
    private final ServletContext context;
    private final FilterName name;
    /** {@code null} if the filter is inactive. */
    private final @Nullable FilterRuntime runtime;
    /** {@code null} if the filter is active, or everything is switched off. */
    private final @Nullable Inactive inactive;
    private final StatusPages statusPages;
    /** {@code null} if there is to be none. */
    private final @Nullable StatusPage statusPage;
    private final StatusReport report;

    /** Logs the problems of the settings and the settings in force, and starts fetching a ticket in the background. */
    FilterStart(Settings settings, ServletContext context, FilterName name) {
        this.log = new FilterLog(WxConfigFilter.class, name.prefix());
        this.settings = settings;
        this.context = context;
        this.name = name;
        for (String problem : settings.problems()) {
            log.warning(problem);
        }
        statusPages = new StatusPages(context);
        statusPage = statusPage();
        String why = whyInactive();
        FilterRuntime started = why == null ? start() : null;
        if (why != null) {
            // The filter that the jar registers has nothing to do if only the filters of other accounts have an account.
            boolean isAccountMeant = name.prefix().isEmpty() || settings.appid() != null || settings.corpid() != null;
            boolean isMissed = settings.enabled() && settings.isAnySet() && isAccountMeant;
            log.log(isMissed ? Level.WARNING : Level.INFO, inactiveMessage(why));
        }
        runtime = started;
        inactive = started != null || !settings.enabled() ? null
                : new Inactive(name, settings.active() ? PassReason.FAILURE : PassReason.NOT_CONFIGURED, settings.trace(),
                        statusPages);
        if (statusPage != null) {
            statusPages.add(statusPage);
        }
        if (statusPage != null && statusPage.localAddress() != null) {
            log.info("The status page, for requests from this machine until the application stops:"
                    + " [http://localhost:PORT" + context.getContextPath() + statusPage.localAddress()
                    + "], with the port of this server");
        }
        report = started != null ? new StatusReport(name, settings, started.accounts(), started.counts())
                : StatusReport.ofInactive(name, settings, why == null ? "it could not start, see the log" : why);
        StatusReport.ALL.add(context.getClassLoader(), context.getContextPath(), report);
    }

    /** The status page of the whole application, or {@code null} if it is off. */
    private @Nullable StatusPage statusPage() {
        if (!settings.enabled() || settings.status().equals("off")) {
            return null;
        }
        return new StatusPage(settings.status(), name.jarAndApplication(),
                () -> StatusReport.sections(StatusReport.ALL.get(context.getClassLoader(), context.getContextPath())));
    }

    /** Starts the filter; {@code null} if that fails, because the application must start anyway. */
    private @Nullable FilterRuntime start() {
        log.info(name.withOptions());
        for (String line : settings.report()) {
            log.info(line);
        }
        try {
            return new FilterRuntime(settings, context, name);
        } catch (RuntimeException | Error e) {
            log.warning(COULD_NOT_START, FailureText.withoutSecrets(e));
            return null;
        }
    }

    /** The reason for which the filter is inactive, or {@code null}. */
    private @Nullable String whyInactive() {
        if (!settings.enabled()) {
            return "switched off by wxconfig.enabled";
        }
        String missing = settings.active() ? null : settings.missing();
        return missing == null ? null : "[" + missing + "] "
                + (settings.isWritten(missing) ? "is set, but its value is empty or cannot be used" : "is not set");
    }

    private String inactiveMessage(String why) {
        if (!settings.enabled()) {
            return "wxconfig is switched off for the application at " + name.place() + " by wxconfig.enabled";
        }
        String missing = settings.missing();
        return "wxconfig is inactive for the application at " + name.place() + ": " + why
                + (missing != null && settings.isWritten(missing) ? ". Correct it and restart the application"
                : ". Set it as a context-param in web.xml, as a system property, in the environment, or in Spring Boot's"
                + " application.properties");
    }

    /** Reads the settings of one filter. */
    static Settings settings(SettingsSource initParams, ServletContext context) {
        return Settings.read(sources(initParams, context));
    }

    /** Returns the sources of a filter's options. Of two sources that set the same option, the earlier one counts. */
    static List<SettingsSource> sources(SettingsSource initParams, ServletContext context) {
        List<SettingsSource> sources = new ArrayList<>(Arrays.asList(
                SettingsSource.systemProperties(),
                SettingsSource.environment(),
                initParams,
                SettingsSource.contextParams(context::getInitParameter, context.getInitParameterNames())));
        sources.addAll(SettingsSource.handedOver(context.getClassLoader(), context.getContextPath()));
        return sources;
    }

    /** Whether these settings have the same effect. */
    boolean isOf(Settings others) {
        return settings.isLike(others);
    }

    void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (runtime != null) {
            runtime.handle(request, response, chain);
        } else if (inactive != null) {
            inactive.handle(request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void close() {
        if (statusPage != null) {
            statusPages.remove(statusPage);
        }
        StatusReport.ALL.remove(context.getClassLoader(), context.getContextPath(), report);
        if (runtime != null) {
            runtime.close();
        }
    }
}
