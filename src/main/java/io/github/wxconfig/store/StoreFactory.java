package io.github.wxconfig.store;

import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.libraries.LibraryClassLoader;
import io.github.wxconfig.text.FailureText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Opens a store when it is first needed, because loading a cache or a Redis client takes time. Its {@link #toString()} names
 * the store for the log and the status page, without a password. Immutable.
 */
public class StoreFactory {

    /** Opens one kind of store. */
    public interface Opener {

        /** @throws IOException if the store cannot be opened now; the caller tries again later */
        CredentialStore open() throws IOException;
    }

    private final String name;
    private final Opener opener;

    /** @param name the name for the log and the status page, without a password */
    public StoreFactory(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    /**
     * Returns the factory of the store that {@code wxconfig.store} names. Loads, opens and throws nothing: an unknown name
     * results in a factory whose {@link #open} fails with a message that lists the valid names.
     *
     * @param name {@code ehcache}, {@code memory}, {@code redis://…}, {@code rediss://…}, or the class name of a
     *     {@link CredentialStore}
     * @param folder the folder below which Ehcache keeps its files
     */
    public static StoreFactory named(String name, Path folder) {
        switch (name) {
            case "ehcache":
                return new StoreFactory("ehcache " + folder,
                        () -> LibraryClassLoader.make(CredentialStore.class, "store.EhcacheStore", folder, Clock.systemUTC()));
            case "memory":
                return new StoreFactory("memory", () -> new MemoryStore(Clock.systemUTC()));
            default:
                return RedisUrl.isRedisUrl(name) ? ofRedis(name) : ofClass(name, Thread.currentThread().getContextClassLoader());
        }
    }

    private static StoreFactory ofRedis(String address) {
        try {
            return new StoreFactory(new RedisUrl(address).toString(),
                    () -> LibraryClassLoader.make(CredentialStore.class, "store.RedisStore", address, Clock.systemUTC()));
        } catch (IllegalArgumentException e) {
            return new StoreFactory("redis", () -> {
                throw new IOException(e.getMessage());
            });
        }
    }

    private static StoreFactory ofClass(String name, ClassLoader application) {
        if (!name.matches("[\\p{L}\\p{N}_$.]+")) { // it may contain a password
            return new StoreFactory("of no name", () -> {
                throw new IOException("A store is [ehcache], [memory], [redis://host:6379/0], [rediss://…] or the name"
                        + " of a class that implements " + CredentialStore.class.getName());
            });
        }
        return new StoreFactory(name, () -> {
            try {
                return Class.forName(name, true, application == null ? StoreFactory.class.getClassLoader() : application)
                        .asSubclass(CredentialStore.class).getConstructor().newInstance();
            } catch (ReflectiveOperationException | ClassCastException e) {
                throw new IOException("Cannot create a store of this class (" + FailureText.of(e) + "): it must implement "
                        + CredentialStore.class.getName() + " and have a public constructor without arguments", e);
            }
        });
    }

    /**
     * Opens the store.
     *
     * @throws IOException if the store cannot be opened now; try again later
     */
    public CredentialStore open() throws IOException {
        return opener.open();
    }

    @Override
    public String toString() {
        return name;
    }
}
