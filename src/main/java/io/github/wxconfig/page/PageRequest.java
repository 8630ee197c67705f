package io.github.wxconfig.page;

import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the request for a page, as the application sees it: a whole page is wanted, not a confirmation of an older one.
 *
 * <p>A browser that were told "not modified" would show a page with an old signature, and what the application
 * compresses itself we could not read. So the conditional headers, Range and Accept-Encoding are hidden, save where
 * anything is accepted: so old web views fetch scripts, and these are to get their 304. (Containers and proxies go on
 * compressing.) Nothing else differs. {@link #startAsync()} keeps our response where it can.
 *
 * <p>An application that asks for the attribute {@value PageContext#SIGNATURE} gets the page's signature. No enumeration has
 * it, so that nobody meets it who does not ask.
 */
final class PageRequest extends HttpServletRequestWrapper {

    private final HttpServletRequest entered;
    private final PageResponse page;
    private final boolean hiding;
    /** What {@link #startAsync()} returned last, or {@code null}. */
    private @Nullable AsyncContext started;

    PageRequest(HttpServletRequest request, PageResponse page) {
        super(request);
        this.entered = request;
        this.page = page;
        this.hiding = request.getHeader("Accept") == null || Navigation.namesPage(request);
    }

    /** Returns whether one of these is among the wrappers. */
    static boolean isIn(ServletRequest request) {
        return WrapperChain.contains(request, PageRequest.class);
    }

    /**
     * The container would continue with its own response, and all that is written later would bypass us. It gets the
     * request as it was on entry, because in most containers its URI is where a later {@code dispatch()} goes.
     *
     * <p>Where a filter before us has wrapped the response, the container has its way: that filter does not expect to be
     * written to later, and what it kept then would be lost.
     */
    @Override
    public AsyncContext startAsync() {
        page.settle();
        if (!page.wrapsContainerResponse()) {
            started = null;
            AsyncContext async = super.startAsync();
            page.end();
            return async;
        }
        AsyncContext async = super.startAsync(entered, page);
        String uri = (String) getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
        started = uri != null && uri.startsWith(getContextPath())
                ? returning(async, uri.substring(getContextPath().length())) : async;
        return started;
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        page.settle();
        started = null;
        return super.startAsync(request, response);
    }

    @Override
    public AsyncContext getAsyncContext() {
        AsyncContext async = super.getAsyncContext(); // throws if there is none
        return started == null ? async : started;
    }

    /**
     * After a forward, {@code startAsync()} promises that {@code dispatch()} goes back to the URI that the container was
     * asked for. With a request and a response, Jetty goes to where the forward went.
     */
    private static AsyncContext returning(AsyncContext async, String path) {
        return (AsyncContext) Proxy.newProxyInstance(PageRequest.class.getClassLoader(),
                new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                    if (arguments == null && method.getName().equals("dispatch")) {
                        async.dispatch(path);
                        return null;
                    }
                    try {
                        return method.invoke(async, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = super.getAttribute(name);
        return value == null && PageContext.SIGNATURE.equals(name) ? page.signature() : value;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.<String>emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public @Nullable Enumeration<String> getHeaderNames() {
        Enumeration<String> all = super.getHeaderNames();
        if (all == null) { // a container may refuse to tell
            return null;
        }
        List<String> shown = new ArrayList<>();
        while (all.hasMoreElements()) {
            String name = all.nextElement();
            if (!isHidden(name)) {
                shown.add(name);
            }
        }
        return Collections.enumeration(shown);
    }

    private boolean isHidden(String name) {
        return hiding && ("If-None-Match".equalsIgnoreCase(name) || "If-Modified-Since".equalsIgnoreCase(name)
                || "If-Range".equalsIgnoreCase(name) || "Range".equalsIgnoreCase(name)
                || "Accept-Encoding".equalsIgnoreCase(name));
    }
}
