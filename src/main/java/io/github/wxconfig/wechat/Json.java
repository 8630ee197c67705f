package io.github.wxconfig.wechat;

import io.github.wxconfig.libraries.LibraryClassLoader;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses and writes JSON.
 *
 * <p>JSON-B takes some hundred milliseconds to start. It starts at the first call of any method of this class, so a
 * background thread should make the first call: {@link #warmUp()}. Thread-safe.
 */
public final class Json {

    private static final Restartable<Engine> ENGINE =
            new Restartable<>(() -> LibraryClassLoader.make(Engine.class, "wechat.JsonBinding"), System::nanoTime);

    private Json() {
    }

    /** Starts JSON-B and writes a value with it, so that no later call has to wait for that. */
    public static void warmUp() {
        write(Collections.singletonMap("", Collections.singletonList("")));
    }

    /**
     * Parses one JSON object. Numbers become {@link java.math.BigDecimal}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message quotes nothing of it
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

    /** The part that links to JSON-B. Public, because {@link LibraryClassLoader} loads its implementation. */
    public interface Engine {

        /** Returns a map, or {@code null} if {@code text} is not JSON; possibly another object if it is JSON but no object. */
        @Nullable Object read(String text);

        String write(Object value);
    }
}
