package io.github.wxconfig.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON as maps, lists, strings, numbers, booleans and {@code null}. Small, because the simulator is a
 * program of the JDK alone, which has no JSON.
 */
final class Json {

    private static final int DEEPEST = 50;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * @return a {@code Map<String, Object>}, {@code List<Object>}, String, Long, Double, Boolean or {@code null}
     * @throws IllegalArgumentException if {@code text} is not one JSON value
     */
    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.wrong("something follows the value");
        }
        return value;
    }

    /** {@link #read} where only an object will do. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> readObject(String text) {
        Object value = read(text);
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException("Not a JSON object");
        }
        return (Map<String, Object>) value;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** {@code object("a", 1, "b", 2)} is {@code {"a":1,"b":2}}. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw wrong("nested too deeply");
        }
        switch (peek()) {
            case '{':
                return members(depth);
            case '[':
                return elements(depth);
            case '"':
                return string();
            default:
                return literal();
        }
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        if (consumeIf('}')) {
            return members;
        }
        do {
            peek();
            String name = string();
            consume(':');
            members.put(name, value(depth + 1));
        } while (consumeIf(','));
        consume('}');
        return members;
    }

    private List<Object> elements(int depth) {
        List<Object> elements = new ArrayList<>();
        at++;
        if (consumeIf(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (consumeIf(','));
        consume(']');
        return elements;
    }

    private String string() {
        consume('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("a control character in a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        switch (c) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            case '"':
            case '\\':
            case '/':
                return c;
            default:
                throw wrong("an unknown escape");
        }
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw wrong("an unknown escape");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Object literal() {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        switch (word) {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return null;
            default:
                return number(word);
        }
    }

    private Object number(String word) {
        if (word.matches("-?\\d{1,18}")) {
            return Long.valueOf(word);
        }
        if (word.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
            return Double.valueOf(word);
        }
        throw wrong("neither a value nor a number");
    }

    private char peek() {
        skipSpace();
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at);
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at++);
    }

    private void consume(char wanted) {
        if (peek() != wanted) {
            throw wrong("[" + wanted + "] is missing");
        }
        at++;
    }

    private boolean consumeIf(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("Not JSON: " + what + ", at character [" + at + "]");
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map) {
            writeMembers((Map<?, ?>) value, out);
        } else if (value instanceof Iterable) {
            writeElements((Iterable<?>) value, out);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            writeString(value.toString(), out);
        }
    }

    private static void writeMembers(Map<?, ?> members, StringBuilder out) {
        String comma = "";
        out.append('{');
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(comma);
            writeString(member.getKey().toString(), out);
            out.append(':');
            write(member.getValue(), out);
            comma = ",";
        }
        out.append('}');
    }

    private static void writeElements(Iterable<?> elements, StringBuilder out) {
        String comma = "";
        out.append('[');
        for (Object element : elements) {
            out.append(comma);
            write(element, out);
            comma = ",";
        }
        out.append(']');
    }

    private static void writeString(String string, StringBuilder out) {
        out.append('"');
        for (char c : string.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
