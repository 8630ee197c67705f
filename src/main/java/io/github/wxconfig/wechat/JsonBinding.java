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

/** JSON by JSON-B. */
final class JsonBinding implements Json.Engine {

    /** The classes of Yasson, below its package, that have a logger; some of them log what they cannot read. */
    static final String[] TALKATIVE = {
        "internal.AnnotationFinder", "internal.ConstructorPropertiesAnnotationIntrospector", "internal.JsonbContext",
        "internal.Marshaller", "internal.ReflectionUtils", "internal.Unmarshaller",
        "internal.serializer.OffsetDateTimeTypeDeserializer", "internal.serializer.ZonedDateTimeTypeDeserializer",
        "spi.JsonbComponentInstanceCreator"};

    /** Held so that their levels are not collected with them. */
    private final List<Logger> loggers = new ArrayList<>();
    private final Jsonb jsonb;

    /** Providers are named, not looked up: what the application brings must not be found. */
    JsonBinding() {
        String yasson = JsonBindingProvider.class.getName().replaceAll("[^.]*$", "");
        for (String name : TALKATIVE) {
            loggers.add(Logger.getLogger(yasson + name));
        }
        silenceYasson();
        jsonb = new JsonBindingProvider().create().withProvider(new JsonProviderImpl()).build();
    }

    /**
     * Each logger by itself, and each time: servers like Liberty set the level of every single logger, and whoever else
     * logs in this JVM may have reset them since.
     */
    private void silenceYasson() {
        for (Logger logger : loggers) {
            logger.setLevel(Level.OFF);
        }
    }

    @Override
    public Object read(String text) {
        silenceYasson();
        try {
            return jsonb.fromJson(text, Map.class);
        } catch (JsonbException e) {
            return null; // it may quote a secret
        }
    }

    @Override
    public String write(Object value) {
        silenceYasson();
        return jsonb.toJson(value);
    }
}
