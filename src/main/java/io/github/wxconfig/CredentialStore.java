package io.github.wxconfig;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps credentials over a restart, and shares them between the nodes of a cluster.
 *
 * <p>To use your own store, set {@code wxconfig.store} to its class name. It needs a public constructor without arguments.
 * Each filter creates one instance. One background thread at a time calls it, never a request thread, and it may
 * block for some seconds. If it throws an {@link IOException}, the message is logged; the filter then works from its own
 * memory and retries later.
 *
 * <p>Keys are short ASCII names without secrets. The credentials are secret: with them anybody can call WeChat on behalf of the
 * account.
 */
public interface CredentialStore extends Closeable {

    /**
     * Returns the credential that was last put under {@code key}, or {@code null} if there is none or it has expired.
     *
     * @throws IOException if the store cannot be read
     */
    @Nullable Credential get(String key) throws IOException;

    /**
     * Keeps {@code credential} under {@code key} until it expires, and replaces an earlier one.
     *
     * @throws IOException if the store cannot be written
     */
    void put(String key, Credential credential) throws IOException;

    /**
     * Removes the credential under {@code key}, if there is one.
     *
     * @throws IOException if the store cannot be written
     */
    void remove(String key) throws IOException;

    /**
     * Tries to take the lease on {@code key}, which makes {@code owner} the only node that refreshes it. The lease ends with
     * {@link #release}, or by itself after {@code lease} if its owner crashes. An owner that already holds it prolongs it. A
     * store that is not shared between nodes always grants it, as this default does.
     *
     * @param owner the name of this node, unique in the cluster
     * @param lease how long the lease lasts if it is not released; less than a minute
     * @return whether {@code owner} holds the lease now
     * @throws IOException if the store cannot be reached
     */
    default boolean acquire(String key, String owner, Duration lease) throws IOException {
        return true;
    }

    /**
     * Ends the lease on {@code key} if {@code owner} holds it.
     *
     * @throws IOException if the store cannot be reached
     */
    default void release(String key, String owner) throws IOException {
    }

    /** Releases files and connections. No other method is called afterwards. */
    @Override
    void close() throws IOException;
}
