package io.github.wxconfig.browser;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS with a certificate that keytool makes for the occasion. */
public final class TestTls {

    private static final String ALIAS = "test";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private TestTls() {
    }

    static ServerSocketFactory sockets() throws Exception {
        return context().getServerSocketFactory();
    }

    /** The same certificate and its key, as other programs want them. */
    static void writePem(Path certificate, Path key) throws Exception {
        KeyStore keys = keys();
        Files.write(certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        Files.write(key, pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD).getEncoded()));
    }

    /** By which Chromium is told to trust it: the SHA-256 of the public key, in base64. */
    static String fingerprint() throws Exception {
        return Base64.getEncoder().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(keys().getCertificate(ALIAS).getPublicKey().getEncoded()));
    }

    public static SSLContext context() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static byte[] pem(String type, byte[] der) {
        return ("-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static synchronized KeyStore keys() throws Exception {
        Path store = Paths.get("target", "test-tls.p12");
        if (!Files.exists(store)) {
            make(store);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static void make(Path store) throws Exception {
        Process keytool = new ProcessBuilder(Paths.get(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD),
                "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=shop.example.com", "-validity", "3650")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }
}
