package io.github.wxconfig.server;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles classes that an application of a test brings, against the servlet API of its era. */
final class Sources {

    /** By source. */
    private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private static final String FILTER = """
            package legacy;
            import java.io.*;
            import java.util.zip.GZIPOutputStream;
            import SERVLET.*;
            import SERVLET.http.*;

            public class NAME implements Filter {
                public void init(FilterConfig config) { }
                public void destroy() { }
                public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain)
                        throws IOException, ServletException {
                    final HttpServletRequest request = (HttpServletRequest) req;
                    final HttpServletResponse response = (HttpServletResponse) res;
                    BODY
                }
            }
            """;

    /** Serves *.do and *.direct itself, as the filter of a web framework does, and calls the chain for the rest. */
    static final String FRAMEWORK = filter("Framework", """
            if (request.getRequestURI().endsWith(".do")) {
                request.getRequestDispatcher("/index.jsp").forward(request, response);
            } else if (request.getRequestURI().endsWith(".direct")) {
                response.setContentType("text/html; charset=UTF-8");
                response.getWriter().print("<html><head><title>Direct</title></head><body>direct</body></html>");
            } else {
                chain.doFilter(request, response);
            }
            """);

    static final String GZIP = filter("Gzip", """
            final GZIPOutputStream[] gzip = new GZIPOutputStream[1];
            final ServletOutputStream stream = new ServletOutputStream() {
                public void write(int b) throws IOException { write(new byte[] {(byte) b}, 0, 1); }
                public void write(byte[] b, int off, int len) throws IOException {
                    if (gzip[0] == null) {
                        gzip[0] = new GZIPOutputStream(response.getOutputStream());
                    }
                    gzip[0].write(b, off, len);
                }
                public boolean isReady() { return true; }
                public void setWriteListener(WriteListener listener) { }
            };
            final PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, "UTF-8"));
            response.setHeader("Content-Encoding", "gzip");
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                public ServletOutputStream getOutputStream() { return stream; }
                public PrintWriter getWriter() { return writer; }
                public void setContentLength(int length) { }
                public void setContentLengthLong(long length) { }
                public void flushBuffer() { }
            });
            writer.flush();
            gzip[0].finish();
            """);

    /** As those in use do it: only for clients that take it. */
    static final String POLITE_GZIP = GZIP.replace("final GZIPOutputStream[] gzip",
            "if (request.getHeader(\"Accept-Encoding\") == null) { chain.doFilter(req, res); return; }\nfinal"
            + " GZIPOutputStream[] gzip");

    /** Keeps each page, and gives it to whoever asks for it. */
    static final String PAGE_CACHE = filter("PageCache", """
            final CharArrayWriter page = new CharArrayWriter();
            if (pages.get(request.getRequestURI()) == null) {
                final PrintWriter writer = new PrintWriter(page);
                chain.doFilter(request, new HttpServletResponseWrapper(response) {
                    public PrintWriter getWriter() { return writer; }
                    public void flushBuffer() { }
                });
                writer.flush();
                pages.put(request.getRequestURI(), page.toString());
            }
            response.setContentType("text/html; charset=UTF-8");
            response.getWriter().write(pages.get(request.getRequestURI()));
            """).replace("public class PageCache implements Filter {", "public class PageCache implements Filter {"
            + "\nprivate final java.util.Map<String, String> pages = new"
            + " java.util.concurrent.ConcurrentHashMap<String, String>();");

    private Sources() {
    }

    private static String filter(String name, String body) {
        return FILTER.replace("NAME", name).replace("BODY", body);
    }

    /** Adds a class of these tests, written against jakarta.servlet in Java 8, which servers on old Javas run as well. */
    static WebApp addTo(WebApp app, Era era, Class<?> type) {
        try {
            Path source = Path.of("src/test/java", type.getName().replace('.', '/') + ".java");
            return addTo(app, era, Files.readString(source).replace("jakarta.servlet", "SERVLET"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the compiled class to the application. */
    static WebApp addTo(WebApp app, Era era, String source) {
        String ofEra = source.replace("SERVLET", era == Era.JAVAX ? "javax.servlet" : "jakarta.servlet");
        COMPILED.computeIfAbsent(ofEra, it -> compile(it, era, List.of()))
                .forEach((file, bytes) -> app.file("WEB-INF/classes/" + file, bytes));
        return app;
    }

    /** Class file by its path below the class path's root. */
    static Map<String, byte[]> compile(String source, Era era, List<Path> libraries) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try {
            Path folder = Files.createTempDirectory("sources");
            String name = source.replaceAll("(?s).*?public class (\\w+).*", "$1");
            Path file = Files.writeString(folder.resolve(name + ".java"), source);
            Path classes = Files.createDirectory(folder.resolve("classes"));
            StringBuilder path = new StringBuilder((era == Era.JAVAX ? Distribution.TOMCAT_9 : Distribution.TOMCAT_10).home()
                    .resolve("lib/servlet-api.jar").toString());
            libraries.forEach(library -> path.append(':').append(library));
            StringWriter said = new StringWriter();
            List<String> options = List.of("--release", era == Era.JAVAX ? "8" : "17", "-cp", path.toString(), "-proc:none",
                    "-nowarn", "-parameters", "-d", classes.toString());
            if (!compiler.getTask(said, null, null, options, null,
                    compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file.toFile())).call()) {
                throw new AssertionError(said.toString());
            }
            Map<String, byte[]> compiled = new TreeMap<>();
            try (Stream<Path> found = Files.walk(classes)) {
                for (Path each : found.filter(Files::isRegularFile).toList()) {
                    compiled.put(classes.relativize(each).toString(), Files.readAllBytes(each));
                }
            }
            WebApp.delete(folder);
            return compiled;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
