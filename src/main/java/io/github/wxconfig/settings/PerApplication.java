package io.github.wxconfig.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a value for each web application, without an attribute in its servlet context that the application's enumerations and
 * listeners would see. Thread-safe.
 *
 * <p>The class loader and the context path identify an application, because a container may use several objects for one
 * context. A class loader can be garbage-collected unless a value refers to it.
 */
public final class PerApplication<T> {

    private final Map<ClassLoader, Map<String, T>> values = new WeakHashMap<>();

    /** Returns the value that was put last, or {@code null}. */
    public synchronized @Nullable T get(ClassLoader loader, String contextPath) {
        Map<String, T> ofLoader = values.get(loader);
        return ofLoader == null ? null : ofLoader.get(contextPath);
    }

    /** Replaces the value; {@code null} removes it. */
    public synchronized void put(ClassLoader loader, String contextPath, @Nullable T value) {
        Map<String, T> ofLoader = values.computeIfAbsent(loader, key -> new HashMap<>());
        if (value != null) {
            ofLoader.put(contextPath, value);
        } else if (ofLoader.remove(contextPath) != null && ofLoader.isEmpty()) {
            values.remove(loader);
        }
    }
}
