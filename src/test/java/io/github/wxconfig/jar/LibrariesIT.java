package io.github.wxconfig.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.jar.JarIT.Era;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The libraries of the finished jars start whatever surrounds them, whoever meets them first, and in one pass. */
class LibrariesIT {

    private static final String ARCHIVE = "io/github/wxconfig/libraries/libraries.jar";

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void jsonStartsWhereJndiKnowsABeanManagerAndManyRequestsMeetItAtOnce(Era era) throws Exception {
        String before = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, ServerWithBeans.class.getName());
        int threads = 8;
        CountDownLatch together = new CountDownLatch(threads);
        ExecutorService requests = Executors.newFixedThreadPool(threads);
        try (Application application = new Application(era)) {
            List<Future<Object>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(requests.submit(() -> {
                    Thread.currentThread().setContextClassLoader(application);
                    together.countDown();
                    together.await();
                    return application.write();
                }));
            }
            for (Future<Object> answer : answers) {
                assertEquals("{\"a\":\"b\"}", answer.get());
            }
        } finally {
            requests.shutdownNow();
            if (before == null) {
                System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
            } else {
                System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allOfThemStartInOnePass(Era era) throws Exception {
        try (Application application = new Application(era)) {
            application.useEverything(dir);
            assertEquals(1, application.passes.get());
        }
    }

    @Test
    void whatIsNeededAfterTheStartIsReadThen() throws Exception {
        try (Application application = new Application(Era.JAVAX)) {
            application.write();
            application.loadClass("io.github.wxconfig.libraries.LibraryClassLoader").getMethod("forgetFiles").invoke(null);
            application.useEverything(dir);
            assertEquals(2, application.passes.get());
        }
    }

    /**
     * OSGi, CDI, other implementations, other people's service files: all that surrounds them is there, and nobody asks for it.
     */
    @ParameterizedTest
    @EnumSource
    void theyAskNobodyForAnythingButOurOwnClasses(Era era) throws Exception {
        try (Application application = new Application(era)) {
            application.useEverything(dir);
            assertEquals(Set.of(), foreign(application.classes, "io.github.wxconfig."), "classes");
            assertEquals(Set.of(), foreign(application.resources, ARCHIVE), "resources");
        }
    }

    /** Our other classes ask the application for those of the JDK. */
    private static Set<String> foreign(Set<String> names, String ours) {
        Set<String> foreign = new TreeSet<>(names);
        foreign.removeIf(name -> name.startsWith(ours) || isOfTheJdk(name));
        return foreign;
    }

    private static boolean isOfTheJdk(String name) {
        try {
            return ClassLoader.getPlatformClassLoader().loadClass(name) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The JVM never tries a class again whose start has failed. */
    @Test
    void whatDidNotStartOnceStartsLater() throws Exception {
        try (Application application = new Application(Era.JAVAX)) {
            application.without = "io/github/wxconfig/lib/org/eclipse/yasson/internal/JsonbContext.class";
            Throwable e = assertThrows(InvocationTargetException.class, application::write).getCause();
            assertTrue(e instanceof IllegalStateException, e::toString);
            assertTrue(e.getCause() instanceof NoClassDefFoundError, e::toString);
            assertTrue(e.getCause().getMessage().contains("org/eclipse/yasson/internal/JsonbContext"), e.getCause()::toString);
            application.without = null;
            assertEquals("{\"a\":\"b\"}", application.writeAsSoonAsItMayBeTried());
        }
    }

    /** Long after the start, in the midst of a call. */
    @Test
    void whatBreaksWhileItIsUsedIsMadeAnew() throws Exception {
        try (Application application = new Application(Era.JAVAX)) {
            application.without = "io/github/wxconfig/lib/org/eclipse/yasson/internal/Marshaller.class";
            assertThrows(InvocationTargetException.class, application::write);
            application.without = null;
            assertEquals("{\"a\":\"b\"}", application.write());
        }
    }

    /** Among them all that would ask for MBeans. */
    @Test
    void theyWorkWithoutTheClassesThatAreSaidToBeUnused() throws Exception {
        try (Application application = new Application(Era.JAKARTA)) {
            application.without = Questions.unused().stream().map(name -> Pattern.quote(name.replace('.', '/')))
                    .collect(Collectors.joining("|", "(?:", ")(?:\\$.*)?\\.class"));
            application.useEverything(dir);
        }
    }

    /** Options for the application's own copies of the libraries, and a country where digits look different. */
    @Test
    void theyTakeNoOptionOfSomebodyElse() throws Exception {
        Properties before = (Properties) System.getProperties().clone();
        Locale locale = Locale.getDefault();
        for (String name : List.of("jedis.bufferSize", "jedis.bufferSize.input", "jedis.bufferSize.output",
                "jakarta.json.provider", "org.eclipse.parsson.maxBigIntegerScale", "javax.xml.datatype.DatatypeFactory",
                "gson.allowCapturingTypeVariables",
                "org.ehcache.offheap.CONFIG.MAX_CHUNK_SIZE", "slf4j.detectLoggerNameMismatch")) {
            System.setProperty(name, "none of your business");
        }
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try (Application application = new Application(Era.JAVAX)) {
            application.useEverything(dir);
            assertEquals("{\"a\":1234567}", application.json("write", Object.class).invoke(null, Map.of("a", 1234567)));
        } finally {
            Locale.setDefault(locale);
            System.setProperties(before);
        }
    }

    /** An application with the finished jar alone, which notes what it is asked for. */
    private static final class Application extends URLClassLoader {

        final AtomicInteger passes = new AtomicInteger();
        final Set<String> classes = new ConcurrentSkipListSet<>();
        final Set<String> resources = new ConcurrentSkipListSet<>();
        /** Which files to leave out of the archive: a regular expression, or {@code null}. */
        volatile String without;

        Application(Era era) throws IOException {
            super(new URL[] {era.file().toURI().toURL(),
                    ServerWithBeans.class.getProtectionDomain().getCodeSource().getLocation()},
                    ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            classes.add(name);
            return super.loadClass(name, resolve);
        }

        @Override
        public URL getResource(String name) {
            resources.add(name);
            return super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            resources.add(name);
            return super.getResources(name);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            resources.add(name);
            if (!name.equals(ARCHIVE)) {
                return super.getResourceAsStream(name);
            }
            passes.incrementAndGet();
            InputStream archive = super.getResourceAsStream(name);
            return without == null ? archive : without(archive);
        }

        private InputStream without(InputStream archive) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (archive; ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> entry : Era.entries(archive).entrySet()) {
                    if (!entry.getKey().matches(without)) {
                        zip.putNextEntry(new ZipEntry(entry.getKey()));
                        zip.write(entry.getValue());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        Object write() throws Exception {
            return json("write", Object.class).invoke(null, Collections.singletonMap("a", "b"));
        }

        Object writeAsSoonAsItMayBeTried() throws Exception {
            while (true) {
                try {
                    return write();
                } catch (InvocationTargetException e) {
                    Thread.onSpinWait();
                }
            }
        }

        private Method json(String name, Class<?> argument) throws Exception {
            return loadClass("io.github.wxconfig.wechat.Json").getMethod(name, argument);
        }

        /** JSON in both directions, good and bad; Ehcache, empty, written and read; Redis, which hangs up, or answers. */
        void useEverything(Path folder) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(this);
            try {
                write();
                json("readObject", String.class).invoke(null, "{\"a\":[1,{\"b\":null}],\"c\":true}");
                assertThrows(InvocationTargetException.class, () -> json("readObject", String.class).invoke(null, "{\"a"));
                store("ehcache", folder);
                try (ServerSocket redis = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    new Thread(() -> answerOnce(redis)).start();
                    Throwable refused = assertThrows(InvocationTargetException.class,
                            () -> store("redis://:password@127.0.0.1:" + redis.getLocalPort() + "/3", folder)).getCause();
                    assertTrue(refused instanceof IOException && refused.getMessage().contains("ERR"), refused::toString);
                }
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static void answerOnce(ServerSocket redis) {
            try (Socket connection = redis.accept()) {
                connection.getOutputStream().write("-ERR not here\r\n".getBytes(StandardCharsets.US_ASCII));
                connection.getInputStream().read(new byte[1024]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void store(String name, Path folder) throws Exception {
            Object factory = loadClass("io.github.wxconfig.store.StoreFactory").getMethod("named", String.class, Path.class)
                    .invoke(null, name, folder);
            Object store = loadClass("io.github.wxconfig.store.StoreFactory").getMethod("open").invoke(factory);
            Class<?> type = loadClass("io.github.wxconfig.CredentialStore");
            Class<?> credentials = loadClass("io.github.wxconfig.Credential");
            Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
            Object credential = credentials.getConstructor(String.class, Instant.class, Instant.class)
                    .newInstance("value", now, now.plusSeconds(7200));
            Method get = type.getMethod("get", String.class);
            assertEquals(null, get.invoke(store, "key"));
            type.getMethod("put", String.class, credentials).invoke(store, "key", credential);
            assertEquals(credential, get.invoke(store, "key"));
            type.getMethod("remove", String.class).invoke(store, "key");
            type.getMethod("close").invoke(store);
        }
    }

    /** A naming service that answers every question with something of its own. */
    public static final class ServerWithBeans implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) {
                    return new Object();
                }
            };
        }
    }
}
