

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts the tea shop of {@code examples/shop} in a real Tomcat, the way an operator would: the web application and the
 * built jar are copied together, two settings name the account. A simulator stands in for WeChat unless
 * {@code -Dwxconfig.appid} and {@code -Dwxconfig.secret} name a real account.
 *
 * <p>{@code mvn -Pexample verify} builds everything and calls this. After a build it can be called by itself:
 * {@code java examples/RunExample.java [--smoke] [--tomcat 9|10|11]}, in the project's root; other options of the
 * filter are given as {@code -Dwxconfig.…} before the file. It stays in the foreground; Ctrl-C ends it and the two
 * processes it started.
 */
public final class RunExample {

    private static final String CONTEXT = "/shop";
    private static final String USER_AGENT = "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.44";
    /** A page with a query as WeChat adds it when a page is shared, behind a forward; a static one in GBK; the first. */
    private static final String[] SMOKE_PAGES = {
        "/index.jsp", "/product.jsp?id=longjing&from=singlemessage&isappinstalled=0", "/story-gbk.html"};

    private final Path root = Path.of("").toAbsolutePath();
    private final Path work = root.resolve("target/example");
    private final Deque<Process> processes = new ArrayDeque<>();
    private final String appid = setting("wxconfig.appid", "WXCONFIG_APPID");
    private final String secret = setting("wxconfig.secret", "WXCONFIG_SECRET");
    private final String tomcatMajor;
    private volatile boolean stopping;

    private RunExample(String tomcatMajor) {
        this.tomcatMajor = tomcatMajor;
    }

    public static void main(String[] args) throws Exception {
        boolean smoke = false;
        String tomcat = "11";
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--smoke") || args[i].startsWith("--smoke=")) {
                smoke = !args[i].endsWith("=false");
            } else if (args[i].equals("--tomcat") && i + 1 < args.length) {
                tomcat = args[++i];
            } else if (args[i].equals("--with-parent")) { // Maven, when it is killed, does not tell those it started
                ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(1)));
            } else if (!args[i].isEmpty()) {
                fail("Unknown argument [" + args[i] + "]. Known: --smoke, --tomcat 9|10|11");
            }
        }
        if (!tomcat.matches("9|10|11")) {
            fail("The example runs on Tomcat 9, 10 or 11, not on [" + tomcat + "]");
        }
        RunExample example = new RunExample(tomcat);
        Runtime.getRuntime().addShutdownHook(new Thread(example::stopAll, "stop"));
        try {
            example.run(smoke);
        } catch (Failure e) {
            fail(e.getMessage());
        }
    }

    private void run(boolean smoke) throws Exception {
        boolean simulated = appid == null;
        if (simulated != (secret == null)) {
            throw new Failure("Only one of wxconfig.appid and wxconfig.secret is set. Set both, for the real WeChat, or none.");
        }
        if (smoke && !simulated) {
            throw new Failure("The smoke test needs the simulator: leave wxconfig.appid and wxconfig.secret out.");
        }
        Path home = tomcatHome();
        int port = freePort(8080);
        Path base = assemble(home, port);
        Map<String, String> settings = new LinkedHashMap<>();
        String simulator = null;
        if (simulated) {
            int simulatorPort = freePort(9001);
            simulator = "http://localhost:" + simulatorPort;
            startSimulator(simulatorPort);
            settings.put("wxconfig.apiBase", simulator);
            settings.put("demo.simulator", String.valueOf(simulatorPort));
        } else {
            settings.put("demo.simulator", "off");
        }
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("wxconfig.") && !name.equals("wxconfig.appid") && !name.equals("wxconfig.secret")) {
                settings.put(name, System.getProperty(name));
            }
        }
        String address = "http://localhost:" + port + CONTEXT;
        startTomcat(home, base, settings, address);
        if (smoke) {
            smokeTest(address, simulator);
            System.exit(0);
        }
        announce(address, simulator, base);
        processes.peek().waitFor();
        if (stopping) {
            return;
        }
        throw new Failure("Tomcat has ended by itself. Its output: " + base.resolve("logs/console.log"));
    }

    private void announce(String address, String simulator, Path base) {
        say("");
        say("  The shop    " + address + "/");
        say("  WeChat      " + (simulator == null ? "the real one, as [" + appid + "]" : "simulated, " + simulator));
        say("  Logs        " + root.relativize(base.resolve("logs")));
        say("");
        say(simulator == null
                ? "  Open the address in WeChat or its developer tools. Its domain must be bound to the account."
                : "  Open the address in any browser; a strip on top of each page says what WeChat would have said.");
        say("  Ctrl-C ends everything.");
        say("");
    }

    // The parts of the set-up, each as an operator does it.

    private Path tomcatHome() throws IOException {
        List<Path> found = list(work, name -> name.startsWith("apache-tomcat-" + tomcatMajor + "."));
        if (found.isEmpty()) {
            throw new Failure("No Tomcat " + tomcatMajor + " in [" + work + "]. Get it by:"
                    + " mvn -Pexample -Dtomcat=" + tomcatMajor + " dependency:unpack@tomcat");
        }
        return found.get(0);
    }

    /** A CATALINA_BASE of its own: Tomcat's configuration on our port, and the shop with the jar in WEB-INF/lib. */
    private Path assemble(Path home, int port) throws IOException {
        Path base = work.resolve("base-" + tomcatMajor + "-" + port);
        delete(base);
        copy(home.resolve("conf"), base.resolve("conf"));
        Path serverXml = base.resolve("conf/server.xml");
        Files.writeString(serverXml, Files.readString(serverXml)
                .replace("port=\"8005\"", "port=\"-1\"").replace("port=\"8080\"", "port=\"" + port + "\""));
        for (String folder : new String[] {"logs", "temp", "work"}) {
            Files.createDirectories(base.resolve(folder));
        }
        Path shop = base.resolve("webapps" + CONTEXT);
        copy(root.resolve("examples/shop"), shop);
        Path jar = jar(tomcatMajor.equals("9") ? "-javax" : "");
        Files.createDirectories(shop.resolve("WEB-INF/lib"));
        Files.copy(jar, shop.resolve("WEB-INF/lib").resolve(jar.getFileName()));
        say(home.getFileName() + ", " + jar.getFileName() + " in WEB-INF/lib");
        return base;
    }

    private void startSimulator(int port) throws Exception {
        Path log = work.resolve("simulator-" + port + ".log");
        Process process = start(new ProcessBuilder(java(), "-jar", jar("-simulator").toString(), "--port", "" + port)
                .redirectErrorStream(true).redirectOutput(log.toFile()));
        await("The simulator", process, log, "http://localhost:" + port + "/", false);
    }

    private void startTomcat(Path home, Path base, Map<String, String> settings, String address) throws Exception {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Dcatalina.home=" + home, "-Dcatalina.base=" + base, "-Djava.io.tmpdir=" + base.resolve("temp")));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", home.resolve("bin/bootstrap.jar") + File.pathSeparator
                + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap", "start"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (appid != null) { // in the environment, where other users of the machine cannot read it
            builder.environment().put("WXCONFIG_APPID", appid);
            builder.environment().put("WXCONFIG_SECRET", secret);
        }
        Path log = base.resolve("logs/console.log");
        Process process = start(builder);
        new Thread(() -> keep(process, log), "tomcat-output").start();
        await("Tomcat", process, log, address + "/index.jsp", true);
    }

    /** Keeps what Tomcat prints in a file, and shows what concerns us. */
    private static void keep(Process process, Path log) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(log)) {
            for (String line; (line = in.readLine()) != null; ) {
                out.write(line);
                out.newLine();
                out.flush();
                if (line.contains("io.github.wxconfig") || line.contains(" SEVERE ")) {
                    say(line);
                }
            }
        } catch (IOException e) {
            // it ends with Tomcat
        }
    }

    /** Waits until the address answers at all, or with 200 where {@code ok} is asked for. */
    private static void await(String what, Process process, Path log, String address, boolean ok) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (System.nanoTime() < end) {
            try {
                int status = get(address).status;
                if (!ok || status == 200) {
                    return;
                }
                throw new Failure(what + " answers " + status + " at " + address + "\n" + tail(log));
            } catch (IOException notYet) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new Failure(what + " ended with " + process.exitValue() + "\n" + tail(log));
                }
            }
        }
        throw new Failure(what + " did not answer at " + address + " within 90 s\n" + tail(log));
    }

    // The smoke test: pages as WeChat gets them, each signature judged by the simulator.

    private static void smokeTest(String address, String simulator) throws Exception {
        awaitFirstTicket(address);
        boolean good = true;
        for (String page : SMOKE_PAGES) {
            String url = address + page;
            String said = verify(simulator, url, get(url).body);
            good &= said.contains("preVerifyJSAPI:ok");
            say((said.contains("preVerifyJSAPI:ok") ? "ok    " : "FAILED") + "  " + url + "  " + said);
        }
        if (!good) {
            throw new Failure("The smoke test failed");
        }
        say("Smoke test passed: " + SMOKE_PAGES.length + " pages, each with a signature that verifies");
    }

    /** The page that comes before the first ticket repairs itself in the browser; a test without one waits for the ticket. */
    private static void awaitFirstTicket(String address) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end && field("signature", get(address + SMOKE_PAGES[0]).body) == null) {
            Thread.sleep(100);
        }
    }

    private static String verify(String simulator, String url, String html) throws IOException {
        StringBuilder json = new StringBuilder("{\"url\":\"" + url + "\",\"signType\":\"sha1\",\"jsApiList\":[]");
        for (String name : new String[] {"appId", "timestamp", "nonceStr", "signature"}) {
            String value = field(name, html);
            if (value == null) {
                return "no " + name + " in the page";
            }
            json.append(",\"").append(name).append("\":\"").append(value).append('"');
        }
        HttpURLConnection connection = (HttpURLConnection) new URL(simulator + "/verify").openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        return read(connection).body.trim();
    }

    /** The value of one member of the signature in the page, or null where the page was not signed yet. */
    private static String field(String name, String html) {
        Matcher m = Pattern.compile("\\b" + name + "\\s*:\\s*(?:[\"'](\\w+)[\"']|([0-9]{10}))").matcher(html);
        return m.find() ? m.group(1) != null ? m.group(1) : m.group(2) : null;
    }

    // Plain helpers.

    private record Answer(int status, String body) { }

    private static Answer get(String address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(address).openConnection();
        connection.setRequestProperty("User-Agent", USER_AGENT);
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(60_000);
        return read(connection);
    }

    private static Answer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        processes.push(process);
        return process;
    }

    /** Tomcat first, so that it closes its files in peace; by force only what does not listen. */
    private void stopAll() {
        stopping = true;
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            try {
                if (!process.waitFor(15, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
    }

    /** The newest built jar with that classifier. */
    private Path jar(String classifier) throws IOException {
        Pattern name = Pattern.compile("wxconfig-filter-[0-9.]+(-SNAPSHOT)?" + classifier + "\\.jar");
        return list(root.resolve("target"), file -> name.matcher(file).matches()).stream()
                .max(Comparator.comparing(RunExample::modified))
                .orElseThrow(() -> new Failure("target/wxconfig-filter-…" + classifier + ".jar is missing."
                        + " Build it by: mvn -DskipTests package (in [" + root + "]?)"));
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder, java.util.function.Predicate<String> name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name.test(file.getFileName().toString())).sorted().toList();
        }
    }

    /** The preferred port, or the next one that nobody listens on. */
    private static int freePort(int preferred) throws IOException {
        for (int port = preferred; port < preferred + 50; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(port));
                return port;
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new Failure("No free port from " + preferred + " to " + (preferred + 49));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? null : value.trim();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines = Files.readAllLines(log);
        return "The end of " + log + ":\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static void fail(String message) {
        System.err.println("The example cannot run. " + message);
        System.exit(1);
    }

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }
}
