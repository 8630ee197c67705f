package io.github.wxconfig.http;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;

/** A response that remembers what was done to it. */
final class ResponseStub {

    int status;
    int contentLength = -1;
    String contentType;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final ByteArrayOutputStream body = new ByteArrayOutputStream();

    HttpServletResponse response() {
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
