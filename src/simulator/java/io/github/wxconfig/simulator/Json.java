package io.github.wxconfig.simulator;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.parsson.JsonProviderImpl;

/** Reads and writes JSON objects. Names its provider, so that the one of the application under test is not found. */
final class Json {

    private static final JsonProvider JSON = new JsonProviderImpl();

    private Json() {
    }

    /**
     * Strings, booleans, whole numbers (as {@code Long}) and {@code null} become Java's; what else it holds stays a
     * {@link JsonValue}.
     *
     * @throws IllegalArgumentException if {@code text} is not one JSON object
     */
    static Map<String, Object> readObject(String text) {
        Map<String, Object> object = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(new StringReader(text))) {
            parser.next();
            parser.getObject().forEach((name, value) -> object.put(name, plain(value)));
            parser.hasNext(); // throws if anything follows
        } catch (RuntimeException e) { // of four kinds, at least
            throw new IllegalArgumentException("Not a JSON object: " + e.getMessage(), e);
        }
        return object;
    }

    private static Object plain(JsonValue value) {
        switch (value.getValueType()) {
            case STRING:
                return ((JsonString) value).getString();
            case NUMBER:
                return ((JsonNumber) value).isIntegral() ? (Object) ((JsonNumber) value).longValue() : value;
            case TRUE:
                return true;
            case FALSE:
                return false;
            case NULL:
                return null;
            default:
                return value;
        }
    }

    /** Writes strings, numbers, booleans, {@code null}, and collections and maps of such. */
    static String write(Map<String, Object> object) {
        return JSON.createObjectBuilder(object).build().toString();
    }

    /** {@code object("a", 1, "b", 2)} is {@code {"a":1,"b":2}}. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
