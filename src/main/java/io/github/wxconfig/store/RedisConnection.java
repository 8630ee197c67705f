package io.github.wxconfig.store;

import io.github.wxconfig.network.BoundedSocket;
import io.github.wxconfig.network.Exchange;
import io.github.wxconfig.network.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** Connects and logs in to one Redis server; limits its replies in type, length and number. For one thread at a time. */
final class RedisConnection implements Closeable {

    /** The limit for one exchange, including the TLS handshake. */
    private static final long MAX_BYTES = 256 * 1024;

    private final BoundedSocket socket = new BoundedSocket(Proxy.NO_PROXY, MAX_BYTES);
    private final RedisUrl url;
    private final int timeoutMillis;
    private volatile @Nullable RedisReplies replies;
    private @Nullable Jedis jedis;

    /** Creates a connection that connects at its first use. */
    RedisConnection(RedisUrl url, int timeoutMillis) {
        this.url = url;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Returns the client for one exchange; connects at the first call.
     *
     * @param exchange closes the connection at its deadline
     */
    Jedis within(Exchange exchange) throws IOException {
        exchange.use(socket);
        socket.allow(MAX_BYTES);
        if (jedis == null) {
            Socket connected = connect();
            jedis = new Jedis(() -> connected, DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis(timeoutMillis).socketTimeoutMillis(timeoutMillis)
                    .user(url.user).password(url.password).database(url.database)
                    .clientSetInfoConfig(ClientSetInfoConfig.DISABLED).build());
        }
        return jedis;
    }

    private Socket connect() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMillis);
        socket.connect(new InetSocketAddress(InetAddress.getByName(url.bareHost()), url.port), timeoutMillis);
        Socket spoken = url.tls ? Tls.over(socket, url.bareHost(), url.port) : socket;
        replies = new RedisReplies(spoken.getInputStream());
        return new CheckedSocket(spoken, replies);
    }

    /** The last error reply of Redis, or {@code null}. It may quote what was sent. */
    @Nullable String error() {
        RedisReplies read = replies;
        return read == null ? null : read.error();
    }

    /** Closes the socket without a QUIT, which could block. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Replaces the input stream of a socket; implements what Jedis uses of a socket. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket that it calls synchronizes
    private static final class CheckedSocket extends Socket {

        private final Socket socket;
        private final InputStream in;

        CheckedSocket(Socket socket, InputStream in) {
            this.socket = socket;
            this.in = in;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public int getSoTimeout() throws SocketException {
            return socket.getSoTimeout();
        }

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            socket.setSoTimeout(millis);
        }

        @Override
        public boolean isBound() {
            return socket.isBound();
        }

        @Override
        public boolean isConnected() {
            return socket.isConnected();
        }

        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public boolean isInputShutdown() {
            return socket.isInputShutdown();
        }

        @Override
        public boolean isOutputShutdown() {
            return socket.isOutputShutdown();
        }

        @Override
        public SocketAddress getLocalSocketAddress() {
            return socket.getLocalSocketAddress();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return socket.getRemoteSocketAddress();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
