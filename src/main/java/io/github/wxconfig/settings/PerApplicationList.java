package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps a list of values for each web application, in the order of their addition; see {@link PerApplication}. Thread-safe. */
public final class PerApplicationList<T> {

    private final PerApplication<List<T>> values = new PerApplication<>();

    /** Returns a snapshot of the list. */
    public List<T> get(ClassLoader loader, String contextPath) {
        List<T> found = values.get(loader, contextPath);
        return found == null ? Collections.<T>emptyList() : found;
    }

    /** Appends {@code value}. */
    public synchronized void add(ClassLoader loader, String contextPath, T value) {
        List<T> all = new ArrayList<>(get(loader, contextPath));
        all.add(value);
        values.put(loader, contextPath, Collections.unmodifiableList(all));
    }

    /** Removes {@code value} if it is in the list. */
    public synchronized void remove(ClassLoader loader, String contextPath, T value) {
        List<T> all = new ArrayList<>(get(loader, contextPath));
        all.remove(value);
        values.put(loader, contextPath, all.isEmpty() ? null : Collections.unmodifiableList(all));
    }
}
