package org.ehcache.impl.internal.concurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import org.ehcache.config.EvictionAdvisor;

/**
 * Takes the place of Ehcache's own map of this name, which needs {@code sun.misc.Unsafe}: Java 24 warns of that, a later
 * Java will refuse it, and some containers hide it. This one is the JDK's, with what Ehcache asks for besides.
 *
 * <p>Both look at every entry. Ehcache's samples, and remembers where, because it is made for millions; ours has dozens.
 */
public class ConcurrentHashMap<K, V> extends java.util.concurrent.ConcurrentHashMap<K, V> implements EvictingConcurrentMap<K, V> {

    public ConcurrentHashMap() {
    }

    public ConcurrentHashMap(int initialCapacity, float loadFactor, int concurrencyLevel) {
        super(initialCapacity, loadFactor, concurrencyLevel);
    }

    /** The entry that comes last in the order, of those that the advisor lets go; {@code null} if there is none. */
    @Override
    public Map.Entry<K, V> getEvictionCandidate(int size, Comparator<? super V> order, EvictionAdvisor<? super K,
            ? super V> advisor) {
        return entrySet().stream().filter(entry -> !advisor.adviseAgainstEviction(entry.getKey(), entry.getValue()))
                .max(Map.Entry.comparingByValue(order)).orElse(null);
    }

    @Override
    public Collection<Map.Entry<K, V>> removeAllWithHash(int hash) {
        Collection<Map.Entry<K, V>> removed = new ArrayList<>();
        for (Map.Entry<K, V> entry : entrySet()) {
            if (entry.getKey().hashCode() == hash && remove(entry.getKey(), entry.getValue())) {
                removed.add(entry);
            }
        }
        return removed;
    }
}
