package io.github.wxconfig.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes so much of a page and then ends it in one of the ways there are. What it sees of the buffer comes as headers and
 * at the end of the page. Runs inside the servers.
 *
 * <p>Parameters: {@code units} to write, in writes of {@code write} units; {@code by} stream or writer; {@code end};
 * {@code buffer} to set; {@code text}, ascii or chinese; {@code head}, before how many units {@code <head>} comes.
 */
public class EndServlet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        if (request.getPathInfo() != null && !request.getPathInfo().equals("/begin")) {
            html(response);
            write("<html><head><title>another</title></head><body>another " + request.getPathInfo() + "</body></html>",
                    request, response);
            return;
        }
        html(response);
        int buffer = number("buffer", request);
        response.setHeader("X-Buffer", Integer.toString(response.getBufferSize()));
        if (buffer > 0) {
            response.setBufferSize(buffer);
            response.setHeader("X-Buffer-Set", Integer.toString(response.getBufferSize()));
        }
        String page = page(number("units", request), number("head", request), "chinese".equals(request.getParameter("text")));
        int step = Math.max(1, number("write", request));
        for (int at = 0; at < page.length(); at += step) {
            write(page.substring(at, Math.min(page.length(), at + step)), request, response);
        }
        String seen = "committed " + response.isCommitted() + ", buffer " + response.getBufferSize();
        if (!response.isCommitted()) {
            response.setHeader("X-Seen", seen);
        }
        String refused = end(request.getParameter("end"), seen, request, response);
        if (refused != null) {
            write("<!-- " + refused + "; " + seen + " -->", request, response);
        }
    }

    /** @return what went on with the page, or {@code null} */
    private String end(String end, String seen, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            switch (end) {
                case "redirect":
                    response.sendRedirect("elsewhere");
                    return null;
                case "error":
                    response.sendError(503, "closed");
                    return null;
                case "error-page":
                    response.sendError(410);
                    return null;
                case "forward":
                    request.getRequestDispatcher("/end/another").forward(request, response);
                    return null;
                case "reset":
                    response.reset();
                    html(response);
                    response.setHeader("X-Seen", seen);
                    write("<html><head></head><body>after a reset</body></html>", request, response);
                    return null;
                case "reset-buffer":
                    response.resetBuffer();
                    write("<html><head></head><body>after a resetBuffer</body></html>", request, response);
                    return null;
                case "grow":
                    response.resetBuffer();
                    response.setBufferSize(20_000);
                    String large = page(15_000, 30, false);
                    write(large, request, response);
                    return "committed " + response.isCommitted();
                case "exception":
                    break;
                default:
                    return "whole";
            }
        } catch (IllegalStateException e) {
            return "refused";
        }
        throw new IllegalArgumentException("of the application");
    }

    static String page(int units, int head, boolean chinese) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><!--");
        while (page.length() < head - 3) {
            page.append(' ');
        }
        page.append("--><head><title>t</title></head><body>");
        char filler = chinese ? '\u8336' : 'x';
        while (page.length() < units) {
            page.append(filler);
        }
        page.setLength(units);
        return page.toString();
    }

    private static int number(String name, HttpServletRequest request) {
        String value = request.getParameter(name);
        return value == null ? 0 : Integer.parseInt(value);
    }

    private static void html(HttpServletResponse response) {
        response.setContentType("text/html;charset=UTF-8");
    }

    private static void write(String text, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("writer".equals(request.getParameter("by"))) {
            response.getWriter().write(text);
        } else {
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
