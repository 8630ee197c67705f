package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.text.FilterLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps credentials in an Ehcache with a disk tier, so that a restart costs no call to WeChat. Thread-safe.
 *
 * <p>Ehcache writes its index only when it is closed; if a process is killed while the cache is open, its contents are lost.
 * So the cache is open only while one credential is read or written: a few dozen times a day, for some milliseconds each.
 * Hence no thread keeps running, and the old and the new version of an application, or several applications of one machine,
 * can share the folder; a lock file excludes concurrent use.
 *
 * <p>All files are in a private folder below the given one, which only its owner can enter. Files that cannot be read are
 * deleted.
 */
public final class EhcacheStore implements CredentialStore {

    static final String FOLDER = "wxconfig-credentials";

    private static final String CACHE = "credentials";
    private static final int ENTRIES = 64;
    private static final int DISK_MB = 2;
    /** The free space that is required: on a full disk, a write to a mapped file is an error of the JVM and not an exception. */
    private static final long REQUIRED_FREE_BYTES = 2 * DISK_MB * 1024L * 1024L;
    private static final int LOCK_ATTEMPTS = 160;
    private static final long LOCK_PAUSE_MILLIS = 50;
    private static final Object JVM_LOCK = new Object();
    private static final FilterLog LOG = new FilterLog(EhcacheStore.class);

    private final Path folder;
    /** Prepared before each use, because the machine's temporary folder may be cleaned up in between. */
    private final PrivateFolder privateFolder;
    private final Clock clock;
    private final long requiredFreeBytes;

    /** @param parent the folder below which the private folder is created; created if it is missing */
    public EhcacheStore(Path parent, Clock clock) {
        this(parent, clock, REQUIRED_FREE_BYTES);
    }

    EhcacheStore(Path parent, Clock clock, long requiredFreeBytes) {
        this.folder = parent.toAbsolutePath().normalize().resolve(FOLDER);
        this.privateFolder = new PrivateFolder(folder);
        this.clock = clock;
        this.requiredFreeBytes = requiredFreeBytes;
    }

    @Override
    public @Nullable Credential get(String key) throws IOException {
        Credential credential = CredentialText.parse(withCache(cache -> cache.get(key)));
        return credential == null || credential.isExpiredAt(clock.instant()) ? null : credential;
    }

    @Override
    public void put(String key, Credential credential) throws IOException {
        withCache(cache -> {
            cache.put(key, CredentialText.format(credential));
            return null;
        });
    }

    @Override
    public void remove(String key) throws IOException {
        withCache(cache -> {
            cache.remove(key);
            return null;
        });
    }

    @Override
    public void close() {
        // nothing is open between two calls
    }

    private interface Operation {
        @Nullable String on(Cache<String, String> cache);
    }

    /** Runs an operation alone: a lock in the JVM excludes other filters of the application, the lock file everybody else. */
    private @Nullable String withCache(Operation operation) throws IOException {
        synchronized (JVM_LOCK) {
            return runLocked(operation);
        }
    }

    private @Nullable String runLocked(Operation operation) throws IOException {
        try {
            Object prepared = privateFolder.prepare();
            try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                FileLock lock = lock(channel);
                try {
                    if (Files.getFileStore(folder).getUsableSpace() < requiredFreeBytes) {
                        throw new IOException("its disk is full");
                    }
                    String text = runRepaired(operation);
                    privateFolder.checkSame(prepared);
                    return text;
                } finally {
                    if (lock.isValid()) {
                        lock.release();
                    }
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            throw new IOException("The folder [" + folder + "] cannot be used: " + name(root(e))
                    + "; set wxconfig.storeDir to use another one", e);
        }
    }

    /**
     * Waits for the lock, which others hold for some milliseconds each. The caller must keep a reference to the result: the JVM
     * holds it only weakly, and without it another application of this process would not wait.
     */
    private static FileLock lock(FileChannel channel) throws IOException {
        for (int attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // locked elsewhere in this JVM; retry
            }
            pause();
        }
        throw new IOException("another process keeps it locked");
    }

    private @Nullable String runRepaired(Operation operation) throws IOException {
        try {
            return runOpen(operation);
        } catch (RuntimeException e) {
            LOG.warning("The files in the folder [" + files() + "] cannot be read (" + name(root(e)) + "); deleting them");
            PrivateFolder.delete(files());
            return runOpen(operation);
        }
    }

    private @Nullable String runOpen(Operation operation) throws IOException {
        try (CacheManager manager = manager()) {
            manager.init();
            return operation.on(manager.getCache(CACHE, String.class, String.class));
        } finally {
            privateFolder.tidy();
        }
    }

    private Path files() {
        return folder.resolve("ehcache");
    }

    private CacheManager manager() {
        return CacheManagerBuilder.newCacheManagerBuilder()
                .with(CacheManagerBuilder.persistence(files().toFile()))
                .withCache(CACHE, CacheConfigurationBuilder.newCacheConfigurationBuilder(String.class, String.class,
                                ResourcePoolsBuilder.newResourcePoolsBuilder().heap(ENTRIES, EntryUnit.ENTRIES)
                                        .disk(DISK_MB, MemoryUnit.MB, true))
                        .withExpiry(new CredentialExpiry()))
                .build(false);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOCK_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for its lock");
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static String name(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    @Override
    public String toString() {
        return "ehcache " + folder;
    }

    /** Removes an entry when its credential expires. */
    private final class CredentialExpiry implements ExpiryPolicy<String, String> {

        @Override
        public Duration getExpiryForCreation(String key, String text) {
            Credential credential = CredentialText.parse(text);
            Duration left = credential == null ? Duration.ZERO : Duration.between(clock.instant(), credential.expiresAt());
            return left.isNegative() ? Duration.ZERO : left;
        }

        @Override
        public @Nullable Duration getExpiryForAccess(String key, Supplier<? extends String> text) {
            return null;
        }

        @Override
        public Duration getExpiryForUpdate(String key, Supplier<? extends String> before, String text) {
            return getExpiryForCreation(key, text);
        }
    }
}
