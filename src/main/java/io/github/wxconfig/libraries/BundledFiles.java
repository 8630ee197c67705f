package io.github.wxconfig.libraries;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads all files of an archive in one pass and keeps them in memory until they are no longer needed. Thread-safe.
 *
 * <p>A jar can lie unpacked, in a packed WAR, in an executable jar or in a virtual file system. In some of these each
 * look at an entry costs as much as a pass over all of them, so this takes one look. The bytes are held until
 * {@link #forget} or until the memory is needed, and read again when a file is asked for after that. Thread-safe.
 */
final class BundledFiles {

    /** Those outside the folder of the libraries, so that nothing is read again only to find that a class is elsewhere. */
    private final Set<String> others = new HashSet<>();
    private final String folder;
    private final Supplier<InputStream> archive;
    private SoftReference<Map<String, byte[]>> files = new SoftReference<>(null);

    private BundledFiles(Supplier<InputStream> archive, String folder) {
        this.archive = archive;
        this.folder = folder;
    }

    /**
     * Reads them.
     *
     * @param archive opens the archive
     * @param folder what the names of all but a few of them begin with
     * @return {@code null} if {@code archive} gives {@code null}
     * @throws IOException if it cannot be read
     */
    static @Nullable BundledFiles of(Supplier<InputStream> archive, String folder) throws IOException {
        BundledFiles bundled = new BundledFiles(archive, folder);
        Map<String, byte[]> files = bundled.read();
        if (files == null) {
            return null;
        }
        for (String name : files.keySet()) {
            if (!name.startsWith(folder)) {
                bundled.others.add(name);
            }
        }
        bundled.files = new SoftReference<>(files);
        return bundled;
    }

    /** The bytes of a file, or {@code null} if there is none of this name. */
    byte @Nullable [] bytes(String name) throws IOException {
        return name.startsWith(folder) || others.contains(name) ? files().get(name) : null;
    }

    /** Where a file can be read, for those who ask for resources, or {@code null} if there is none of this name. */
    @Nullable URL url(String name) throws IOException {
        return bytes(name) == null ? null : new URL(null, "bundled:/" + name, new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new Connection(url, name);
            }
        });
    }

    /** Lets go of the bytes. */
    synchronized void forget() {
        files.clear();
    }

    private synchronized Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> held = files.get();
        if (held == null) {
            held = read();
            if (held == null) {
                throw new IOException("The archive is no longer there");
            }
            files = new SoftReference<>(held);
        }
        return held;
    }

    private @Nullable Map<String, byte[]> read() throws IOException {
        try (InputStream in = archive.get()) {
            return in == null ? null : read(new ZipInputStream(in));
        }
    }

    private static Map<String, byte[]> read(ZipInputStream zip) throws IOException {
        Map<String, byte[]> files = new HashMap<>(4096);
        byte[] buffer = new byte[16384];
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, (int) entry.getSize()));
            for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
            files.put(entry.getName(), bytes.toByteArray());
        }
        return files;
    }

    private final class Connection extends URLConnection {

        private final String name;

        Connection(URL url, String name) {
            super(url);
            this.name = name;
        }

        @Override
        public void connect() {
            // nothing to connect to
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new ByteArrayInputStream(bytes(name));
        }
    }
}
