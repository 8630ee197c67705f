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

/**
 * Keeps credentials in an Ehcache with a disk tier, so that a restart costs no call to WeChat.
 *
 * <p>Ehcache writes its index only when it closes; a process that is killed with the cache open has forgotten everything
 * in it. So it is open only for as long as one credential is read or written, a few dozen times a day for some
 * milliseconds each. That also leaves no thread behind, and lets the old and the new version of an application, or
 * several on one machine, share the folder: a lock file keeps them out of each other's way.
 *
 * <p>Everything lies in a folder of our own, below the given one, that only its owner can enter. What is in there and
 * cannot be read is deleted.
 */
public final class EhcacheStore implements CredentialStore {

    static final String FOLDER = "wxconfig-credentials";

    private static final String CACHE = "credentials";
    private static final int ENTRIES = 64;
    private static final int DISK_MB = 2;
    /** What must be free: under a mapped file a full disk is not an exception but a fault. */
    private static final long ROOM = 2 * DISK_MB * 1024L * 1024L;
    private static final int LOCK_ATTEMPTS = 60;
    private static final long LOCK_PAUSE_MILLIS = 50;
    private static final Object ONE_AT_A_TIME = new Object();
    private static final FilterLog LOG = new FilterLog(EhcacheStore.class);

    private final Path folder;
    /** Prepared each time, because somebody may tidy up the machine's temporary folder. */
    private final PrivateFolder place;
    private final Clock clock;
    private final long room;

    /** @param parent where our folder is made, itself made if it is missing */
    public EhcacheStore(Path parent, Clock clock) {
        this(parent, clock, ROOM);
    }

    EhcacheStore(Path parent, Clock clock, long room) {
        this.folder = parent.toAbsolutePath().normalize().resolve(FOLDER);
        this.place = new PrivateFolder(folder);
        this.clock = clock;
        this.room = room;
    }

    @Override
    public Credential get(String key) throws IOException {
        Credential credential = CredentialText.parse(withCache(cache -> cache.get(key)));
        return credential != null && credential.expiresAt().isAfter(clock.instant()) ? credential : null;
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
        // between two calls nothing is open
    }

    private interface Use {
        String of(Cache<String, String> cache);
    }

    /** Filters of one application, which share a folder, wait for each other; everybody else is kept out by the file's lock. */
    private String withCache(Use use) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            return alone(use);
        }
    }

    private String alone(Use use) throws IOException {
        try {
            Object prepared = place.prepare();
            try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
                FileLock lock = lock(channel);
                try {
                    if (Files.getFileStore(folder).getUsableSpace() < room) {
                        throw new IOException("its disk is full");
                    }
                    String text = locked(use);
                    place.checkSame(prepared);
                    return text;
                } finally {
                    if (lock.isValid()) {
                        lock.release();
                    }
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            throw new IOException("The folder [" + folder + "] cannot be used: " + name(root(e))
                    + "; wxconfig.storeDir names another one", e);
        }
    }

    /**
     * Somebody else holds the lock for some milliseconds. Whoever has it must not let go of the object: the JVM remembers
     * only by a weak reference that another application of this process must wait.
     */
    private static FileLock lock(FileChannel channel) throws IOException {
        for (int attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // within this process, which is as good as null
            }
            pause();
        }
        throw new IOException("somebody else keeps it locked");
    }

    private String locked(Use use) throws IOException {
        try {
            return opened(use);
        } catch (RuntimeException e) {
            LOG.warning("What is in the folder [" + files() + "] cannot be read (" + name(root(e)) + ") and is deleted");
            PrivateFolder.delete(files());
            return opened(use);
        }
    }

    private String opened(Use use) throws IOException {
        try (CacheManager manager = manager()) {
            manager.init();
            return use.of(manager.getCache(CACHE, String.class, String.class));
        } finally {
            place.tidy();
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
                        .withExpiry(new UntilItsEnd()))
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

    /** Lets an entry go when its credential has expired. */
    private final class UntilItsEnd implements ExpiryPolicy<String, String> {

        @Override
        public Duration getExpiryForCreation(String key, String text) {
            Credential credential = CredentialText.parse(text);
            Duration left = credential == null ? Duration.ZERO : Duration.between(clock.instant(), credential.expiresAt());
            return left.isNegative() ? Duration.ZERO : left;
        }

        @Override
        public Duration getExpiryForAccess(String key, Supplier<? extends String> text) {
            return null;
        }

        @Override
        public Duration getExpiryForUpdate(String key, Supplier<? extends String> before, String text) {
            return getExpiryForCreation(key, text);
        }
    }
}
