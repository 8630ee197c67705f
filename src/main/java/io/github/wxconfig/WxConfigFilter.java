package io.github.wxconfig;

import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.text.FilterLog;
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

    private static final FilterLog LOG = new FilterLog(WxConfigFilter.class);

    static final String COULD_NOT_START = "wxconfig could not start and stands aside; pages go out as the application writes them";

    /** {@code null} if the filter could not start at all. */
    private FilterStart start;

    @Override
    public void init(FilterConfig config) {
        try {
            ServletContext context = config.getServletContext();
            Settings settings = Settings.read(sources(
                    SettingsSource.initParams(config::getInitParameter, config.getInitParameterNames()), context));
            FilterStart early = EarlyStart.take(config, settings);
            start = early != null ? early : new FilterStart(settings, context, FilterName.of(context, config.getFilterName()));
        } catch (RuntimeException | Error e) { // an application that starts without us is better than none
            LOG.warning(COULD_NOT_START, FailureText.withoutSecrets(e));
        }
    }

    /** Of two that set the same option, the earlier wins. */
    static List<SettingsSource> sources(SettingsSource initParams, ServletContext context) {
        List<SettingsSource> sources = new ArrayList<>(Arrays.asList(
                SettingsSource.systemProperties(),
                SettingsSource.environment(),
                initParams,
                SettingsSource.contextParams(context::getInitParameter, context.getInitParameterNames())));
        sources.addAll(SettingsSource.handedOver(context.getClassLoader(), context.getContextPath()));
        return sources;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (start != null && request instanceof HttpServletRequest && response instanceof HttpServletResponse) {
            start.handle((HttpServletRequest) request, (HttpServletResponse) response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {
        if (start != null) {
            start.close();
        }
    }
}
