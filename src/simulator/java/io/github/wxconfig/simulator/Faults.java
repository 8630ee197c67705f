package io.github.wxconfig.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which call fails how: per path some for the next calls, and one for all others. */
final class Faults {

    private final Map<String, Deque<Fault>> next = new HashMap<>();
    private final Map<String, Fault> always = new HashMap<>();

    synchronized void next(String path, Fault fault, int times) {
        Deque<Fault> queue = next.computeIfAbsent(path, p -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    synchronized void always(String path, Fault fault) {
        always.put(path, fault);
    }

    synchronized void heal(String path) {
        next.remove(path);
        always.remove(path);
    }

    synchronized void healAll() {
        next.clear();
        always.clear();
    }

    /** Takes the fault for one call, or {@code null}. */
    synchronized Fault take(String path) {
        Deque<Fault> queue = next.get(path);
        return queue != null && !queue.isEmpty() ? queue.remove() : always.get(path);
    }

    /** What is to come, for people. */
    synchronized Map<String, String> pending() {
        Map<String, String> pending = new LinkedHashMap<>();
        for (String path : Paths.ALL) {
            Deque<Fault> queue = next.getOrDefault(path, new ArrayDeque<>());
            String text = (queue.isEmpty() ? "" : "next " + queue + " ")
                    + (always.containsKey(path) ? "always [" + always.get(path) + "]" : "");
            if (!text.isEmpty()) {
                pending.put(path, text.trim());
            }
        }
        return pending;
    }
}
