package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps credentials in memory, until the application ends. Thread-safe. */
public class MemoryStore implements CredentialStore {

    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();
    private final Clock clock;

    public MemoryStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable Credential get(String key) {
        Credential credential = credentials.get(key);
        return credential == null || credential.isExpiredAt(clock.instant()) ? null : credential;
    }

    @Override
    public void put(String key, Credential credential) {
        credentials.put(key, credential);
    }

    @Override
    public void remove(String key) {
        credentials.remove(key);
    }

    @Override
    public void close() {
        credentials.clear();
    }
}
