package io.github.wxconfig.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Keeps something for each web application without leaving an attribute in its servlet context, where the application's
 * enumerations and listeners would meet it.
 *
 * <p>An application is known by its class loader and its context path: containers hand out more than one object for one
 * context. Class loaders are not kept from ending, unless a value refers to one. Safe for any number of threads.
 */
public final class PerApplication<T> {

    private final Map<ClassLoader, Map<String, T>> values = new WeakHashMap<>();

    /** What was put last, or {@code null}. */
    public synchronized T get(ClassLoader loader, String contextPath) {
        Map<String, T> ofLoader = values.get(loader);
        return ofLoader == null ? null : ofLoader.get(contextPath);
    }

    /** Keeps {@code value} in place of an earlier one; {@code null} forgets it. */
    public synchronized void put(ClassLoader loader, String contextPath, T value) {
        Map<String, T> ofLoader = values.computeIfAbsent(loader, key -> new HashMap<>());
        if (value != null) {
            ofLoader.put(contextPath, value);
        } else if (ofLoader.remove(contextPath) != null && ofLoader.isEmpty()) {
            values.remove(loader);
        }
    }
}
