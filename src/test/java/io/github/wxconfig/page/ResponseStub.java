package io.github.wxconfig.page;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

/** A response that remembers what was done to it. */
public final class ResponseStub {

    public int status;
    public int contentLength = -1;
    public String contentType;
    public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(ResponseStub.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setStatus":
                            status = (int) arguments[0];
                            return null;
                        case "setContentLength":
                            contentLength = (int) arguments[0];
                            return null;
                        case "setContentType":
                            contentType = (String) arguments[0];
                            return null;
                        case "addHeader":
                        case "setHeader":
                            headers.put((String) arguments[0], (String) arguments[1]);
                            return null;
                        case "getOutputStream":
                            return stream();
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    private ServletOutputStream stream() {
        return new ServletOutputStream() {
            @Override
            public void write(int b) {
                body.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
