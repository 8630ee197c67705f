package io.github.wxconfig.wechat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.parsson.JsonProviderImpl;
import org.eclipse.yasson.JsonBindingProvider;

/**
 * Turns JSON into maps and values into JSON: the one place that knows JSON-B.
 *
 * <p>JSON-B takes some hundred milliseconds to start, once. That happens at the first call of any method here, so the
 * first call should come from a background thread; {@link #warmUp()} is for that. Safe for any number of threads.
 */
public final class Json {

    private Json() {
    }

    /** Starts JSON-B, unless it has been started. */
    public static void warmUp() {
        Started.JSONB.getClass();
    }

    /**
     * Reads one JSON object. Numbers become {@link java.math.BigDecimal}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message holds nothing of it
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> readObject(String text) {
        Object value;
        try {
            value = Started.JSONB.fromJson(text, Map.class);
        } catch (JsonbException e) {
            value = null; // the cause may quote a secret
        }
        if (value == null) {
            throw new IllegalArgumentException("Not a JSON object");
        }
        return (Map<String, Object>) value;
    }

    /** Writes maps, collections, strings, numbers, booleans, and objects with getters. */
    public static String write(Object value) {
        return Started.JSONB.toJson(value);
    }

    /** Initialised by the JVM when it is first used, and then without a lock. */
    private static final class Started {

        /** Held so that its level is not collected with it. */
        private static final Logger YASSON = Logger.getLogger(JsonBindingProvider.class.getName().replaceAll("\\.[^.]*$", ""));
        private static final Jsonb JSONB = start();

        /** Providers are named, not looked up: what the application brings must not be found. */
        private static Jsonb start() {
            YASSON.setLevel(Level.OFF); // it writes what it cannot read to the log, tokens included
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Json.class.getClassLoader());
            try {
                return new JsonBindingProvider().create().withProvider(new JsonProviderImpl()).build();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
