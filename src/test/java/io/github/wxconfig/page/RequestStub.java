package io.github.wxconfig.page;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A request made of a few values, as a container would hand it to a filter. */
public final class RequestStub {

    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, Object> answers = new HashMap<>();

    public RequestStub(String scheme, String host, int port, String uri, String query) {
        set("getScheme", scheme).set("getServerName", host).set("getServerPort", port);
        set("getRequestURI", uri).set("getQueryString", query);
        set("getRequestURL", new StringBuffer(scheme + "://" + host + ":" + port + uri))
                .set("isRequestedSessionIdFromURL", false);
        set("getMethod", "GET").set("getContextPath", "").set("getRemoteAddr", "10.0.0.1");
    }

    public static RequestStub get(String uri, String query) {
        return new RequestStub("http", "shop.example.com", 80, uri, query);
    }

    /** What a getter answers. */
    public RequestStub set(String getter, Object value) {
        answers.put(getter, value);
        return this;
    }

    public RequestStub header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    public RequestStub attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    /** What it has now. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    public HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(RequestStub.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getHeader":
                            return headers.get(((String) arguments[0]).toLowerCase(Locale.ROOT));
                        case "getAttribute":
                            return attributes.get((String) arguments[0]);
                        case "setAttribute":
                            return attributes.put((String) arguments[0], arguments[1]);
                        default:
                            if (!answers.containsKey(method.getName())) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            return answers.get(method.getName());
                    }
                });
    }
}
