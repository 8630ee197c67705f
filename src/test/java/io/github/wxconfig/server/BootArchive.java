package io.github.wxconfig.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A Spring Boot application, packed as Boot's own plugin packs it: with its libraries as jars inside, and Boot's launcher. */
final class BootArchive {

    private final String boot;
    private final Map<String, byte[]> classPath = new LinkedHashMap<>();
    private final List<Path> libraries;

    /** @param needs names the set of libraries, of those that {@code src/test/libraries.xml} lays out */
    BootArchive(String boot, String needs) {
        this.boot = boot;
        libraries = new ArrayList<>(jars(boot, needs));
    }

    private static List<Path> jars(String boot, String needs) {
        try (Stream<Path> files = Files.list(Path.of("target", "boot", boot, needs))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The build lays the libraries out before the integration tests", e);
        }
    }

    BootArchive library(Path jar) {
        libraries.add(jar);
        return this;
    }

    BootArchive file(String path, String content) {
        classPath.put(path, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    BootArchive source(Era era, String source) {
        classPath.putAll(Sources.compile(source, era, libraries));
        return this;
    }

    Path jar(Path file) {
        return write(file, "JarLauncher", "BOOT-INF/classes/", "BOOT-INF/lib/", "BOOT-INF/lib/");
    }

    /** The embedded server lies where only Boot's launcher looks. */
    Path war(Path file) {
        return write(file, "WarLauncher", "WEB-INF/classes/", "WEB-INF/lib/", "WEB-INF/lib-provided/");
    }

    private Path write(Path file, String launcher, String classes, String lib, String server) {
        try {
            Map<String, byte[]> loader = loader();
            String package32 = "org/springframework/boot/loader/launch/"; // since 3.2
            String folder = loader.containsKey(package32 + launcher + ".class") ? package32 : "org/springframework/boot/loader/";
            Manifest manifest = new Manifest();
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            attributes.put(Attributes.Name.MAIN_CLASS, (folder + launcher).replace('/', '.'));
            attributes.putValue("Start-Class", "shop.Shop");
            attributes.putValue("Spring-Boot-Version", boot);
            attributes.putValue("Spring-Boot-Classes", classes);
            attributes.putValue("Spring-Boot-Lib", lib);
            Set<String> folders = new HashSet<>(Set.of("META-INF/"));
            Files.createDirectories(file.getParent());
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                for (Map.Entry<String, byte[]> entry : loader.entrySet()) {
                    add(out, folders, entry.getKey(), entry.getValue());
                }
                for (Map.Entry<String, byte[]> entry : classPath.entrySet()) {
                    add(out, folders, classes + entry.getKey(), entry.getValue());
                }
                for (Path library : libraries) {
                    String name = library.getFileName().toString();
                    boolean isServer = name.matches("(tomcat-(embed|annotations)|spring-boot-starter-tomcat)-.*");
                    add(out, folders, (isServer ? server : lib) + name, Files.readAllBytes(library));
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, byte[]> loader() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (JarFile tools = new JarFile(jars(boot, "loader").get(0).toFile());
                InputStream in = tools.getInputStream(tools.getEntry("META-INF/loader/spring-boot-loader.jar"));
                ZipInputStream loader = new ZipInputStream(in)) {
            for (ZipEntry entry = loader.getNextEntry(); entry != null; entry = loader.getNextEntry()) {
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    classes.put(entry.getName(), loader.readAllBytes());
                }
            }
        }
        return classes;
    }

    /** Stored, as the launcher wants nested jars, and after the folders that it is in. */
    private static void add(JarOutputStream out, Set<String> folders, String name, byte[] bytes) throws IOException {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            if (folders.add(name.substring(0, slash + 1))) {
                out.putNextEntry(new ZipEntry(name.substring(0, slash + 1)));
            }
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
