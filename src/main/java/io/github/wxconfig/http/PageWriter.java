package io.github.wxconfig.http;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The container's writer, with the script put into the one write in which its place lies.
 *
 * <p>Every way to print ends in one of the writes below, save {@code println()}, whose line end is the container's.
 */
final class PageWriter extends PrintWriter {

    private final PrintWriter out;
    private final PageBody body;

    PageWriter(PrintWriter out, PageBody body) {
        super(out);
        this.out = out;
        this.body = body;
    }

    boolean isOver(PrintWriter writer) {
        return out == writer;
    }

    @Override
    public void write(int c) {
        if (body.isOpen() && body.isPlaceAfter(c & 0xFFFF)) {
            out.write((char) c + snippet());
        } else {
            out.write(c);
        }
    }

    @Override
    public void write(char[] buf) {
        write(buf, 0, buf.length);
    }

    @Override
    public void write(char[] buf, int off, int len) {
        int at = isSearched(off, len, buf.length) ? body.place(buf, off, len) : -1;
        if (at >= 0) {
            out.write(new StringBuilder(len).append(buf, off, at - off).append(snippet())
                    .append(buf, at, off + len - at).toString());
        } else {
            out.write(buf, off, len);
        }
    }

    @Override
    public void write(String s) {
        write(s, 0, s.length());
    }

    @Override
    public void write(String s, int off, int len) {
        int at = isSearched(off, len, s.length()) ? body.place(s, off, len) : -1;
        if (at >= 0) {
            out.write(new StringBuilder(len).append(s, off, at).append(snippet()).append(s, at, off + len).toString());
        } else {
            out.write(s, off, len);
        }
    }

    @Override
    public void println() {
        if (body.isOpen()) {
            body.isPlaceAfter('\n');
        }
        out.println();
    }

    @Override
    public void flush() {
        body.beforeFlush();
        out.flush();
    }

    @Override
    public void close() {
        body.end();
        out.close();
    }

    /** {@inheritDoc} It flushes. */
    @Override
    public boolean checkError() {
        body.beforeFlush();
        return out.checkError();
    }

    private boolean isSearched(int off, int len, int length) {
        return body.isOpen() && PageOutputStream.isSlice(off, len, length);
    }

    private String snippet() {
        return new String(body.snippet(), StandardCharsets.US_ASCII);
    }
}
