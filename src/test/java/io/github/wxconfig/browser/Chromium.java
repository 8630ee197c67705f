package io.github.wxconfig.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debian's Chromium without a window: opens a page, and tells what becomes of it. */
public final class Chromium {

    private static final List<String> NAMES = Arrays.asList("chromium", "chromium-browser", "google-chrome");

    private final Path profile;
    private final List<String> command = new ArrayList<>();

    /** @param profile kept from page to page; a new folder is a new browser, with an empty cache */
    public Chromium(Path profile) throws Exception {
        this.profile = profile;
        // The certificate is named, because what comes by one that is wrong is never cached.
        command.addAll(Arrays.asList(program(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-default-apps", "--disable-dev-shm-usage", "--disable-breakpad", "--enable-logging=stderr",
                "--ignore-certificate-errors-spki-list=" + TestTls.fingerprint(), "--user-data-dir=" + profile));
    }

    /** What is in the way, or {@code null}. */
    public static String problem() {
        return program() == null ? "Chromium is needed (apt-get install chromium)" : null;
    }

    private static String program() {
        for (String name : NAMES) {
            for (String folder : System.getenv("PATH").split(":")) {
                if (Files.isExecutable(Paths.get(folder, name))) {
                    return name;
                }
            }
        }
        return null;
    }

    public Chromium flag(String flag) {
        command.add(flag);
        return this;
    }

    /** The document of {@code url} after twenty seconds of the page's own time, which goes faster than ours. */
    public String open(String url) throws Exception {
        Path out = profile.resolve("page.html");
        run(out, new CompletableFuture<>(), "--dump-dom", "--virtual-time-budget=20000", url);
        return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    }

    /** What the page makes known by itself, in ordinary time. */
    public String open(String url, Future<String> report) throws Exception {
        run(profile.resolve("output.txt"), report, "--remote-debugging-port=0", url);
        return report.get(0, TimeUnit.SECONDS);
    }

    /** What the last page wrote to the console, and what the browser itself did: errors, warnings, violations of a policy. */
    public List<String> console() throws IOException {
        try (Stream<String> lines = Files.lines(profile.resolve("errors.txt"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(":CONSOLE:")).collect(Collectors.toList());
        }
    }

    /** Until the browser ends by itself, or the report is there. Afterwards no process is left that writes to the profile. */
    private void run(Path out, Future<String> report, String... arguments) throws Exception {
        Files.createDirectories(profile);
        List<String> line = new ArrayList<>(command);
        line.addAll(Arrays.asList(arguments));
        Process chromium = new ProcessBuilder(line).redirectOutput(out.toFile())
                .redirectError(profile.resolve("errors.txt").toFile()).start();
        Set<ProcessHandle> tree = new HashSet<>();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        try {
            while (!report.isDone() && !chromium.waitFor(50, TimeUnit.MILLISECONDS)) {
                chromium.descendants().forEach(tree::add);
                if (System.nanoTime() > deadline) {
                    throw new IOException("Chromium did not end: " + line);
                }
            }
        } finally {
            chromium.descendants().forEach(tree::add);
            tree.add(chromium.toHandle());
            chromium.destroy();
            for (ProcessHandle process : tree) {
                awaitEnd(process);
            }
        }
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().get(10, TimeUnit.SECONDS);
        }
    }
}
