package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.wxconfig.ticket.Fork;
import io.github.wxconfig.wechat.HttpWeChat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CacheRequest;
import java.net.CacheResponse;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever an application installs for its whole JVM, our calls reach the right server, and tell nobody else a secret. In a
 * JVM of its own, where one hook after the other is added.
 */
@Timeout(120)
class JvmWideHooksTest {

    private static final String SECRET = "the-secret-of-the-account";

    /** What applications and libraries do, and application servers too. */
    enum Hook {
        NONE {
            @Override
            void install() throws Exception {
            }
        },
        VERIFIER {
            @Override
            void install() throws Exception {
                HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
            }
        },
        FACTORY {
            @Override
            void install() throws Exception {
                HttpsURLConnection.setDefaultSSLSocketFactory(trustingAll().getSocketFactory());
                VERIFIER.install();
            }
        },
        CONTEXT {
            @Override
            void install() throws Exception {
                SSLContext.setDefault(trustingAll());
                VERIFIER.install();
            }
        },
        ALGORITHM {
            @Override
            @SuppressWarnings("deprecation") // what there was in Java 8
            void install() throws Exception {
                Provider provider = new Provider("Naive", 1.0, "") { };
                provider.put("TrustManagerFactory.TrustAll", TrustAllFactory.class.getName());
                Security.insertProviderAt(provider, 1);
                Security.setProperty("ssl.TrustManagerFactory.algorithm", "TrustAll");
                VERIFIER.install();
            }
        },
        /** As in servers that have a client of their own, whose connections are none of the JDK's. */
        HANDLER {
            @Override
            void install() throws Exception {
                URL.setURLStreamHandlerFactory(protocol -> protocol.startsWith("http") ? new OtherHandler() : null);
            }
        },
        COOKIES {
            @Override
            void install() throws Exception {
                CookieHandler.setDefault(new CookieHandler() {
                    @Override
                    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                        return seen("cookies " + uri, Map.of("Cookie", List.of("session=1")));
                    }

                    @Override
                    public void put(URI uri, Map<String, List<String>> headers) {
                        seen("cookies " + headers, null);
                    }
                });
            }
        },
        CACHE {
            @Override
            void install() throws Exception {
                ResponseCache.setDefault(new ResponseCache() {
                    @Override
                    public CacheResponse get(URI uri, String method, Map<String, List<String>> headers) {
                        return seen("cache " + uri, null);
                    }

                    @Override
                    public CacheRequest put(URI uri, URLConnection connection) {
                        return seen("cache " + uri, null);
                    }
                });
            }
        },
        AUTHENTICATOR {
            @Override
            void install() throws Exception {
                Authenticator.setDefault(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return seen("authenticator " + getRequestingURL(),
                                new PasswordAuthentication("application", "pass".toCharArray()));
                    }
                });
            }
        },
        /** Whom it is worth asking: the way out of a company's network may be in there. */
        SELECTOR {
            @Override
            void install() throws Exception {
                ProxySelector.setDefault(new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        return uri.toString().contains(SECRET) ? seen("selector " + uri, List.of(Proxy.NO_PROXY))
                                : List.of(Proxy.NO_PROXY);
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException e) {
                        seen("selector " + uri, null);
                    }
                });
            }
        };

        abstract void install() throws Exception;

        private static <T> T seen(String what, T answer) {
            System.out.println("SEEN by " + what);
            return answer;
        }
    }

    @TempDir
    static Path dir;

    private static TestKeys keys;
    private static TestKeys strangersKeys;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> strangersRequests = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private HttpsServer stranger;
    private boolean wantsCertificate;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = new TestKeys(Files.createDirectory(dir.resolve("ours")));
        strangersKeys = new TestKeys(Files.createDirectory(dir.resolve("theirs")));
    }

    @BeforeEach
    void startServers() throws Exception {
        server = start(keys, requests);
        stranger = start(strangersKeys, strangersRequests);
    }

    private HttpsServer start(TestKeys keys, List<String> requests) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(wantsCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        answer(server, requests);
        server.start();
        return server;
    }

    @AfterEach
    void stopServers() {
        server.stop(0);
        stranger.stop(0);
    }

    private static void answer(HttpServer server, List<String> requests) {
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("Cookie"));
            byte[] answer = "{\"access_token\":\"TOKEN\",\"expires_in\":7200}".getBytes(StandardCharsets.US_ASCII);
            boolean protectedOne = exchange.getRequestURI().getPath().startsWith("/protected");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
            exchange.getResponseHeaders().add("Set-Cookie", "a=b");
            exchange.sendResponseHeaders(protectedOne ? 401 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    @Test
    void theSecretGoesToTheRightServerAlone() throws Exception {
        int port = server.getAddress().getPort();
        List<String> lines;
        try (RedisServer redis = new RedisServer(keys.certificate, keys.key)) {
            String login = "rediss://:" + RedisServer.PASSWORD_IN_URL + "@";
            lines = ask(keys.trusted(), "https://localhost:" + port, "https://127.0.0.1:" + port,
                    "https://localhost:" + stranger.getAddress().getPort(), "https://localhost:" + port + "/protected",
                    login + "localhost:" + redis.port, login + "127.0.0.1:" + redis.port);
        }
        assertAll(Stream.of(Hook.values()).map(hook -> () -> assertUntouched(hook, lines)));
        assertEquals(2 * Hook.values().length, requests.size(), "What the one of another name has seen: " + requests);
        assertTrue(requests.stream().allMatch(request -> request.endsWith(" null")), "No cookie: " + requests);
        assertEquals(List.of(), strangersRequests);
    }

    private static void assertUntouched(Hook hook, List<String> lines) {
        int at = lines.indexOf(hook.name());
        List<String> answers = lines.subList(at + 1, hook.ordinal() + 1 < Hook.values().length
                ? lines.indexOf(Hook.values()[hook.ordinal() + 1].name()) : lines.size());
        assertEquals(6, answers.size(), () -> hook + " has seen a call: " + answers);
        assertEquals("TOKEN", answers.get(0), hook::name);
        assertTrue(answers.get(1).contains("was not trusted"), () -> hook + " lets another name pass: " + answers);
        assertTrue(answers.get(2).contains("was not trusted"), () -> hook + " lets another certificate pass: " + answers);
        assertTrue(answers.get(3).contains("HTTP status [401]"), () -> hook + " has answered: " + answers);
        assertEquals("none", answers.get(4), hook::name);
        assertTrue(answers.get(5).contains("Redis is not trusted"), () -> hook + " lets another name pass: " + answers);
    }

    @Test
    void aServerThatWantsACertificateGetsTheJvms() throws Exception {
        wantsCertificate = true;
        String url = "https://localhost:" + server.getAddress().getPort();
        List<String> options = new ArrayList<>(keys.trusted());
        assertTrue(ask(options, url).get(1).startsWith("WeChat "), "without");
        options.addAll(keys.shown());
        List<String> lines = ask(options, url);
        lines.removeAll(Stream.of(Hook.values()).map(Hook::name).toList());
        assertEquals(Collections.nCopies(Hook.values().length, "TOKEN"), lines);
    }

    private static List<String> ask(List<String> options, String... urls) throws Exception {
        Process client = Fork.java(options, Application.class, urls);
        try {
            List<String> lines = new ArrayList<>();
            for (String line = Fork.nextLine(client); line != null; line = Fork.nextLine(client)) {
                lines.add(line);
            }
            return lines;
        } finally {
            Fork.kill(client);
        }
    }

    /** Installs one hook after the other, and prints what the calls bring. */
    static final class Application {

        public static void main(String[] urls) throws Exception {
            for (Hook hook : Hook.values()) {
                hook.install();
                System.out.println(hook);
                for (String url : urls) {
                    System.out.println(ask(url));
                }
            }
        }

        private static String ask(String url) {
            try {
                return url.startsWith("rediss") ? redis(url)
                        : HttpWeChat.classic(url, "wx1", SECRET, Duration.ofSeconds(20), Duration.ofSeconds(20)).accessToken()
                        .value();
            } catch (Exception e) {
                return e.getMessage();
            }
        }

        private static String redis(String url) throws IOException {
            try (RedisStore store = new RedisStore(new RedisUrl(url), Clock.systemUTC())) {
                return store.get("key") == null ? "none" : "some";
            }
        }
    }

    private static SSLContext trustingAll() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        return context;
    }

    private static final class TrustAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Made by the provider. */
    public static final class TrustAllFactory extends TrustManagerFactorySpi {

        @Override
        protected void engineInit(KeyStore store) {
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {new TrustAll()};
        }
    }

    /** Answers everything itself, and is no {@link HttpsURLConnection}. */
    private static final class OtherHandler extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL url) {
            return new HttpURLConnection(url) {
                @Override
                public void connect() {
                    System.out.println("SEEN by handler " + url);
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(
                            "{\"access_token\":\"FORGED\",\"expires_in\":7200}".getBytes(StandardCharsets.US_ASCII));
                }

                @Override
                public int getResponseCode() {
                    return 200;
                }

                @Override
                public void disconnect() {
                }

                @Override
                public boolean usingProxy() {
                    return false;
                }
            };
        }
    }
}
