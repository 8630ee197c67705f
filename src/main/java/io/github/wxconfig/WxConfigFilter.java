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
import org.jspecify.annotations.Nullable;

/**
 * Puts a signed {@code wx.config} into every HTML page that is opened in WeChat.
 *
 * <p>The jar registers the filter for {@code /*} and the dispatcher types REQUEST, FORWARD, ASYNC and ERROR, under the name
 * {@code io.github.wxconfig}, unless web.xml declares it under the name {@code wxconfig}. The context-params
 * {@code wxconfig.appid} and {@code wxconfig.secret} configure it; {@code docs/options.md} lists all options. If it is declared
 * once more under another name, with init-params and mappings of its own, it serves a second account.
 *
 * <p>No fault of the filter keeps the application from starting or changes its pages: an invalid option causes a warning in the
 * log (java.util.logging), and without an account the filter is inactive. Requests never wait for WeChat.
 */
public class WxConfigFilter implements Filter {

    private static final FilterLog LOG = new FilterLog(WxConfigFilter.class);

    /** {@code null} if the filter could not start at all. */
    private @Nullable FilterStart start;

    @Override
    public void init(FilterConfig config) {
        try {
            ServletContext context = config.getServletContext();
            Settings settings = FilterStart.settings(
                    SettingsSource.initParams(config::getInitParameter, config.getInitParameterNames()), context);
            FilterStart early = EarlyStart.take(config, settings);
            start = early != null ? early : new FilterStart(settings, context, FilterName.of(context, config.getFilterName()));
        } catch (RuntimeException | Error e) { // the application must start anyway
            LOG.warning(FilterStart.COULD_NOT_START, FailureText.withoutSecrets(e));
        }
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
