package io.github.wxconfig.page;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Wraps the container's writer and inserts the script into the write that contains the insertion point.
 *
 * <p>Every way to print ends in one of the writes below, save {@code println()}, whose line end is the container's. A writer
 * always blocks, so the write with the place may become three, for which nothing has to be copied.
 */
final class PageWriter extends PrintWriter {

    private final PrintWriter container;
    private final PageBody body;

    PageWriter(PrintWriter container, PageBody body) {
        super(container);
        this.container = container;
        this.body = body;
    }

    boolean wraps(PrintWriter writer) {
        return container == writer;
    }

    @Override
    public void write(int c) {
        boolean isPlace = body.isOpen() && body.isInsertionPointAfter(c & 0xFFFF, true);
        container.write(c);
        if (isPlace) {
            container.write(snippet());
        }
        wrote(1);
    }

    @Override
    public void write(char[] buf) {
        write(buf, 0, buf.length);
    }

    @Override
    public void write(char[] buf, int off, int len) {
        int at = isSearched(off, len, buf.length) ? body.findInsertionPoint(buf, off, len) : -1;
        if (at >= 0) {
            container.write(buf, off, at - off);
            container.write(snippet());
            container.write(buf, at, off + len - at);
        } else {
            container.write(buf, off, len);
        }
        wrote(len);
    }

    @Override
    public void write(String s) {
        write(s, 0, s.length());
    }

    @Override
    public void write(String s, int off, int len) {
        int at = isSearched(off, len, s.length()) ? body.findInsertionPoint(s, off, len, true) : -1;
        if (at >= 0) {
            container.write(s, off, at - off);
            container.write(snippet());
            container.write(s, at, off + len - at);
        } else {
            container.write(s, off, len);
        }
        wrote(len);
    }

    @Override
    public void println() {
        if (body.isOpen()) {
            body.isInsertionPointAfter('\n', true);
        }
        container.println();
        wrote(1);
    }

    /** As the stream's. */
    private void wrote(int chars) {
        if (body.isCounting() && body.overflowsBy(chars)) {
            flush();
        }
    }

    @Override
    public void flush() {
        body.beforeFlush();
        container.flush();
    }

    @Override
    public void close() {
        body.end();
        container.close();
    }

    /** {@inheritDoc} It flushes. */
    @Override
    public boolean checkError() {
        body.beforeFlush();
        return container.checkError();
    }

    private boolean isSearched(int off, int len, int length) {
        return body.isOpen() && PageOutputStream.isSlice(off, len, length);
    }

    private String snippet() {
        return new String(body.snippet(), StandardCharsets.US_ASCII);
    }
}
