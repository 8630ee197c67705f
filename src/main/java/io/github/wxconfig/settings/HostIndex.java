package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds values by the host that they are for, in a time that does not depend on their number. Filled by one thread; then it may
 * be
 * read by any number.
 */
public final class HostIndex<V> {

    private final Map<String, List<V>> hosts = new HashMap<>();
    /** Each with the dot in front. */
    private final Map<String, List<V>> domains = new HashMap<>();
    private final List<V> everywhere = new ArrayList<>();

    /**
     * Adds a value.
     *
     * @param list the hosts that it is for; {@code null} for every host
     */
    public void add(@Nullable HostList list, V value) {
        if (list == null) {
            everywhere.add(value);
        } else {
            list.hosts().forEach(host -> hosts.computeIfAbsent(host, key -> new ArrayList<>(1)).add(value));
            list.domains().forEach(domain -> domains.computeIfAbsent(domain, key -> new ArrayList<>(1)).add(value));
        }
    }

    /**
     * Offers the values for a host to {@code choice} until it chooses one: those for the host itself, those of the longest
     * wildcard, of a shorter one and so on, and those for every host.
     *
     * @param host without port, as a URL or a Host header has it
     * @param choice gets a list that is not empty; {@code null} if it chooses none
     * @return what was chosen, or {@code null}
     */
    public <R> @Nullable R first(String host, Function<List<V>, @Nullable R> choice) {
        String canonical = HostList.canonical(host);
        R chosen = canonical == null ? null : offer(hosts.get(canonical), choice);
        if (canonical != null && !domains.isEmpty()) {
            for (int dot = canonical.indexOf('.'); dot >= 0 && chosen == null; dot = canonical.indexOf('.', dot + 1)) {
                chosen = offer(domains.get(canonical.substring(dot)), choice);
            }
        }
        return chosen != null || everywhere.isEmpty() ? chosen : choice.apply(everywhere);
    }

    /** Whether there is a value for the host itself, or for a wildcard. */
    public boolean isNamed(String host) {
        return first(host, values -> values == everywhere ? null : values) != null;
    }

    private static <V, R> @Nullable R offer(@Nullable List<V> values, Function<List<V>, @Nullable R> choice) {
        return values == null ? null : choice.apply(values);
    }
}
