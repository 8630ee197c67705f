package io.github.wxconfig.wechat;

import org.eclipse.yasson.internal.InstanceCreator;
import org.eclipse.yasson.spi.JsonbComponentInstanceCreator;

/**
 * Makes JSON-B's adapters and serializers by their constructors, without beans.
 *
 * <p>Named in {@code META-INF/services}, because without one Yasson asks CDI and then JNDI for a {@code BeanManager}. On
 * a server of the {@code javax} era JNDI has one, which Yasson cannot use, and fails; on any other it belongs to the
 * application. We have neither adapters nor serializers.
 */
public final class PlainInstanceCreator implements JsonbComponentInstanceCreator {

    @Override
    public <T> T getOrCreateComponent(Class<T> type) {
        return InstanceCreator.createInstance(type);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
