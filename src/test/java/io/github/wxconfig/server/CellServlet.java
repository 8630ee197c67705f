package io.github.wxconfig.server;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Everything that an application can do to a response, one path each, with the stream or, at {@code ?writer}, the writer.
 * Runs inside the servers, so it is Java 8 and uses nothing but Servlet and the JDK.
 */
public class CellServlet extends HttpServlet {

    private static final String HEAD = "<!DOCTYPE html>\n<html>\n<head>\n<title>\u8336</title>\n</head>\n";
    private static final String BODY = "<body>\n<p>\u5c71\u5c9a\u8336\u793e</p>\n</body>\n</html>\n";
    static final String PAGE = HEAD + BODY;
    static final int LARGE = 100 << 20;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        String cell = String.valueOf(request.getAttribute("jakarta.servlet.include.path_info"));
        answer(cell.equals("null") ? request.getPathInfo() : cell, request, response);
    }

    private void answer(String cell, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (cell) {
            case "/direct":
                html(response);
                write(request, response, PAGE);
                break;
            case "/pieces":
                html(response);
                for (int i = 0; i < PAGE.length(); i++) {
                    write(request, response, PAGE.substring(i, i + 1));
                }
                break;
            case "/buffers":
                html(response);
                writeBuffer(response.getOutputStream(), ByteBuffer.wrap(PAGE.getBytes(StandardCharsets.UTF_8)));
                break;
            case "/json":
                response.setContentType("application/json;charset=utf-8");
                response.setContentLength(2);
                response.setHeader("ETag", "\"1\"");
                write(request, response, "{}");
                break;
            case "/fragment":
                html(response);
                write(request, response, "just text");
                break;
            case "/no-type":
                write(request, response, PAGE.replaceAll("[^\\p{ASCII}]", ""));
                break;
            case "/no-charset":
                response.setContentType("text/html");
                write(request, response, PAGE.replace("<title>", "<meta charset=\"utf-8\"><title>"));
                break;
            case "/forward-no-charset":
                request.getRequestDispatcher("/cell/no-charset").forward(request, response);
                break;
            case "/forward":
                request.getRequestDispatcher("/cell/direct").forward(request, response);
                break;
            case "/nested":
                request.getRequestDispatcher("/cell/forward").forward(request, response);
                break;
            case "/forward-empty":
                request.getRequestDispatcher("/cell/not-modified").forward(request, response);
                break;
            case "/forward-jsp":
                request.getRequestDispatcher("/page.jsp").forward(request, response);
                break;
            case "/forward-static":
                request.getRequestDispatcher("/static.html").forward(request, response);
                break;
            case "/forward-after":
                html(response);
                write(request, response, HEAD); // Liberty forgets the query string at a forward
                request.getRequestDispatcher(writes(request) ? "/cell/direct?writer" : "/cell/direct").forward(request, response);
                break;
            case "/include":
                html(response);
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                request.getRequestDispatcher("/cell/head").include(request, response);
                write(request, response, BODY);
                break;
            case "/include-static":
                html(response);
                request.getRequestDispatcher("/head.html").include(request, response);
                write(request, response, BODY);
                break;
            case "/include-plain":
                response.setContentType("text/plain");
                request.getRequestDispatcher("/head.html").include(request, response);
                write(request, response, BODY);
                break;
            case "/head":
                write(request, response, HEAD);
                break;
            case "/async":
                later(request, response, request.startAsync());
                break;
            case "/async-both":
                later(request, response, request.startAsync(request, response));
                break;
            case "/async-dispatch":
                request.startAsync().dispatch("/cell/direct");
                break;
            case "/async-forward":
                if (request.getAttribute("again") == null) {
                    request.setAttribute("again", true);
                    request.getRequestDispatcher("/cell/async-again").forward(request, response);
                } else {
                    answer("/direct", request, response);
                }
                break;
            case "/async-again":
                if (request.getAttribute("again twice") == null) {
                    request.setAttribute("again twice", true);
                    request.startAsync().dispatch();
                } else { // WildFly before 30 dispatches to where the forward went
                    answer("/direct", request, response);
                }
                break;
            case "/async-include-redirect":
                afterAnInclude(request, response, it -> it.sendRedirect("direct"));
                break;
            case "/async-include-error":
                afterAnInclude(request, response, it -> it.sendError(404));
                break;
            case "/async-include-headers":
                afterAnInclude(request, response, it -> {
                    it.setStatus(201);
                    it.setContentType("text/html;charset=UTF-8");
                    it.setHeader("X-Tea", "green");
                    it.addCookie(new Cookie("tea", "green"));
                    write(request, it, PAGE);
                });
                break;
            case "/include-async-headers":
                request.getRequestDispatcher("/cell/begin-async").include(request, response);
                response.setHeader("X-Tea", "green");
                html(response);
                write(request, response, PAGE);
                request.getAsyncContext().complete();
                break;
            case "/begin-async":
                request.startAsync();
                break;
            case "/nothing":
                break;
            case "/forward-empty-no-charset":
                request.getRequestDispatcher("/cell/empty-no-charset").forward(request, response);
                break;
            case "/empty-no-charset":
                response.setContentType("text/html");
                response.setHeader("X-Accel-Redirect", "/elsewhere");
                break;
            case "/listener":
                html(response);
                AsyncContext async = request.startAsync();
                try {
                    Slowly.write(async, response.getOutputStream());
                } catch (NoClassDefFoundError e) { // before Servlet 3.1
                    later(request, response, async);
                }
                break;
            case "/cross":
                ServletContext other = getServletContext().getContext(request.getContextPath() + "2");
                if (other == null) {
                    answer("/direct", request, response);
                } else {
                    other.getRequestDispatcher("/page.jsp").forward(request, response);
                }
                break;
            case "/error":
                response.sendError(404, "no tea");
                break;
            case "/error-after":
                html(response);
                response.setHeader("Cache-Control", "no-store");
                write(request, response, PAGE);
                response.sendError(404, "no tea");
                break;
            case "/error-page":
                response.sendError(410);
                break;
            case "/gone":
                response.setStatus(200);
                answer("/direct", request, response);
                break;
            case "/redirect":
                response.sendRedirect(request.getContextPath() + "/static.html");
                break;
            case "/redirect-after":
                html(response);
                response.setHeader("Cache-Control", "no-store");
                write(request, response, HEAD);
                response.sendRedirect("direct");
                break;
            case "/redirect-new":
                redirect(response, "direct", 307);
                break;
            case "/redirect-new-after":
                html(response);
                write(request, response, HEAD);
                redirect(response, "direct", 307);
                break;
            case "/length-flush":
                html(response);
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                response.flushBuffer();
                write(request, response, PAGE);
                break;
            case "/sendfile":
                sendFile(request, response);
                break;
            case "/reset":
                html(response);
                write(request, response, PAGE);
                response.reset();
                answer("/direct", request, response);
                break;
            case "/reset-other":
                html(response);
                response.setHeader("ETag", "\"1\"");
                write(request, response, PAGE);
                response.reset();
                if (request.getQueryString() == null) {
                    request.setAttribute("writer", true);
                }
                answer("/json", request, response);
                break;
            case "/reset-buffer":
                html(response);
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                write(request, response, HEAD);
                response.resetBuffer();
                write(request, response, PAGE);
                break;
            case "/flush":
                html(response);
                response.flushBuffer();
                write(request, response, PAGE);
                break;
            case "/flush-often":
                html(response);
                for (String line : PAGE.split("(?<=\n)")) {
                    write(request, response, line);
                    response.flushBuffer();
                }
                break;
            case "/length-before":
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                answer("/direct", request, response);
                break;
            case "/length-header":
                response.setHeader("content-length", "" + PAGE.getBytes(StandardCharsets.UTF_8).length);
                answer("/direct", request, response);
                break;
            case "/length-after":
                answer("/direct", request, response);
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                break;
            case "/length-null":
                response.setHeader("Content-Type", null);
                html(response);
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                write(request, response, PAGE);
                break;
            case "/validators":
                response.setHeader("ETag", "\"1\"");
                response.setDateHeader("Last-Modified", 1_700_000_000_000L);
                answer("/direct", request, response);
                break;
            case "/empty":
                html(response);
                response.setDateHeader("Last-Modified", 1_700_000_000_000L);
                break;
            case "/part":
                html(response);
                response.setDateHeader("Last-Modified", 1_700_000_000_000L);
                write(request, response, "<p>a part of a page");
                break;
            case "/public":
                response.setHeader("Cache-Control", "public, max-age=60");
                response.setHeader("Vary", "Cookie");
                answer("/direct", request, response);
                break;
            case "/policy":
                response.setHeader("Content-Security-Policy", "default-src 'self'");
                response.setHeader("ETag", "\"1\"");
                answer("/direct", request, response);
                break;
            case "/nonce":
                response.setHeader("Content-Security-Policy", "script-src 'nonce-abc'");
                answer("/direct", request, response);
                break;
            case "/skip":
                request.setAttribute("io.github.wxconfig.skip", "true");
                answer("/validators", request, response);
                break;
            case "/gzip":
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (OutputStream gzip = new GZIPOutputStream(packed)) {
                    gzip.write(PAGE.getBytes(StandardCharsets.UTF_8));
                }
                html(response);
                response.setHeader("Content-Encoding", "gzip");
                response.setContentLength(packed.size());
                response.getOutputStream().write(packed.toByteArray());
                break;
            case "/partial":
                html(response);
                response.setStatus(206);
                response.setHeader("Content-Range", "bytes 0-9/100");
                write(request, response, PAGE);
                break;
            case "/no-content":
                response.setStatus(204);
                response.setHeader("ETag", "\"1\"");
                break;
            case "/not-modified":
                response.setStatus(304);
                response.setHeader("ETag", "\"1\"");
                break;
            case "/not-modified-flush":
                response.setStatus(304);
                response.setHeader("ETag", "\"1\"");
                response.flushBuffer();
                break;
            case "/exception":
                html(response);
                write(request, response, HEAD);
                throw new IllegalStateException("of the application");
            case "/exception-late":
                html(response);
                write(request, response, HEAD);
                response.flushBuffer();
                throw new IllegalStateException("of the application");
            case "/close":
                html(response);
                response.setContentLength(PAGE.getBytes(StandardCharsets.UTF_8).length);
                write(request, response, PAGE);
                close(request, response);
                break;
            case "/both":
                html(response);
                write(request, response, PAGE);
                write(request, response, "<!-- " + refusesTheOther(request, response) + " -->");
                break;
            case "/large":
                html(response);
                write(request, response, PAGE);
                String blank = blank(8192);
                for (int i = 0; i < LARGE; i += blank.length()) {
                    write(request, response, blank);
                }
                write(request, response, "<!-- end -->");
                break;
            default:
                throw new ServletException("No cell [" + cell + "]");
        }
    }

    private interface Rest {
        void run(HttpServletResponse response) throws IOException;
    }

    /** In one thread, because some servers note an include in the response, and another thread would meet that. */
    private static void afterAnInclude(HttpServletRequest request, HttpServletResponse response, Rest rest)
            throws ServletException, IOException {
        AsyncContext async = request.startAsync();
        request.getRequestDispatcher("/cell/nothing").include(request, response);
        rest.run(response);
        async.complete();
    }

    private static String blank(int length) {
        char[] blank = new char[length];
        Arrays.fill(blank, ' ');
        return new String(blank);
    }

    private static void html(HttpServletResponse response) {
        response.setContentType("text/html;charset=UTF-8");
    }

    private static boolean writes(HttpServletRequest request) {
        return (request.getAttribute("writer") != null) != "writer".equals(request.getQueryString());
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, String text) throws IOException {
        if (writes(request)) {
            response.getWriter().write(text);
        } else {
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void close(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (writes(request)) {
            response.getWriter().close();
        } else {
            response.getOutputStream().close();
        }
    }

    private static boolean refusesTheOther(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (writes(request)) {
                response.getOutputStream();
            } else {
                response.getWriter();
            }
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void later(HttpServletRequest request, HttpServletResponse response, AsyncContext async) {
        boolean writer = writes(request);
        async.start(() -> {
            try {
                async.getResponse().setContentType("text/html;charset=UTF-8");
                if (writer) {
                    async.getResponse().getWriter().write(PAGE);
                } else {
                    async.getResponse().getOutputStream().write(PAGE.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                async.complete();
            }
        });
    }

    /** Tomcat's way to send a file around every stream; others get it by the stream. */
    private void sendFile(HttpServletRequest request, HttpServletResponse response) throws IOException {
        File file = new File(getServletContext().getRealPath("/static.html"));
        html(response);
        response.setContentLength((int) file.length());
        if (Boolean.TRUE.equals(request.getAttribute("org.apache.tomcat.sendfile.support"))) {
            request.setAttribute("org.apache.tomcat.sendfile.filename", file.getCanonicalPath());
            request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
            request.setAttribute("org.apache.tomcat.sendfile.end", file.length());
            response.flushBuffer();
        } else {
            response.flushBuffer();
            Files.copy(file.toPath(), response.getOutputStream());
        }
    }

    /** Of Servlet 6.1. */
    private static void writeBuffer(ServletOutputStream out, ByteBuffer buffer) throws IOException {
        try {
            ServletOutputStream.class.getMethod("write", ByteBuffer.class).invoke(out, buffer);
        } catch (NoSuchMethodException e) {
            out.write(buffer.array());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IOException(e);
        }
    }

    /** Of Servlet 6.1. */
    private static void redirect(HttpServletResponse response, String location, int status) throws IOException {
        try {
            Method method = HttpServletResponse.class.getMethod("sendRedirect", String.class, int.class, boolean.class);
            method.invoke(response, location, status, true);
        } catch (NoSuchMethodException e) {
            response.sendRedirect(location);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IOException(e);
        }
    }

    /** Writes the page in pieces whenever the container is ready for one. */
    private static final class Slowly implements WriteListener {

        private final AsyncContext async;
        private final ServletOutputStream out;
        private final byte[] page = (PAGE + blank(500_000)).getBytes(StandardCharsets.UTF_8);
        private int at;

        Slowly(AsyncContext async, ServletOutputStream out) {
            this.async = async;
            this.out = out;
        }

        /** In this class, because on Resin 4 there is no such listener, and no class that names it is taken for a servlet. */
        static void write(AsyncContext async, ServletOutputStream out) {
            out.setWriteListener(new Slowly(async, out));
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (at == page.length) {
                    async.complete();
                    return;
                }
                int length = Math.min(at == 0 ? 20 : 30_000, page.length - at);
                out.write(page, at, length);
                at += length;
            }
        }

        @Override
        public void onError(Throwable failure) {
            async.complete();
        }
    }
}
