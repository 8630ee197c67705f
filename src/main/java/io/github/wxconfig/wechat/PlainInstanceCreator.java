package io.github.wxconfig.wechat;

import org.eclipse.yasson.internal.InstanceCreator;
import org.eclipse.yasson.spi.JsonbComponentInstanceCreator;

/**
 * Creates JSON-B's adapters and serializers with their constructors, without CDI. Thread-safe.
 *
 * <p>Named in {@code META-INF/services}, because Yasson otherwise asks CDI and then JNDI for a {@code BeanManager}. On a
 * {@code javax} server Yasson fails with the one that JNDI returns; on any other server it belongs to the application.
 * wxconfig has neither adapters nor serializers.
 */
public final class PlainInstanceCreator implements JsonbComponentInstanceCreator {

    @Override
    public <T> T getOrCreateComponent(Class<T> type) {
        return InstanceCreator.createInstance(type);
    }

    @Override
    public void close() {
        // nothing to release
    }
}
