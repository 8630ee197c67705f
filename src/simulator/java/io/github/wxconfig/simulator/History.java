package io.github.wxconfig.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been asked so far: how often, and the latest calls and verifications. */
final class History {

    private static final int REMEMBERED = 1_000;

    /** One verification: what was asked and what was found. */
    static final class Verification {
        final Call call;
        final Config config;
        final Verdict verdict;

        Verification(Call call, Config config, Verdict verdict) {
            this.call = call;
            this.config = config;
            this.verdict = verdict;
        }
    }

    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<Verification> verifications = new ArrayDeque<>();
    private final Map<String, Integer> made = new LinkedHashMap<>();
    private final Map<String, Integer> failed = new LinkedHashMap<>();

    History() {
        clear();
    }

    synchronized void clear() {
        calls.clear();
        verifications.clear();
        Paths.ALL.forEach(path -> made.put(path, 0));
        Paths.ALL.forEach(path -> failed.put(path, 0));
    }

    synchronized void add(Call call) {
        keep(call, calls);
        made.merge(call.path(), 1, Integer::sum);
        if (!call.outcome().equals("ok")) {
            failed.merge(call.path(), 1, Integer::sum);
        }
    }

    synchronized void add(Verification verification) {
        keep(verification, verifications);
    }

    synchronized int made(String path) {
        return made.get(path);
    }

    synchronized Map<String, Integer> made() {
        return new LinkedHashMap<>(made);
    }

    synchronized Map<String, Integer> failed() {
        return new LinkedHashMap<>(failed);
    }

    /** The oldest first. */
    synchronized List<Call> calls() {
        List<Call> oldestFirst = new ArrayList<>(calls);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    /** The latest first. */
    synchronized List<Verification> verifications() {
        return new ArrayList<>(verifications);
    }

    private static <T> void keep(T entry, Deque<T> latest) {
        latest.addFirst(entry);
        if (latest.size() > REMEMBERED) {
            latest.removeLast();
        }
    }
}
