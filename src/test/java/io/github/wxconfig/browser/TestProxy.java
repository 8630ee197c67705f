package io.github.wxconfig.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;

/**
 * An HTTP proxy that does to requests what real ones do: other paths, another Host, headers that tell of it or none.
 * As a forward proxy, it lets a test's browser open any host name.
 */
final class TestProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int backend;
    private UnaryOperator<String> path = same -> same;
    private String host;
    private final List<String> headers = new ArrayList<>();

    /** Request lines that came, for tests to look at. */
    final List<String> requests = java.util.Collections.synchronizedList(new ArrayList<>());

    TestProxy(ServerSocketFactory sockets, int backend) throws IOException {
        this.server = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        this.backend = backend;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    TestProxy path(UnaryOperator<String> rewritten) {
        path = rewritten;
        return this;
    }

    TestProxy host(String rewritten) {
        host = rewritten;
        return this;
    }

    TestProxy header(String line) {
        headers.add(line);
        return this;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket browser = server.accept();
                start(() -> serve(browser));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket browser) {
        try (Socket client = browser) {
            String[] head = readHead(client.getInputStream()).split("\r\n");
            String[] line = head[0].split(" ", 3);
            requests.add(line[0] + " " + line[1]);
            String target = line[1].startsWith("http://") ? line[1].substring(line[1].indexOf('/', 7)) : line[1];
            try (Socket upstream = new Socket("127.0.0.1", backend)) {
                forward(client, upstream, line[0] + ' ' + path.apply(target) + " HTTP/1.1", head);
            }
        } catch (IOException e) {
            // the browser has gone, as browsers may
        }
    }

    private void forward(Socket client, Socket upstream, String line, String[] head) throws IOException {
        StringBuilder request = new StringBuilder(line).append("\r\n");
        for (int i = 1; i < head.length; i++) {
            String name = head[i].substring(0, head[i].indexOf(':')).toLowerCase(Locale.ROOT);
            if (name.equals("host") && host != null) {
                request.append("Host: ").append(host).append("\r\n");
            } else if (!name.endsWith("connection")) {
                request.append(head[i]).append("\r\n");
            }
        }
        headers.forEach(header -> request.append(header).append("\r\n"));
        request.append("Connection: close\r\n\r\n");
        OutputStream out = upstream.getOutputStream();
        out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        upstream.getInputStream().transferTo(client.getOutputStream());
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("no request");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
