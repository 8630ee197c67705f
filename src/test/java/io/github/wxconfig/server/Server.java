package io.github.wxconfig.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server of a real distribution, started as an operator starts it: a process of its own, with its own script, its
 * own configuration folder below {@code target/server-runs}, and a free port of the loopback address.
 */
abstract class Server implements AutoCloseable {

    /** For a start or a stop. */
    static final Duration LIMIT = Duration.ofSeconds(240);
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    /** For a page. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Distribution distribution;
    final JavaHome java;
    /** What this run may write in. */
    final Path base;
    final int port = freePort();

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<Process> started = new ArrayList<>();
    private Process process;
    private volatile Log log;
    private Duration startTime;

    /** @param run names the folder; a former run of that name is removed */
    Server(Distribution distribution, JavaHome java, String run) {
        this.distribution = distribution;
        this.java = java;
        base = Path.of("target", "server-runs", run).toAbsolutePath();
        try {
            WebApp.delete(base);
            Files.createDirectories(base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
    }

    /** The command line that an operator would type. Options for Java go into it or into the environment. */
    abstract List<String> command(List<String> javaOptions);

    /** Sets the variables that the server's script reads: where Java is, and where {@link #base}. */
    abstract void environment(Map<String, String> environment, List<String> javaOptions);

    /** What the log says when all applications have been started. */
    abstract String readyLine();

    /** Waits until all applications have been started. */
    void awaitReady() {
        log.await(readyLine(), 0, LIMIT);
    }

    /** Copies an application to where the server looks for them. */
    abstract void deploy(WebApp app);

    /** Takes an application out of the running server, and waits until that is done. */
    abstract void undeploy(String app);

    /** Copies an application into the running server, and waits until it has been started. */
    abstract void deployHot(WebApp app);

    /** Files the server logs to, besides its console. */
    Path logFolder() {
        return base.resolve("logs");
    }

    /**
     * A system property, from the next start on. Servers write their command line into their logs, so that a secret does
     * not belong here but into {@link #withVariable}.
     */
    final Server with(String property, Object value) {
        properties.put(property, value.toString());
        return this;
    }

    /** A variable of the environment, from the next start on. */
    final Server withVariable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Starts it and waits until it is ready. */
    final Server start() {
        List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-XX:SoftRefLRUPolicyMSPerMB=0")); // what is softly reachable is no leak, and should not look like one
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command(options)).directory(base.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name ->
                name.matches("(JAVA|JRE|CATALINA|JETTY|JBOSS|JDK|AS|WLP|JVM)_.*|MAVEN_.*|WXCONFIG_.*|CLASSPATH"));
        builder.environment().putAll(variables);
        environment(builder.environment(), options);
        long from = System.nanoTime();
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + builder.command(), e);
        }
        started.add(process);
        log = new Log(process.getInputStream(), base.resolve("console-" + started.size() + ".log"));
        awaitReady();
        startTime = Duration.ofNanos(System.nanoTime() - from);
        return this;
    }

    /** From the command to the line that says ready. */
    final Duration startTime() {
        return startTime;
    }

    /** Ends it as an operator does, with the applications' and filters' {@code destroy}. */
    final void stop() {
        leaf().destroy();
        awaitEnd();
    }

    /** Ends it as {@code kill -9} does. */
    final void kill() {
        leaf().destroyForcibly();
        awaitEnd();
    }

    final void restart() {
        stop();
        start();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The server has not ended within " + LIMIT);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        log.awaitEnd(LIMIT);
    }

    /** The server's own Java process, which may be a child of its script's, or of a Java program that has started it. */
    final ProcessHandle leaf() {
        ProcessHandle handle = process.toHandle();
        return handle.descendants().filter(Server::isJava).filter(it -> it.children().noneMatch(Server::isJava)).findFirst()
                .orElse(handle);
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    @Override
    public void close() {
        destroy();
    }

    private void destroy() {
        for (Process each : started) {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly();
        }
    }

    /** The console of the present start. */
    final Log log() {
        return log;
    }

    /** Everything all starts wrote, the console and the files. */
    final String allLogs() {
        return String.join("\n", logs()) + "\n";
    }

    /** Waits until a log, the console or a file, has said this so many times. */
    final void awaitSaid(String words, int times) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (logs().stream().noneMatch(log -> log.split(Pattern.quote(words), -1).length > times)) {
            if (System.nanoTime() > deadline || endsWithin(10)) {
                throw new AssertionError("Not said [" + times + "] times: [" + words + "] in\n" + allLogs());
            }
        }
    }

    private List<String> logs() {
        List<String> logs = new ArrayList<>();
        for (Path folder : List.of(base, logFolder())) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.toString().matches(".*[.][jw]ar"))
                            .toList()) {
                        logs.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return logs;
    }

    /** Lines of warning or worse, each with what belongs to it cut off, and with times and numbers made the same. */
    final List<String> warnings() {
        return Stream.of(allLogs().split("\n")).filter(line -> line.matches(".*\\b(WARN|WARNING|SEVERE|ERROR)\\b.*"))
                .map(line -> line.replaceAll(base.toString(), "BASE").replaceAll("\\d+", "0"))
                .distinct().collect(Collectors.toList());
    }

    final String url(String target) {
        return "http://localhost:" + port + target;
    }

    final Answer get(String target, String... headers) {
        return send("GET", target, headers);
    }

    /** One request with its own connection. */
    final Answer send(String method, String target, String... headers) {
        StringBuilder request = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n")
                .append("Host: localhost:").append(port).append("\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return exchange(port, request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Asks at another port, such as a proxy's in front of this server, for a host of one's choice. */
    final Answer getFrom(int otherPort, String host, String target, String... headers) {
        StringBuilder request = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\nHost: ").append(host)
                .append("\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return exchange(otherPort, request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Asks again and again until the answer is as wished. */
    final Answer awaitAnswer(String target, Predicate<Answer> wish, String... headers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = get(target, headers);
        while (!wish.test(answer)) {
            if (System.nanoTime() > deadline || endsWithin(50)) {
                throw new AssertionError("Still not as wished: " + target + "\n" + answer);
            }
            answer = get(target, headers);
        }
        return answer;
    }

    private boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer exchange(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return new Answer(readAll(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port, e);
        }
    }

    /** Up to the end, or to a reset by a server that was in a hurry. */
    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketException e) {
            if (all.size() == 0) {
                throw e;
            }
        }
        return all.toByteArray();
    }

    /** Live objects and threads with this name in theirs, after a garbage collection. */
    final List<String> remains(String name) {
        Stream<String> objects = jcmd("GC.class_histogram").lines();
        Stream<String> threads = jcmd("Thread.print").lines();
        return Stream.concat(objects, threads).filter(line -> line.contains(name)).collect(Collectors.toList());
    }

    /** What {@code jcmd} of this build's JDK says about the server's process. */
    final String jcmd(String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(leaf().pid())));
        line.addAll(List.of(command));
        try {
            Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new AssertionError(line + " said " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One that nobody listens at on any address, that was not given before, and that is none of those that the system gives to
     * connections: a server takes it later.
     */
    static int freePort() {
        for (int i = 0; i < 1000; i++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (IOException e) {
                // taken: the next
            }
        }
        throw new AssertionError("No free port");
    }
}
