package io.github.wxconfig.browser;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's nginx with TLS on a free port, in front of something. */
final class Nginx implements AutoCloseable {

    private static final String PROGRAM = "/usr/sbin/nginx";

    private final Path directory;
    private final int port;

    /** @param locations what stands inside {@code server { … }} */
    Nginx(Path directory, String locations) throws Exception {
        this.directory = Files.createDirectories(directory);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        TestTls.writePem(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        Files.write(directory.resolve("nginx.conf"), ("pid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\n"
                + "access_log off;\nclient_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path fastcgi;\n"
                + "uwsgi_temp_path uwsgi;\nscgi_temp_path scgi;\n"
                + "server {\nlisten 127.0.0.1:" + port + " ssl;\nssl_certificate cert.pem;\nssl_certificate_key key.pem;\n"
                + locations + "\n}\n}\n").getBytes(StandardCharsets.US_ASCII));
        run();
    }

    /** What is in the way, or {@code null}. */
    static String problem() {
        return Files.isExecutable(Paths.get(PROGRAM)) ? null : "nginx is needed (apt-get install nginx-light)";
    }

    int port() {
        return port;
    }

    /** It goes to the background when it listens. */
    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList(PROGRAM, "-p",
                directory.toAbsolutePath().toString(), "-c", "nginx.conf", "-e", "error.log"));
        command.addAll(Arrays.asList(arguments));
        Path log = directory.resolve("output.txt");
        Process nginx = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!nginx.waitFor(30, TimeUnit.SECONDS) || nginx.exitValue() != 0) {
            throw new IOException("nginx: " + new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        try {
            run("-s", "stop");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
