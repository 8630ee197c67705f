package io.github.wxconfig.wechat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.parsson.JsonProviderImpl;
import org.eclipse.yasson.JsonBindingProvider;

/** JSON by JSON-B. */
final class JsonBinding implements Json.Engine {

    /** Held so that its level is not collected with it. */
    private static final Logger YASSON = Logger.getLogger(JsonBindingProvider.class.getName().replaceAll("\\.[^.]*$", ""));

    private final Jsonb jsonb;

    /** Providers are named, not looked up: what the application brings must not be found. */
    JsonBinding() {
        quietYasson();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JsonBinding.class.getClassLoader());
        try {
            jsonb = new JsonBindingProvider().create().withProvider(new JsonProviderImpl()).build();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** It writes what it cannot read to the log. Each time, because whoever else logs in this JVM may have reset all levels since. */
    private static void quietYasson() {
        YASSON.setLevel(Level.OFF);
    }

    @Override
    public Object read(String text) {
        quietYasson();
        try {
            return jsonb.fromJson(text, Map.class);
        } catch (JsonbException e) {
            return null; // it may quote a secret
        }
    }

    @Override
    public String write(Object value) {
        return jsonb.toJson(value);
    }
}
