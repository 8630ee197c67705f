package io.github.wxconfig.wechat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.parsson.JsonProviderImpl;
import org.eclipse.yasson.JsonBindingProvider;
import org.jspecify.annotations.Nullable;

/** Parses and writes JSON with JSON-B. Thread-safe. */
final class JsonBinding implements Json.Engine {

    /** The classes of Yasson that have a logger, below its package; some of them log values that they cannot parse. */
    static final String[] YASSON_LOGGERS = {
        "internal.AnnotationFinder", "internal.ConstructorPropertiesAnnotationIntrospector", "internal.JsonbContext",
        "internal.Marshaller", "internal.ReflectionUtils", "internal.Unmarshaller",
        "internal.serializer.OffsetDateTimeTypeDeserializer", "internal.serializer.ZonedDateTimeTypeDeserializer",
        "spi.JsonbComponentInstanceCreator"};

    /** Strongly referenced, because a logger that is garbage-collected loses its level. */
    private final List<Logger> loggers = new ArrayList<>();
    private final Jsonb jsonb;

    /** Names the providers instead of looking them up, so that those of the application are not found. */
    JsonBinding() {
        String yasson = JsonBindingProvider.class.getName().replaceAll("[^.]*$", "");
        for (String name : YASSON_LOGGERS) {
            loggers.add(Logger.getLogger(yasson + name));
        }
        silenceYasson();
        jsonb = new JsonBindingProvider().create().withProvider(new JsonProviderImpl()).build();
    }

    /**
     * Switches off each logger, before each use: servers like Liberty set the level of every single logger, and other code in
     * this JVM may have reset the levels since.
     */
    private void silenceYasson() {
        for (Logger logger : loggers) {
            logger.setLevel(Level.OFF);
        }
    }

    @Override
    public @Nullable Object read(String text) {
        silenceYasson();
        try {
            return jsonb.fromJson(text, Map.class);
        } catch (JsonbException e) {
            return null; // the exception may quote a secret
        }
    }

    @Override
    public String write(Object value) {
        silenceYasson();
        return jsonb.toJson(value);
    }
}
