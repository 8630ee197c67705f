package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** A real redis-server on a free port of the loopback interface, that can be killed, paused and started again. */
public final class RedisServer implements AutoCloseable {

    public static final String PASSWORD = "p@ss:w/rd+%";
    public static final String PASSWORD_IN_URL = "p%40ss%3Aw%2Frd+%25";

    public final int port;
    private final List<String> options;
    private Process process;

    /** Skips the test where there is no redis-server, but fails it in continuous integration. */
    public RedisServer() throws IOException {
        port = freePort();
        options = List.of("--port", "" + port);
        start();
    }

    /** One that speaks only TLS. Both files are in PEM format. */
    RedisServer(Path certificate, Path key) throws IOException {
        port = freePort();
        options = List.of("--port", "0", "--tls-port", "" + port, "--tls-auth-clients", "no",
                "--tls-cert-file", certificate.toString(), "--tls-key-file", key.toString(), "--tls-ca-cert-file",
                certificate.toString());
        start();
    }

    private static Path binary() {
        for (String folder : System.getenv("PATH").split(":")) {
            Path binary = Path.of(folder, "redis-server");
            if (Files.isExecutable(binary)) {
                return binary;
            }
        }
        String missing = "There is no redis-server on the PATH; Debian's package is redis-server";
        return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it, empty. */
    void start() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binary().toString(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
                "--dir", System.getProperty("java.io.tmpdir"), "--requirepass", PASSWORD, "--databases", "4"));
        command.addAll(options);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        for (String line = ""; !line.contains("Ready to accept connections"); line = process.inputReader().readLine()) {
            if (line == null) {
                throw new IOException("redis-server does not start");
            }
        }
    }

    public String url() {
        return "redis://:" + PASSWORD_IN_URL + "@127.0.0.1:" + port + "/3";
    }

    /** A connection of the test's own, to database 3. */
    public Jedis client() {
        Jedis client = new Jedis("127.0.0.1", port);
        client.auth(PASSWORD);
        client.select(3);
        return client;
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops answering, with its connections open. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
