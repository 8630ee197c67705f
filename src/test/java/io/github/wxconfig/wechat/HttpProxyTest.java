package io.github.wxconfig.wechat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies that the JVM names are used, and learn no more than they must. */
@Timeout(30)
class HttpProxyTest {

    private static final String SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ProxySelector before = ProxySelector.getDefault();
    private final List<String> selected = new CopyOnWriteArrayList<>();
    private final WeChatSimulator simulator = WeChatSimulator.start().account("wx1", SECRET);
    private FakeProxy proxy;

    @AfterEach
    void restore() throws IOException {
        ProxySelector.setDefault(before);
        System.clearProperty("http.proxyUser");
        System.clearProperty("http.proxyPassword");
        System.clearProperty("https.proxyUser");
        System.clearProperty("https.proxyPassword");
        simulator.close();
        if (proxy != null) {
            proxy.server.close();
        }
    }

    private void select(Proxy... proxies) {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                selected.add(uri.toString());
                return List.of(proxies);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                // it is asked again next time
            }
        });
    }

    private static HttpWeChat weChat(String base) {
        return HttpWeChat.classic(base, "wx1", SECRET, TIMEOUT, TIMEOUT);
    }

    @Test
    void aProxyPassesAPlainRequestOn() throws Exception {
        proxy = new FakeProxy("HTTP/1.1 200 OK\r\n\r\n{\"access_token\":\"T\",\"expires_in\":60}");
        System.setProperty("http.proxyUser", "me");
        System.setProperty("http.proxyPassword", "p\u00e4ss");
        select(proxy.asHttp());
        assertEquals("T", weChat("http://we_chat.example:8080/x").accessToken().value());
        assertEquals("GET http://we_chat.example:8080/x/cgi-bin/token?grant_type=client_credential&appid=wx1&secret="
                + SECRET + " HTTP/1.1", proxy.heads.get(0).get(0));
        assertTrue(proxy.heads.get(0).contains("Host: we_chat.example:8080"), proxy.heads::toString);
        assertTrue(proxy.heads.get(0).contains("Proxy-Authorization: Basic bWU6cMOkc3M="), proxy.heads::toString);
        assertEquals(List.of("http://we_chat.example:8080/"), selected);
    }

    @Test
    void ofTlsAProxySeesHostAndPortAlone() throws Exception {
        proxy = new FakeProxy("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
        select(proxy.asHttp());
        WeChatException e = assertThrows(WeChatException.class, weChat("https://api.example")::accessToken);
        assertEquals("WeChat could not be reached: the proxy [127.0.0.1:" + proxy.server.getLocalPort()
                + "] answered with HTTP status [407]. Set https.proxyUser and https.proxyPassword.", e.getMessage());
        assertEquals("CONNECT api.example:443 HTTP/1.1", proxy.heads.get(0).get(0));
        assertFalse(proxy.heads.toString().contains("Authorization"), proxy.heads::toString);
        System.setProperty("https.proxyUser", "me");
        System.setProperty("https.proxyPassword", "pass");
        assertThrows(WeChatException.class, weChat("https://api.example")::accessToken);
        assertTrue(proxy.heads.get(1).contains("Proxy-Authorization: Basic bWU6cGFzcw=="), proxy.heads::toString);
        assertEquals(List.of("https://api.example/", "https://api.example/"), selected);
        assertFalse(proxy.heads.toString().contains(SECRET));
    }

    @Test
    void aTunnelLeadsToTheServer() throws Exception {
        proxy = new FakeProxy("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\nno TLS at all, and much more of it than"
                + " a record needs");
        select(proxy.asHttp());
        WeChatException e = assertThrows(WeChatException.class, weChat("https://api.example")::accessToken);
        assertTrue(e.getMessage().contains("TLS with [api.example:443] failed"), e::getMessage);
    }

    @Test
    void aProxyThatIsDownIsNamedAndTheNextOneIsTried() throws Exception {
        Proxy down;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            down = new Proxy(Proxy.Type.HTTP, closed.getLocalSocketAddress());
        }
        select(down);
        WeChatException e = assertThrows(WeChatException.class, weChat("https://api.example")::accessToken);
        assertTrue(e.getMessage().contains("[" + ((InetSocketAddress) down.address()).getHostString() + ":"
                + ((InetSocketAddress) down.address()).getPort() + "] refused the connection"), e::getMessage);
        select(down, Proxy.NO_PROXY);
        assertFalse(weChat(simulator.baseUrl()).accessToken().value().isEmpty());
    }

    @Test
    void aSocksProxyLooksTheHostUp() throws Exception {
        proxy = new FakeProxy("\u0005\u00ff");
        select(new Proxy(Proxy.Type.SOCKS, proxy.server.getLocalSocketAddress()));
        WeChatException e = assertThrows(WeChatException.class, weChat("http://no-such-host.invalid")::accessToken);
        assertFalse(e.getMessage().contains("has no address"), e::getMessage);
        assertTrue(e.getMessage().contains("closed the connection"), e::getMessage);
    }

    @Test
    void aSelectorThatFailsOrKnowsNothingIsNoExcuse() throws Exception {
        ProxySelector.setDefault(null);
        assertFalse(weChat(simulator.baseUrl()).accessToken().value().isEmpty());
        select();
        assertFalse(weChat(simulator.baseUrl()).accessToken().value().isEmpty());
        select(Proxy.NO_PROXY);
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                throw new IllegalStateException(uri + "?" + SECRET);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                throw new IllegalStateException();
            }
        });
        WeChatException e = assertThrows(WeChatException.class, weChat(simulator.baseUrl())::accessToken);
        assertTrue(e.getMessage().contains("IllegalStateException") && !e.getMessage().contains(SECRET), e::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://%s/a\r\nX: y/ticket", "http://%s/\u4e2d \u0000\u007f/ticket"})
    void noAddressBreaksARequest(String url) throws Exception {
        proxy = new FakeProxy("HTTP/1.1 200 OK\r\n\r\n{\"ticket\":\"T\",\"expires_in\":60}");
        select(Proxy.NO_PROXY);
        String at = "127.0.0.1:" + proxy.server.getLocalPort();
        assertEquals("T", new HttpTicketServer(String.format(url, at), null, TIMEOUT, TIMEOUT).jsapiTicket().value());
        assertTrue(proxy.heads.get(0).get(0).matches("GET /[!-~]+ HTTP/1\\.1"), proxy.heads::toString);
        assertTrue(proxy.heads.get(0).stream().noneMatch(field -> field.startsWith("X")), proxy.heads::toString);
    }

    /** Takes the head of one request after the other, and answers each the same. */
    private static final class FakeProxy {

        final ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        final List<List<String>> heads = new CopyOnWriteArrayList<>();

        FakeProxy(String answer) throws IOException {
            Thread thread = new Thread(() -> serve(answer), "fake-proxy");
            thread.setDaemon(true);
            thread.start();
        }

        Proxy asHttp() {
            return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()));
        }

        private void serve(String answer) {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    if (answer.startsWith("HTTP")) {
                        heads.add(head(socket.getInputStream()));
                    } else {
                        socket.getInputStream().read(new byte[100]);
                    }
                    socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                } catch (IOException e) {
                    // the next one
                }
            }
        }

        private static List<String> head(InputStream in) throws IOException {
            List<String> lines = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.append((char) b);
                    continue;
                }
                if (line.toString().equals("\r")) {
                    return lines;
                }
                lines.add(line.toString().trim());
                line.setLength(0);
            }
            return lines;
        }
    }
}
