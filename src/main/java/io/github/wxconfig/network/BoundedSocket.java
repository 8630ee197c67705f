package io.github.wxconfig.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how many bytes a socket receives, counted below TLS: neither headers nor a handshake nor data that a protocol skips can
 * exhaust the memory or continue endlessly.
 */
public final class BoundedSocket extends Socket {

    private final AtomicLong left;

    /**
     * @param proxy a SOCKS proxy, or {@link Proxy#NO_PROXY}
     * @param bytes how many may be received
     */
    public BoundedSocket(Proxy proxy, long bytes) {
        super(proxy);
        this.left = new AtomicLong(bytes);
    }

    /** Sets how many bytes may be received from now on. */
    public void allow(long bytes) {
        left.set(bytes);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Bounded(super.getInputStream());
    }

    private int count(int bytes) throws IOException {
        if (left.addAndGet(-Math.max(0, bytes)) < 0) {
            throw new TooLongException();
        }
        return bytes;
    }

    /** Reports that a server sent more bytes than allowed. */
    public static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("Too many bytes");
        }
    }

    private final class Bounded extends FilterInputStream {

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return count(super.read(to, offset, length));
        }

        @Override
        public long skip(long bytes) throws IOException {
            return count((int) super.skip(Math.min(bytes, Integer.MAX_VALUE)));
        }
    }
}
