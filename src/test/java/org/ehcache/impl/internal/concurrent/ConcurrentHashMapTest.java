package org.ehcache.impl.internal.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.junit.jupiter.api.Test;

/** The map that is given to Ehcache in place of its own. */
class ConcurrentHashMapTest {

    private final ConcurrentHashMap<Object, Integer> map = new ConcurrentHashMap<>();

    @Test
    void givesUpTheEntryThatComesLastOfThoseThatMayGo() {
        IntStream.range(0, 100).forEach(i -> map.put("key" + i, i));
        assertEquals(Map.entry("key99", 99), map.getEvictionCandidate(8, Comparator.naturalOrder(), (key, value) -> false));
        assertEquals(Map.entry("key0", 0), map.getEvictionCandidate(8, Comparator.reverseOrder(), (key, value) -> false));
        assertEquals(Map.entry("key49", 49), map.getEvictionCandidate(8, Comparator.naturalOrder(), (key, value) -> value >= 50));
        assertNull(map.getEvictionCandidate(8, Comparator.naturalOrder(), (key, value) -> true));
        assertEquals(100, map.mappingCount());
    }

    @Test
    void removesAllKeysOfAHash() {
        map.put("Aa", 1);
        map.put("BB", 2);
        map.put("C", 3);
        Set<Map.Entry<Object, Integer>> removed = Set.copyOf(map.removeAllWithHash("Aa".hashCode()));
        assertEquals(Set.of(Map.entry("Aa", 1), Map.entry("BB", 2)), removed);
        assertEquals(Set.of("C"), map.keySet());
    }

    @Test
    void keepsACacheWithinItsSize() {
        try (CacheManager manager = CacheManagerBuilder.newCacheManagerBuilder().withCache("few", CacheConfigurationBuilder
                .newCacheConfigurationBuilder(Integer.class, String.class, ResourcePoolsBuilder.heap(10))).build(true)) {
            Cache<Integer, String> cache = manager.getCache("few", Integer.class, String.class);
            IntStream.range(0, 1000).forEach(i -> cache.put(i, "value" + i));
            Set<Integer> kept = IntStream.range(0, 1000).boxed().filter(cache::containsKey).collect(Collectors.toSet());
            assertTrue(!kept.isEmpty() && kept.size() <= 10, kept::toString);
        }
    }
}
