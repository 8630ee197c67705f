package io.github.wxconfig.store;

import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.libraries.LibraryClassLoader;
import io.github.wxconfig.text.FailureText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Finds the store that the option {@code wxconfig.store} names. */
public final class Stores {

    private Stores() {
    }

    /**
     * What opens the store. Nothing is loaded or opened yet, and nothing thrown: a name of no store becomes a store that
     * fails when it is opened, with a message that says what would do, and the keeper then goes on from memory.
     *
     * @param name {@code ehcache}, {@code memory}, {@code redis://…}, {@code rediss://…}, or the class name of a
     *     {@link CredentialStore}
     * @param folder below which Ehcache keeps its files
     */
    public static StoreFactory named(String name, Path folder) {
        switch (name) {
            case "ehcache":
                return factory("ehcache " + folder,
                        () -> LibraryClassLoader.make(CredentialStore.class, "store.EhcacheStore", folder, Clock.systemUTC()));
            case "memory":
                return factory("memory", () -> new MemoryStore(Clock.systemUTC()));
            default:
                return RedisUrl.isOne(name) ? ofRedis(name) : ofClass(name, Thread.currentThread().getContextClassLoader());
        }
    }

    private static StoreFactory ofRedis(String address) {
        try {
            return factory(new RedisUrl(address).toString(),
                    () -> LibraryClassLoader.make(CredentialStore.class, "store.RedisStore", address, Clock.systemUTC()));
        } catch (IllegalArgumentException e) {
            return factory("redis", () -> {
                throw new IOException(e.getMessage());
            });
        }
    }

    private static StoreFactory ofClass(String name, ClassLoader application) {
        if (!name.matches("[\\p{L}\\p{N}_$.]+")) { // and may hold a password
            return factory("of no name", () -> {
                throw new IOException("A store is [ehcache], [memory], [redis://host:6379/0], [rediss://…] or the name"
                        + " of a class that implements " + CredentialStore.class.getName());
            });
        }
        return factory(name, () -> {
            try {
                return Class.forName(name, true, application == null ? Stores.class.getClassLoader() : application)
                        .asSubclass(CredentialStore.class).getConstructor().newInstance();
            } catch (ReflectiveOperationException | ClassCastException e) {
                throw new IOException("No store can be made of this class (" + FailureText.of(e)
                        + "): it must implement " + CredentialStore.class.getName() + " and have a public constructor without arguments", e);
            }
        });
    }

    private static StoreFactory factory(String name, StoreFactory opening) {
        return new StoreFactory() {
            @Override
            public CredentialStore open() throws IOException {
                return opening.open();
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
