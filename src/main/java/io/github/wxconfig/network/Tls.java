package io.github.wxconfig.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens TLS connections to servers that the JVM trusts, with a check of the host name, whatever the application has installed.
 *
 * <p>Libraries switch off the checks of the whole JVM for one server of theirs: by a verifier or a factory for all
 * {@code HttpsURLConnection}s, a default {@code SSLContext}, or another default algorithm of trust managers. None of that is
 * asked here. What the operator has set is: the trust store and the key store of {@code javax.net.ssl.trustStore},
 * {@code javax.net.ssl.keyStore} and their like, or the JVM's own, and what {@code java.security} forbids. They are read
 * anew for each connection, of which there are few, so that a renewed certificate needs no restart.
 */
public final class Tls {

    private Tls() {
    }

    /**
     * Speaks TLS over a connection. The handshake is yet to come, by {@link SSLSocket#startHandshake()} or with the first byte;
     * it fails where the server cannot prove to be {@code host}.
     *
     * @param host a name or an address, an IPv6 address without brackets
     */
    public static SSLSocket over(Socket connection, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(connection, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("The JVM's trust store or key store cannot be used: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Not of the default algorithm, which is a JVM-wide setting: libraries put one there that trusts everybody. */
    private static TrustManager[] trustManagers() throws GeneralSecurityException {
        TrustManagerFactory factory;
        try {
            factory = TrustManagerFactory.getInstance("PKIX");
        } catch (NoSuchAlgorithmException e) { // no Java of today
            factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        }
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    /** For servers that want a certificate of their client; {@code null} without one, as the JDK's own default context has it. */
    private static KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        String file = System.getProperty("javax.net.ssl.keyStore", "");
        if (file.isEmpty()) {
            return null;
        }
        char[] password = System.getProperty("javax.net.ssl.keyStorePassword", "").toCharArray();
        String type = System.getProperty("javax.net.ssl.keyStoreType", KeyStore.getDefaultType());
        String provider = System.getProperty("javax.net.ssl.keyStoreProvider", "");
        KeyStore keys = provider.isEmpty() ? KeyStore.getInstance(type) : KeyStore.getInstance(type, provider);
        char[] storePassword = password.length == 0 ? null : password;
        if (file.equals("NONE")) { // a card or a module
            keys.load(null, storePassword);
        } else {
            try (InputStream in = Files.newInputStream(Paths.get(file))) {
                keys.load(in, storePassword);
            }
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, file.equals("NONE") ? null : password);
        return factory.getKeyManagers();
    }
}
