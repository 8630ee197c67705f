package io.github.wxconfig.settings;

import io.github.wxconfig.text.ShownText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${env:NAME}</code>, <code>${sys:NAME}</code> and <code>${file:/path}</code> in a value, once:
 * the replacement is not searched again. Immutable.
 */
final class Placeholders {

    /** No secret and no list is longer; a wrong path must not exhaust the memory. */
    static final int MAX_FILE_BYTES = 16 * 1024;

    private final Function<String, String> environment;
    private final Function<String, String> systemProperties;

    Placeholders(Function<String, String> environment, Function<String, String> systemProperties) {
        this.environment = environment;
        this.systemProperties = systemProperties;
    }

    static Placeholders ofThisMachine() {
        return new Placeholders(System::getenv, System::getProperty);
    }

    /**
     * Returns the value of {@code option} with all placeholders replaced.
     *
     * @throws InvalidValueException if a placeholder has no value; names the placeholder, never what a file holds
     */
    Value resolve(Option option, String written, SettingsSource source) throws InvalidValueException {
        StringBuilder text = new StringBuilder();
        boolean fromFile = false;
        int done = 0;
        for (int start = written.indexOf("${"); start >= 0; start = written.indexOf("${", done)) {
            int end = written.indexOf('}', start);
            if (end < 0) {
                throw new InvalidValueException("has a \"${\" without \"}\"", "Close it");
            }
            String placeholder = written.substring(start + 2, end);
            text.append(written, done, start)
                    .append(option.allowsForPage(placeholder) ? "${" + placeholder + '}' : valueOf(option, placeholder));
            fromFile |= placeholder.startsWith("file:");
            done = end + 1;
        }
        text.append(written, done, written.length());
        return new Value(option, text.toString(), fromFile ? written : null, source);
    }

    private String valueOf(Option option, String placeholder) throws InvalidValueException {
        int colon = placeholder.indexOf(':');
        String name = placeholder.substring(colon + 1);
        String value;
        switch (placeholder.substring(0, Math.max(colon, 0))) {
            case "env":
                value = ask(environment, name);
                break;
            case "sys":
                value = ask(systemProperties, name);
                break;
            case "file":
                return read(name, placeholder);
            default:
                throw new InvalidValueException("has a placeholder " + quoted(option.shown(placeholder)) + " of no known kind",
                        "Write ${env:NAME}, ${sys:NAME} or ${file:/path}");
        }
        if (value == null) {
            throw new InvalidValueException("has a placeholder " + quoted(placeholder) + " that has no value",
                    (placeholder.startsWith("env") ? "Set this environment variable" : "Set this system property")
                            + " where the server starts");
        }
        return value;
    }

    private static @Nullable String ask(Function<String, String> place, String name) {
        try {
            return name.isEmpty() ? null : place.apply(name);
        } catch (SecurityException hidden) {
            return null;
        }
    }

    private static String read(String name, String placeholder) throws InvalidValueException {
        byte[] bytes;
        try {
            Path path = Paths.get(name);
            if (!Files.isRegularFile(path)) {
                throw new InvalidValueException("has a placeholder " + quoted(placeholder) + " that names no file",
                        "Create it, or correct the path; the user that runs the server must be able to read it");
            }
            bytes = readAtMost(path, MAX_FILE_BYTES + 1);
        } catch (IOException | InvalidPathException | SecurityException unreadable) {
            throw new InvalidValueException("has a placeholder " + quoted(placeholder) + " whose file cannot be read",
                    "Give the user that runs the server permission to read it");
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new InvalidValueException("has a placeholder " + quoted(placeholder) + " whose file is larger than "
                    + MAX_FILE_BYTES + " bytes", "Put nothing but the value into it");
        }
        String text = Value.trim(new String(bytes, StandardCharsets.UTF_8));
        if (text.isEmpty()) {
            throw new InvalidValueException("has a placeholder " + quoted(placeholder) + " whose file is empty",
                    "Put the value into it");
        }
        return text;
    }

    private static byte[] readAtMost(Path path, int limit) throws IOException {
        byte[] buffer = new byte[limit];
        int length = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int n; length < limit && (n = in.read(buffer, length, limit - length)) > 0; ) {
                length += n;
            }
        }
        return Arrays.copyOf(buffer, length);
    }

    private static String quoted(String placeholder) {
        return "${" + ShownText.line(placeholder) + "}";
    }
}
