package io.github.wxconfig.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Scripts of others that pages bring, fetched by npm when tests run and kept below {@code target}. */
public final class NpmScripts {

    private static final Path DIRECTORY = Paths.get("target", "npm");

    private NpmScripts() {
    }

    /**
     * The official SDK 1.6.0, from the package that differs from it in nothing but {@code window} for {@code this}. It
     * has no licence to be passed on, so it is never committed.
     */
    public static byte[] sdk() throws IOException {
        return script("jweixin-module", "1.6.0", "lib/index.js");
    }

    /** The official SDK 1.2.0, which is the one for WeCom's browser. */
    static byte[] sdkOfWeCom() throws IOException {
        return script("weixin-js-sdk", "1.2.0", "index.original.js");
    }

    static byte[] requireJs() throws IOException {
        return script("requirejs", "2.3.7", "require.js");
    }

    /** @return the text of a library's file, such as {@code dist/htmx.js} */
    static String library(String name, String version, String path) throws IOException {
        return new String(script(name, version, path), StandardCharsets.UTF_8);
    }

    static byte[] seaJs() throws IOException {
        return script("seajs", "3.0.3", "dist/sea.js");
    }

    /** The SDK as it is part of bundles: it gives itself to the module, and to nobody else. */
    static byte[] commonJsSdk() throws IOException {
        return script("weixin-js-sdk", "1.6.5", "index.js");
    }

    private static synchronized byte[] script(String name, String version, String path) throws IOException {
        String archive = name.replace("@", "").replace('/', '-');
        Path file = DIRECTORY.resolve(archive + '-' + version + ".js");
        if (!Files.exists(file)) {
            Needed.isThere(fetch(name, archive, version, path, file));
        }
        return Files.readAllBytes(file);
    }

    /** What is in the way, or {@code null}. */
    private static String fetch(String name, String archive, String version, String path, Path file) throws IOException {
        Files.createDirectories(DIRECTORY);
        Path log = DIRECTORY.resolve("npm.log");
        try {
            Process npm = new ProcessBuilder("npm", "pack", name + '@' + version).directory(DIRECTORY.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            if (!npm.waitFor(2, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroy();
                return "npm could not fetch [" + name + "]: " + new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "npm is needed to fetch [" + name + "], and is not installed: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(DIRECTORY.resolve(archive + '-' + version + ".tgz")))) {
            Path whole = Files.write(Files.createTempFile(DIRECTORY, archive, ".js"),
                    entry(in.readAllBytes(), "package/" + path));
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return null;
    }

    /** One file of a tar archive: blocks of 512 bytes, and before each file one with its name and its size in octal. */
    private static byte[] entry(byte[] tar, String name) {
        int at = 0;
        while (true) {
            String found = new String(tar, at, 100, StandardCharsets.US_ASCII).trim();
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII).trim(), 8);
            if (found.equals(name)) {
                return Arrays.copyOfRange(tar, at + 512, at + 512 + size);
            }
            at += 512 + (size + 511) / 512 * 512;
        }
    }
}
