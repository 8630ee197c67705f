package io.github.wxconfig.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * The official SDK 1.6.0, from the npm package that differs from it in nothing but {@code window} for {@code this}. It
 * has no licence to be passed on, so it is fetched when tests run and kept below {@code target}.
 */
final class RealSdk {

    private static final String PACKAGE = "jweixin-module@1.6.0";
    private static final Path DIRECTORY = Paths.get("target", "sdk");

    private RealSdk() {
    }

    /** The script; without npm the test is skipped, or fails where the environment variable CI is true. */
    static synchronized byte[] script() throws IOException {
        Path file = DIRECTORY.resolve("jweixin-1.6.0.js");
        if (!Files.exists(file)) {
            String problem = fetch(file);
            if (problem != null && "true".equals(System.getenv("CI"))) {
                throw new AssertionError(problem);
            }
            Assumptions.assumeTrue(problem == null, problem);
        }
        return Files.readAllBytes(file);
    }

    private static String fetch(Path file) throws IOException {
        Files.createDirectories(DIRECTORY);
        try {
            Process npm = new ProcessBuilder("npm", "pack", PACKAGE).directory(DIRECTORY.toFile())
                    .redirectErrorStream(true).redirectOutput(DIRECTORY.resolve("npm.log").toFile()).start();
            if (!npm.waitFor(2, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroy();
                return "npm could not fetch " + PACKAGE + ": "
                        + new String(Files.readAllBytes(DIRECTORY.resolve("npm.log")), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "npm is needed to fetch the official SDK, and is not installed: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(DIRECTORY.resolve("jweixin-module-1.6.0.tgz")))) {
            Path temporary = Files.createTempFile(DIRECTORY, "sdk", ".js");
            Files.write(temporary, entry(in.readAllBytes(), "package/lib/index.js"));
            Files.move(temporary, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return null;
    }

    /** Reads one file of a tar archive: blocks of 512 bytes, a header with name and octal size before each file. */
    private static byte[] entry(byte[] tar, String name) {
        int at = 0;
        while (true) {
            String found = new String(tar, at, 100, StandardCharsets.US_ASCII).trim();
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII).trim(), 8);
            if (found.equals(name)) {
                return java.util.Arrays.copyOfRange(tar, at + 512, at + 512 + size);
            }
            at += 512 + (size + 511) / 512 * 512;
        }
    }
}
