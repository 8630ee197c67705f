package io.github.wxconfig.credential;

import io.github.wxconfig.CredentialStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Finds the store that the option {@code wxconfig.store} names. */
public final class Stores {

    private Stores() {
    }

    /**
     * @param name {@code ehcache}, {@code memory}, {@code redis://…}, {@code rediss://…}, or the class name of a {@link CredentialStore}
     * @param folder below which Ehcache keeps its files
     * @return what opens the store; nothing is loaded or opened yet
     * @throws IllegalArgumentException if {@code name} names no store; the message says what would
     */
    public static StoreFactory named(String name, Path folder) {
        if (RedisUrl.isOne(name)) {
            RedisUrl url = new RedisUrl(name);
            return factory(url.toString(), () -> new RedisStore(url, Clock.systemUTC()));
        }
        switch (name) {
            case "ehcache":
                return factory("ehcache " + folder, () -> new EhcacheStore(folder, Clock.systemUTC()));
            case "memory":
                return factory("memory", () -> new MemoryStore(Clock.systemUTC()));
            default:
                if (!name.matches("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+")) {
                    throw new IllegalArgumentException("A store is [ehcache], [memory], [redis://host:6379/0], [rediss://…]"
                            + " or the name of a class that implements " + CredentialStore.class.getName());
                }
                return ofClass(name, Thread.currentThread().getContextClassLoader());
        }
    }

    private static StoreFactory ofClass(String name, ClassLoader application) {
        return factory(name, () -> {
            try {
                return Class.forName(name, true, application == null ? Stores.class.getClassLoader() : application)
                        .asSubclass(CredentialStore.class).getConstructor().newInstance();
            } catch (ReflectiveOperationException | ClassCastException e) {
                throw new IOException("No store can be made of the class (" + e.getClass().getSimpleName() + "): it must implement "
                        + CredentialStore.class.getName() + " and have a public constructor without arguments", e);
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
