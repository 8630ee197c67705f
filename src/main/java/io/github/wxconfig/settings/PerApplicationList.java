package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps any number of things for each web application, in the order in which they came; as {@link PerApplication} does. */
public final class PerApplicationList<T> {

    private final PerApplication<List<T>> values = new PerApplication<>();

    /** A snapshot. */
    public List<T> get(ClassLoader loader, String contextPath) {
        List<T> found = values.get(loader, contextPath);
        return found == null ? Collections.<T>emptyList() : found;
    }

    public synchronized void add(ClassLoader loader, String contextPath, T value) {
        List<T> all = new ArrayList<>(get(loader, contextPath));
        all.add(value);
        values.put(loader, contextPath, Collections.unmodifiableList(all));
    }

    /** Forgets {@code value}, if it is there. */
    public synchronized void remove(ClassLoader loader, String contextPath, T value) {
        List<T> all = new ArrayList<>(get(loader, contextPath));
        all.remove(value);
        values.put(loader, contextPath, all.isEmpty() ? null : Collections.unmodifiableList(all));
    }
}
