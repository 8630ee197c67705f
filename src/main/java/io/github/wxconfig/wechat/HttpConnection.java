package io.github.wxconfig.wechat;

import io.github.wxconfig.network.BoundedSocket;
import io.github.wxconfig.network.Exchange;
import io.github.wxconfig.network.Tls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a web server, directly or through the JVM's proxy for it, and with TLS for an https address. For one thread.
 *
 * <p>The operator chooses the proxy: with {@code https.proxyHost} and the related properties, or with the JVM's
 * {@link ProxySelector}, which learns neither path nor query. An HTTP proxy that requires a login gets {@code https.proxyUser}
 * and {@code https.proxyPassword} ({@code http.…} for an http address). With TLS a proxy sees host and port only.
 */
final class HttpConnection {

    private final Exchange exchange;
    private final WebAddress address;
    private final Timeouts timeouts;
    private final long maxBytes;

    private Proxy proxy = Proxy.NO_PROXY;
    private boolean open;
    private @Nullable BoundedSocket plain;
    private @Nullable Socket socket;

    /** @param maxBytes how many bytes may be received, including those of TLS */
    HttpConnection(Exchange exchange, WebAddress address, Timeouts timeouts, long maxBytes) {
        this.exchange = exchange;
        this.address = address;
        this.timeouts = timeouts;
        this.maxBytes = maxBytes;
    }

    /** Connects; tries each proxy in turn if there are several. */
    void open() throws IOException {
        IOException last = null;
        for (Proxy next : proxies()) {
            try {
                open(next);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Whether the connection to the server is complete. */
    boolean isOpen() {
        return open;
    }

    /** The host and port of the last connection attempt: the server's, or the proxy's. */
    String lastAddress() {
        InetSocketAddress at = proxy.type() == Proxy.Type.DIRECT ? null : (InetSocketAddress) proxy.address();
        return open || at == null ? address.hostAndPort() : at.getHostString() + ":" + at.getPort();
    }

    /** The request target for the request line. */
    String requestTarget() {
        return isForwarded() ? address + address.target : address.target;
    }

    /** The header field that logs in to the proxy, with its line end; empty if there is none. */
    String proxyLogin() {
        return isForwarded() ? login() : "";
    }

    void send(byte[] request) throws IOException {
        OutputStream out = socket().getOutputStream();
        out.write(request);
        out.flush();
    }

    InputStream answer() throws IOException {
        return new BufferedInputStream(socket().getInputStream());
    }

    private Socket socket() throws SocketException {
        if (socket == null) {
            throw new SocketException("Socket is not connected");
        }
        return socket;
    }

    /** Closes the connection at once: sends nothing, and does not wait for the rest of a response. */
    void close() {
        if (plain != null) {
            try {
                plain.close();
            } catch (IOException e) {
                // the connection is no longer used
            }
        }
    }

    private List<Proxy> proxies() throws IOException {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies;
        try {
            proxies = selector == null ? null : selector.select(URI.create(address + "/"));
        } catch (RuntimeException e) {
            throw new IOException("The JVM's ProxySelector fails", e);
        }
        return proxies == null || proxies.isEmpty() ? Collections.singletonList(Proxy.NO_PROXY) : proxies;
    }

    private void open(Proxy by) throws IOException {
        proxy = by;
        boolean socks = by.type() == Proxy.Type.SOCKS;
        BoundedSocket next = exchange.use(new BoundedSocket(socks ? by : Proxy.NO_PROXY, maxBytes));
        plain = next;
        try {
            next.setSoTimeout(Timeouts.millis(timeouts.read));
            next.connect(addressToConnect(), Timeouts.millis(timeouts.connect));
            if (address.tls && isHttpProxy()) {
                tunnel(next);
            }
            socket = address.tls ? handshaken(next) : next;
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** The address to connect to; unresolved for a SOCKS proxy, which resolves the host itself. */
    private InetSocketAddress addressToConnect() throws UnknownHostException {
        if (proxy.type() == Proxy.Type.SOCKS) {
            return InetSocketAddress.createUnresolved(address.bareHost(), address.port);
        }
        if (isHttpProxy()) {
            InetSocketAddress at = (InetSocketAddress) proxy.address();
            return new InetSocketAddress(InetAddress.getByName(at.getHostString()), at.getPort());
        }
        return new InetSocketAddress(InetAddress.getByName(address.bareHost()), address.port);
    }

    private boolean isHttpProxy() {
        return proxy.type() == Proxy.Type.HTTP;
    }

    /** Whether the proxy itself reads the request and forwards it. */
    private boolean isForwarded() {
        return isHttpProxy() && !address.tls;
    }

    private void tunnel(Socket plain) throws IOException {
        plain.getOutputStream().write(ascii("CONNECT " + address.hostAndPort() + " HTTP/1.1\r\nHost: " + address.hostAndPort()
                + "\r\nUser-Agent: wxconfig\r\n" + login() + "\r\n"));
        int status = new HttpAnswer(plain.getInputStream()).status(); // unbuffered: TLS follows
        if (status / 100 != 2) {
            throw new RefusedByProxyException(status);
        }
    }

    private String login() {
        String user = System.getProperty(address.scheme() + ".proxyUser", "");
        String password = System.getProperty(address.scheme() + ".proxyPassword", "");
        return user.isEmpty() ? "" : "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private SSLSocket handshaken(Socket plain) throws IOException {
        SSLSocket tls = Tls.over(plain, address.bareHost(), address.port);
        String protocols = System.getProperty("https.protocols", "");
        if (!protocols.isEmpty()) { // as in the JDK's own client
            tls.setEnabledProtocols(protocols.split("\\s*,\\s*"));
        }
        tls.startHandshake();
        return tls;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reports that the proxy refused to connect to the server. */
    static final class RefusedByProxyException extends IOException {

        private static final long serialVersionUID = 1L;

        final int status;

        RefusedByProxyException(int status) {
            super("The proxy refused");
            this.status = status;
        }
    }
}
