package io.github.wxconfig;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Where credentials outlive a restart, and where the nodes of a cluster share them.
 *
 * <p>A store of one's own is named in {@code wxconfig.store} by its class name and needs a public constructor without
 * arguments. Each filter makes one. Calls come from one background thread at a time, never from a request thread, and may
 * block for some seconds. A store that fails throws {@link IOException}, whose message is logged: the filter then goes on
 * from its own memory and asks again later.
 *
 * <p>Keys are short ASCII names that hold no secret. What is stored is secret: with it anybody can call WeChat in the
 * account's name.
 */
public interface CredentialStore extends Closeable {

    /**
     * The credential last put under {@code key}, or {@code null} if there is none or it has expired.
     *
     * @throws IOException if the store cannot be read
     */
    Credential get(String key) throws IOException;

    /**
     * Keeps {@code credential} under {@code key} until it expires, in place of an earlier one.
     *
     * @throws IOException if the store cannot be written
     */
    void put(String key, Credential credential) throws IOException;

    /**
     * Forgets what is under {@code key}, if anything.
     *
     * @throws IOException if the store cannot be written
     */
    void remove(String key) throws IOException;

    /**
     * Tries to become the one node that refreshes {@code key}. The lease ends by {@link #release} or, should its owner
     * die, by itself after {@code lease}. An owner that holds it already gets it anew. A store that is not shared
     * between nodes always grants it, which is what this default does.
     *
     * @param owner names this node, unique in the cluster
     * @param lease how long it lasts if nobody releases it; less than a minute
     * @return whether {@code owner} now holds the lease
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

    /** Lets go of files and connections. Nothing is called afterwards. */
    @Override
    void close() throws IOException;
}
