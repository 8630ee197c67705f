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
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * A connection with a web server, direct or through the proxy that the JVM names for it, and with TLS where the address says
 * so.
 *
 * <p>Proxies are the operator's: those of {@code https.proxyHost} and its like, or of the JVM's {@link ProxySelector}, which is
 * told neither path nor query. A proxy for HTTP that wants a login gets {@code https.proxyUser} and
 * {@code https.proxyPassword} ({@code http.…} for an address that begins with http). Of a connection with TLS no proxy sees
 * more than host and port.
 */
final class HttpConnection {

    private final Exchange exchange;
    private final WebAddress address;
    private final Timeouts timeouts;
    private final long longestAnswer;

    private Proxy proxy = Proxy.NO_PROXY;
    private boolean open;
    private BoundedSocket plain;
    private Socket socket;

    /** @param longestAnswer in bytes, TLS included */
    HttpConnection(Exchange exchange, WebAddress address, Timeouts timeouts, long longestAnswer) {
        this.exchange = exchange;
        this.address = address;
        this.timeouts = timeouts;
        this.longestAnswer = longestAnswer;
    }

    /** Connects, by one proxy after the other if there are several. */
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

    /** Whether the server was reached. */
    boolean isOpen() {
        return open;
    }

    /** Which host and port was spoken to last: the server's, or the proxy's. */
    String peer() {
        InetSocketAddress at = proxy.type() == Proxy.Type.DIRECT ? null : (InetSocketAddress) proxy.address();
        return open || at == null ? address.hostAndPort() : at.getHostString() + ":" + at.getPort();
    }

    /** How the first line of a request names what it wants. */
    String requestTarget() {
        return isForwarded() ? address + address.target : address.target;
    }

    /** A header field for the proxy, with its line end; or nothing. */
    String proxyLogin() {
        return isForwarded() ? login() : "";
    }

    void send(byte[] request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
    }

    InputStream answer() throws IOException {
        return new BufferedInputStream(socket.getInputStream());
    }

    /** At once: nothing is sent to say so, and no rest of an answer is waited for. */
    void close() {
        if (plain != null) {
            try {
                plain.close();
            } catch (IOException e) {
                // it is of no use any more
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
        plain = exchange.use(new BoundedSocket(socks ? by : Proxy.NO_PROXY, longestAnswer));
        try {
            plain.setSoTimeout(Timeouts.millis(timeouts.read));
            plain.connect(peerAddress(), Timeouts.millis(timeouts.connect));
            if (address.tls && isHttp()) {
                tunnel();
            }
            socket = address.tls ? handshaken() : plain;
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** A SOCKS proxy looks the host up itself. */
    private InetSocketAddress peerAddress() throws UnknownHostException {
        if (proxy.type() == Proxy.Type.SOCKS) {
            return InetSocketAddress.createUnresolved(address.bareHost(), address.port);
        }
        if (isHttp()) {
            InetSocketAddress at = (InetSocketAddress) proxy.address();
            return new InetSocketAddress(InetAddress.getByName(at.getHostString()), at.getPort());
        }
        return new InetSocketAddress(InetAddress.getByName(address.bareHost()), address.port);
    }

    private boolean isHttp() {
        return proxy.type() == Proxy.Type.HTTP;
    }

    /** Whether the proxy reads the request and passes it on. */
    private boolean isForwarded() {
        return isHttp() && !address.tls;
    }

    private void tunnel() throws IOException {
        plain.getOutputStream().write(ascii("CONNECT " + address.hostAndPort() + " HTTP/1.1\r\nHost: " + address.hostAndPort()
                + "\r\nUser-Agent: wxconfig\r\n" + login() + "\r\n"));
        int status = new HttpAnswer(plain.getInputStream()).status(); // unbuffered: what follows is TLS
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

    private SSLSocket handshaken() throws IOException {
        SSLSocket tls = Tls.over(plain, address.bareHost(), address.port);
        String protocols = System.getProperty("https.protocols", "");
        if (!protocols.isEmpty()) { // as the JDK's client has it
            tls.setEnabledProtocols(protocols.split("\\s*,\\s*"));
        }
        tls.startHandshake();
        return tls;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Says that the proxy does not let us through to the server. */
    static final class RefusedByProxyException extends IOException {

        private static final long serialVersionUID = 1L;

        final int status;

        RefusedByProxyException(int status) {
            super("The proxy refuses");
            this.status = status;
        }
    }
}
