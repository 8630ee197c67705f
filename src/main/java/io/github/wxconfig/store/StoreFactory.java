package io.github.wxconfig.store;

import io.github.wxconfig.CredentialStore;
import java.io.IOException;

/**
 * Opens the store, in the background, because loading a cache or a Redis client takes time. Its {@code toString()} names
 * the store for log lines and the status page, without a password.
 */
public interface StoreFactory {

    /**
     * @throws IOException if the store cannot be opened now; it is asked again later
     */
    CredentialStore open() throws IOException;
}
