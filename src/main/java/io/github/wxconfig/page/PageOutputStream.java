package io.github.wxconfig.page;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Wraps the container's stream and inserts the script into the write that contains the insertion point.
 *
 * <p>One write of the application is one write to the container, because an application that writes without blocking has
 * asked whether it may do so just once. {@code isReady()} is never asked here: without a WriteListener it throws in one
 * container and lies in another.
 */
final class PageOutputStream extends ServletOutputStream {

    private final ServletOutputStream out;
    private final PageBody body;

    PageOutputStream(ServletOutputStream out, PageBody body) {
        this.out = out;
        this.body = body;
    }

    boolean wraps(ServletOutputStream stream) {
        return out == stream;
    }

    @Override
    public void write(int b) throws IOException {
        if (body.isOpen() && body.isInsertionPointAfter(b & 0xFF, false)) {
            deliver(with(new byte[] {(byte) b}, 0, 1, 1));
        } else {
            try {
                out.write(b);
            } catch (IOException | RuntimeException e) {
                body.onWriteFailed();
                throw e;
            }
        }
        wrote(1);
    }

    @Override
    public void write(byte[] buf) throws IOException {
        write(buf, 0, buf.length);
    }

    @Override
    public void write(byte[] buf, int off, int len) throws IOException {
        if (!isSlice(off, len, buf.length)) {
            out.write(buf, off, len);
            return;
        }
        int at = body.isOpen() ? body.findInsertionPoint(buf, off, len) : -1;
        if (at >= 0) {
            deliver(with(buf, off, len, at));
        } else {
            deliver(buf, off, len);
        }
        wrote(len);
    }

    /** Of Servlet 6.1. What its default does, without asking {@code isReady()} and, where it can be, without a copy. */
    public void write(ByteBuffer buffer) throws IOException {
        int len = buffer.remaining();
        if (buffer.hasArray()) {
            int off = buffer.arrayOffset() + buffer.position();
            buffer.position(buffer.limit());
            write(buffer.array(), off, len);
        } else {
            byte[] copy = new byte[len];
            buffer.get(copy);
            write(copy, 0, len);
        }
    }

    /** Goes to the container as text, because not all of them encode it alike. */
    @Override
    public void print(String s) throws IOException {
        String text = withScript(s);
        try {
            out.print(text);
        } catch (IOException | RuntimeException e) {
            body.onWriteFailed();
            throw e;
        }
        wrote(s == null ? 0 : s.length());
    }

    @Override
    public void println(String s) throws IOException {
        String text = withScript(s);
        readLineEnd();
        try {
            out.println(text);
        } catch (IOException | RuntimeException e) {
            body.onWriteFailed();
            throw e;
        }
        wrote(s == null ? 0 : s.length());
    }

    @Override
    public void println() throws IOException {
        readLineEnd();
        out.println();
        wrote(2);
    }

    /** Where the application's own bytes would have overflowed the buffer, the headers leave, as they would have done. */
    private void wrote(int bytes) throws IOException {
        if (body.isCounting() && body.overflowsBy(bytes)) {
            flush();
        }
    }

    private void readLineEnd() {
        if (body.isOpen()) {
            body.isInsertionPointAfter('\n', false);
        }
    }

    @Override
    public void flush() throws IOException {
        body.beforeFlush();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        body.end();
        out.close();
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(listener);
        body.neverBlocks();
    }

    private String withScript(String s) {
        if (s == null || s.isEmpty() || !body.isOpen()) {
            return s;
        }
        int at = body.findInsertionPoint(s, 0, s.length(), false);
        return at < 0 ? s : s.substring(0, at) + new String(body.snippet(), StandardCharsets.US_ASCII) + s.substring(at);
    }

    /** Anything else is the container's to refuse. */
    static boolean isSlice(int off, int len, int length) {
        return off >= 0 && len > 0 && len <= length - off;
    }

    private byte[] with(byte[] buf, int off, int len, int at) {
        byte[] snippet = body.snippet();
        byte[] all = new byte[len + snippet.length];
        int head = at - off;
        System.arraycopy(buf, off, all, 0, head);
        System.arraycopy(snippet, 0, all, head, snippet.length);
        System.arraycopy(buf, at, all, head + snippet.length, len - head);
        return all;
    }

    private void deliver(byte[] all) throws IOException {
        deliver(all, 0, all.length);
    }

    private void deliver(byte[] buf, int off, int len) throws IOException {
        try {
            out.write(buf, off, len);
        } catch (IOException | RuntimeException e) {
            body.onWriteFailed();
            throw e;
        }
    }
}
