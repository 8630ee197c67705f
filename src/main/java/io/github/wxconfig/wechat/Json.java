package io.github.wxconfig.wechat;

import io.github.wxconfig.libraries.LibraryClassLoader;
import java.util.Collections;
import java.util.Map;

/**
 * Turns JSON into maps and values into JSON.
 *
 * <p>JSON-B takes some hundred milliseconds to start, once. That happens at the first call of any method here, so the
 * first call should come from a background thread; {@link #warmUp()} is for that. Safe for any number of threads.
 */
public final class Json {

    private static final Restartable<Engine> ENGINE =
            new Restartable<>(() -> LibraryClassLoader.make(Engine.class, "wechat.JsonBinding"), System::nanoTime);

    private Json() {
    }

    /** Starts JSON-B and has it write something, so that nobody waits for that later. */
    public static void warmUp() {
        write(Collections.singletonMap("", Collections.singletonList("")));
    }

    /**
     * Reads one JSON object. Numbers become {@link java.math.BigDecimal}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message holds nothing of it
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> readObject(String text) {
        Object value = ENGINE.get().read(text);
        if (value == null) {
            throw new IllegalArgumentException("Not a JSON object");
        }
        return (Map<String, Object>) value;
    }

    /** Writes maps, collections, strings, numbers, booleans, and objects with getters. */
    public static String write(Object value) {
        return ENGINE.get().write(value);
    }

    /** What reads and writes. */
    public interface Engine {

        /** A map, or {@code null} if this is not JSON; something else at times if it is not an object. */
        Object read(String text);

        String write(Object value);
    }
}
