package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A web application on its way into a server, as a folder. */
final class WebApp {

    /** The same for all copies, because it is in the headers of static files. */
    private static final FileTime WRITTEN = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));

    final String name;
    private Path template;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Path> jars = new ArrayList<>();

    WebApp(String name) {
        this.name = name;
    }

    /** A copy of a folder that is there already. */
    static WebApp copyOf(String name, Path folder) {
        WebApp app = new WebApp(name);
        app.template = folder;
        return app;
    }

    WebApp file(String path, String content) {
        return file(path, content, StandardCharsets.UTF_8);
    }

    WebApp file(String path, String content, Charset charset) {
        return file(path, content.getBytes(charset));
    }

    WebApp file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    WebApp webXml(String content) {
        return file("WEB-INF/web.xml", content);
    }

    /** Copies a jar into {@code WEB-INF/lib}. */
    WebApp jar(Path jar) {
        jars.add(jar);
        return this;
    }

    /** Writes it, in place of what was there. */
    void writeTo(Path folder) {
        try {
            delete(folder);
            Files.createDirectories(folder);
            if (template != null) {
                copy(template, folder);
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
                Files.setLastModifiedTime(target, WRITTEN);
            }
            Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
            for (Path jar : jars) {
                Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
