package io.github.wxconfig.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Debian's Chromium without a window: opens a page, and tells what becomes of it. */
final class Chromium {

    private static final List<String> NAMES = Arrays.asList("chromium", "chromium-browser", "google-chrome");

    private final Path profile;
    private final List<String> command = new ArrayList<>();

    /** @param profile kept from page to page; a new folder is a new browser, with an empty cache */
    Chromium(Path profile) {
        this.profile = profile;
        command.addAll(Arrays.asList(program(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-default-apps", "--disable-dev-shm-usage", "--ignore-certificate-errors",
                "--user-data-dir=" + profile));
    }

    /** What is in the way, or {@code null}. */
    static String problem() {
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

    Chromium flag(String flag) {
        command.add(flag);
        return this;
    }

    /** The document of {@code url} after twenty seconds of the page's own time, which goes faster than ours. */
    String open(String url) throws IOException, InterruptedException {
        Path out = profile.resolve("page.html");
        Process chromium = start(out, "--dump-dom", "--virtual-time-budget=20000", url);
        try {
            if (!chromium.waitFor(90, TimeUnit.SECONDS)) {
                throw new IOException("Chromium did not end: " + url);
            }
        } finally {
            chromium.destroy();
        }
        return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    }

    /** What the page makes known by itself, in ordinary time. */
    String open(String url, Future<String> report) throws Exception {
        Process chromium = start(profile.resolve("output.txt"), "--remote-debugging-port=0", url);
        try {
            return report.get(60, TimeUnit.SECONDS);
        } finally {
            chromium.destroy();
            chromium.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Process start(Path out, String... arguments) throws IOException {
        Files.createDirectories(profile);
        List<String> line = new ArrayList<>(command);
        line.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(line).redirectOutput(out.toFile())
                .redirectError(profile.resolve("errors.txt").toFile()).start();
    }
}
