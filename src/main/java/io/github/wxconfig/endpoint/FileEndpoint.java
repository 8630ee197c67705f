package io.github.wxconfig.endpoint;

import io.github.wxconfig.script.PageFile;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves the part of the page's script that pages load when they need it.
 *
 * <p>It answers at two kinds of address, like the {@link SignatureEndpoint}: at a path of its own, whose name has a hash of
 * the content, so that caches may keep it for ever; and at any address of a page with the header {@value #HEADER}, behind a
 * proxy that rewrites paths. Under the name of another version the file is the present one, which no cache may keep.
 *
 * <p>Safe for any number of threads.
 */
public final class FileEndpoint {

    /** The request header that asks for the file at a page's address. */
    static final String HEADER = "X-WxConfig";

    private final @Nullable String endpoint;
    private final Signers signers;

    /**
     * @param endpoint the signing endpoint's path below the context path, or {@code null}: no request is answered
     * @param signers knows whose page asks
     */
    public FileEndpoint(@Nullable String endpoint, Signers signers) {
        this.endpoint = endpoint;
        this.signers = signers;
    }

    /**
     * Answers a request that is for the file. Called before the chain, for every request.
     *
     * @param included whether a page at this path gets our script
     * @return whether it has been answered; {@code false} says that nothing was touched
     */
    public boolean handle(HttpServletRequest request, HttpServletResponse response, boolean included) throws IOException {
        if (endpoint == null || request.getDispatcherType() != DispatcherType.REQUEST) {
            return false;
        }
        boolean isHead = "HEAD".equals(request.getMethod());
        if (!isHead && !"GET".equals(request.getMethod())) {
            return false;
        }
        String path = path(request);
        boolean isFile = PageFile.isPath(path, endpoint);
        if (!isFile && (isHead || !included || request.getHeader(HEADER) == null)) {
            return false;
        }
        PageFile file = signers.file(isFile ? AskedAccount.of(request) : null, request);
        if (file == null) {
            return false;
        }
        if (isFile) {
            response.setHeader("Cache-Control", path.equals(file.path()) ? "public, max-age=31536000, immutable" : "no-store");
        } else {
            response.setHeader("Cache-Control", "no-store");
            response.addHeader("Vary", HEADER); // for caches that are told to keep everything: the address is a page's as well
        }
        byte[] text = file.text();
        response.setContentType("text/javascript;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(text.length);
        if (!isHead) {
            response.getOutputStream().write(text);
        }
        return true;
    }

    /** Returns the path below the context path, without path parameters. */
    private static String path(HttpServletRequest request) {
        String uri = request.getRequestURI();
        int start = Math.min(request.getContextPath().length(), uri.length());
        int end = uri.indexOf(';', start);
        return uri.substring(start, end < 0 ? uri.length() : end);
    }
}
