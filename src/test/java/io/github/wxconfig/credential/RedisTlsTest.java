package io.github.wxconfig.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://} against a real redis-server with a certificate for {@code localhost}. */
@Timeout(60)
class RedisTlsTest {

    private static final String NOT_TRUSTED =
            "Redis is not trusted: its certificate must be one that the JVM trusts, and name the host";
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    Path dir;

    @Test
    void trustsWhomTheJvmTrustsAndOnlyUnderTheNameOfItsCertificate() throws Exception {
        Path keys = dir.resolve("keys.p12");
        makeKeys(keys);
        Path certificate = dir.resolve("certificate.pem");
        Path key = dir.resolve("key.pem");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        writePem(certificate, "CERTIFICATE", store.getCertificate("redis").getEncoded());
        writePem(key, "PRIVATE KEY", store.getKey("redis", STORE_PASSWORD.toCharArray()).getEncoded());
        try (RedisServer redis = new RedisServer(certificate, key)) {
            List<String> trusting = List.of("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
            String login = "://:" + RedisServer.PASSWORD_IN_URL + "@";
            assertEquals("value", ask(trusting, "rediss" + login + "localhost:" + redis.port));
            assertAnswer(NOT_TRUSTED, ask(trusting, "rediss" + login + "127.0.0.1:" + redis.port), "No subject alternative names matching");
            assertAnswer(NOT_TRUSTED, ask(List.of(), "rediss" + login + "localhost:" + redis.port), "PKIX path building failed");
            assertAnswer("Redis does not answer", ask(trusting, "redis" + login + "localhost:" + redis.port), "JedisConnectionException");
        }
    }

    private static void assertAnswer(String start, String answer, String cause) {
        assertTrue(answer.startsWith(start + " (") && answer.contains(cause), answer);
    }

    private static void makeKeys(Path file) throws Exception {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "redis", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-validity", "2",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", STORE_PASSWORD)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(true, keytool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
    }

    private static void writePem(Path file, String what, byte[] bytes) throws Exception {
        Files.writeString(file, "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
                + "\n-----END " + what + "-----\n");
    }

    private static String ask(List<String> options, String url) throws Exception {
        Process client = Fork.java(options, Client.class, url);
        try {
            return Fork.nextLine(client);
        } finally {
            Fork.kill(client);
        }
    }

    /** Prints what it wrote and read, or why it could not. A JVM of its own, because what it trusts is settled at its start. */
    static final class Client {

        public static void main(String[] args) {
            try (RedisStore store = new RedisStore(new RedisUrl(args[0]), Clock.systemUTC())) {
                store.put("key", CredentialStoreContract.credential("value", Clock.systemUTC().instant(), 7200));
                System.out.println(store.get("key").value());
            } catch (Exception e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
