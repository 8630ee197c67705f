package io.github.wxconfig;

import io.github.wxconfig.endpoint.StatusPage;
import io.github.wxconfig.page.PassReason;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;

/**
 * What the settings of one filter have come to: an installation, or a line in the log that says why there is none. Safe for any
 * number of threads.
 */
final class FilterStart implements AutoCloseable {

    private final FilterLog log;
    private final Settings settings;
    private final ServletContext context;
    private final FilterName name;
    /** {@code null} if the filter stands aside. */
    private final FilterRuntime installation;
    /** {@code null} if there is an installation, or everything is switched off. */
    private final Inactive inactive;
    private final StatusPages statusPages;
    /** {@code null} if there is to be none. */
    private final StatusPage statusPage;
    private final StatusReport report;

    /** Logs what is wrong with the settings and which are in force, and starts to fetch a ticket in the background. */
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
        FilterRuntime started = null;
        if (why == null) {
            started = install();
            why = started == null ? "it could not start, see the log" : null;
        } else {
            // Beside filters of other accounts, one without any has nothing to do, such as the one that the jar registers.
            boolean isMissed = settings.enabled() && settings.isAnySet() && (name.prefix().isEmpty() || settings.appid() != null);
            log.log(isMissed ? Level.WARNING : Level.INFO, aside(why));
        }
        installation = started;
        inactive = started != null || !settings.enabled() ? null
                : new Inactive(name, settings.active() ? PassReason.FAILURE : PassReason.NOT_CONFIGURED, settings.trace(), statusPages);
        if (statusPage != null) {
            statusPages.add(statusPage);
        }
        if (statusPage != null && statusPage.localAddress() != null) {
            log.info("The status page, for requests from this machine until the application stops:"
                    + " [http://localhost:PORT" + context.getContextPath() + statusPage.localAddress() + "], with the port of this server");
        }
        report = started == null ? StatusReport.ofInactive(name, settings, why)
                : new StatusReport(name, settings, started::ticket, started.counts());
        StatusReport.ALL.add(context.getClassLoader(), context.getContextPath(), report);
    }

    /** Of the whole application. {@code null} if there is to be none. */
    private StatusPage statusPage() {
        if (!settings.enabled() || settings.status().equals("off")) {
            return null;
        }
        return new StatusPage(settings.status(), name.jarAndApplication(),
                () -> StatusReport.sections(StatusReport.ALL.get(context.getClassLoader(), context.getContextPath())));
    }

    /** {@code null} if it cannot start: an application that starts without us is better than none. */
    private FilterRuntime install() {
        log.info(name.withOptions());
        settings.report().forEach(log::info);
        try {
            return new FilterRuntime(settings, context, name);
        } catch (RuntimeException | Error e) {
            log.warning(WxConfigFilter.COULD_NOT_START, FailureText.withoutSecrets(e));
            return null;
        }
    }

    /** {@code null} if it need not be. */
    private String whyInactive() {
        if (!settings.enabled()) {
            return "switched off by wxconfig.enabled";
        }
        String missing = settings.missing();
        return missing == null ? null : "[" + missing + "] "
                + (settings.isWritten(missing) ? "is set, but its value is empty or cannot be used" : "is not set");
    }

    private String aside(String why) {
        if (!settings.enabled()) {
            return "wxconfig is switched off for the application at " + name.place() + " by wxconfig.enabled";
        }
        return "wxconfig stands aside for the application at " + name.place() + ": " + why + (settings.isWritten(settings.missing())
                ? ". Correct it and restart the application" : ". Set it as a context-param in web.xml, as a system property,"
                + " in the environment, or in Spring Boot's application.properties");
    }

    /** Whether it would be the same with these settings. */
    boolean isOf(Settings others) {
        return settings.isLike(others);
    }

    void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (installation != null) {
            installation.handle(request, response, chain);
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
        if (installation != null) {
            installation.close();
        }
    }
}
