package io.github.wxconfig.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A reverse proxy on this machine, between a visitor and a server: Debian's nginx, Apache httpd or HAProxy. */
final class FrontProxy implements AutoCloseable {

    /** What can be installed, with the package that it is in. */
    enum Program {
        NGINX("/usr/sbin/nginx", "nginx-light"), HTTPD("/usr/sbin/apache2", "apache2-bin"),
                HAPROXY("/usr/sbin/haproxy", "haproxy");

        private final Path path;
        private final String debianPackage;

        Program(String path, String debianPackage) {
            this.path = Path.of(path);
            this.debianPackage = debianPackage;
        }

        /** What is in the way, or {@code null}. */
        String problem() {
            return Files.isExecutable(path) ? null : path + " is needed (apt-get install " + debianPackage + ")";
        }
    }

    private static final String APACHE_MODULES = "/usr/lib/apache2/modules/mod_";

    final int port = Server.freePort();
    private final Path folder;
    private final Process process;

    /** @param lines of its configuration, where it says what it does with requests for the server */
    FrontProxy(Program program, int backend, String... lines) throws IOException {
        folder = Files.createTempDirectory("front-proxy");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String more = String.join("\n", lines) + "\n";
        Path file = folder.resolve("proxy.conf");
        switch (program) {
            case NGINX:
                Files.writeString(file, nginx(backend, more));
                process = start(program.path.toString(), "-p", folder.toString(), "-c", file.toString(), "-e", "error.log");
                break;
            case HTTPD:
                Files.writeString(file, httpd(backend, more));
                process = start(program.path.toString(), "-DFOREGROUND", "-f", file.toString());
                break;
            default:
                Files.writeString(file, haproxy(backend, more));
                process = start(program.path.toString(), "-db", "-f", file.toString());
        }
        awaitPort();
    }

    private String nginx(int backend, String lines) {
        return "daemon off;\npid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n"
                + Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").map(name -> name + "_temp_path " + name + ";\n")
                .collect(Collectors.joining())
                + "server {\nlisten 127.0.0.1:" + port + ";\nlocation / {\nproxy_pass http://127.0.0.1:" + backend + ";\n" + lines
                + "}\n}\n}\n";
    }

    private String httpd(int backend, String lines) {
        return "ServerRoot " + folder + "\nDefaultRuntimeDir " + folder + "\nPidFile httpd.pid\nServerName localhost\n"
                + "ErrorLog error.log\nUser nobody\nGroup nogroup\nListen 127.0.0.1:" + port + "\n"
                + Stream.of("mpm_event", "authz_core", "proxy", "proxy_http")
                .map(name -> "LoadModule " + name + "_module " + APACHE_MODULES + name + ".so\n").collect(Collectors.joining())
                + "ProxyPass / http://127.0.0.1:" + backend + "/\n" + lines;
    }

    private String haproxy(int backend, String lines) {
        return "defaults\nmode http\ntimeout connect 10s\ntimeout client 10s\ntimeout server 10s\nlisten front\nbind 127.0.0.1:"
                + port + "\nserver back 127.0.0.1:" + backend + "\n" + lines;
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile()).start();
    }

    private void awaitPort() throws IOException {
        long end = System.nanoTime() + Server.LIMIT.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IOException("The proxy does not listen: " + said(), e);
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private String said() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : List.of(folder.resolve("output.txt"), folder.resolve("error.log"))) {
            all.append(Files.exists(file) ? Files.readString(file) : "");
        }
        return all.toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor();
            WebApp.delete(folder);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
