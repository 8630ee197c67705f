package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.store.RedisServer;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that comes and goes in a running server, each time in a class loader of its own. */
@Timeout(120)
class RedeployTest {

    private static final int DEPLOYMENTS = 5;

    @TempDir
    Path dir;

    @Test
    void nothingIsLeftOfAStoppedApplication() throws Exception {
        try (RedisServer redis = new RedisServer()) {
            Set<Thread> threads = Thread.getAllStackTraces().keySet();
            Set<?> beans = ManagementFactory.getPlatformMBeanServer().queryNames(null, null);
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < DEPLOYMENTS; i++) {
                loaders.add(deployAndStop(redis.url()));
            }
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                assertTrue(threads.contains(thread) || !belongsTo(loaders, thread), thread::getName);
            }
            assertEquals(beans, ManagementFactory.getPlatformMBeanServer().queryNames(null, null));
            assertSame(context, Thread.currentThread().getContextClassLoader());
            for (WeakReference<ClassLoader> loader : loaders) {
                while (loader.get() != null) { // until the time-out
                    System.gc();
                }
            }
        }
    }

    private static boolean belongsTo(List<WeakReference<ClassLoader>> loaders, Thread thread) {
        return loaders.stream().anyMatch(loader -> loader.get() != null && loader.get() == thread.getContextClassLoader())
                || thread.getName().startsWith("wxconfig") || thread.getName().startsWith("Ehcache");
    }

    private WeakReference<ClassLoader> deployAndStop(String redis) throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader); // as the server does while it starts an application
        try {
            loader.loadClass(Application.class.getName()).getMethod("live", String.class, String.class)
                    .invoke(null, dir.toString(), redis);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            loader.close();
        }
        return new WeakReference<>(loader);
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(path -> {
            try {
                return new File(path).toURI().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }).toArray(URL[]::new);
    }

    /** Runs in the application's class loader. */
    public static final class Application implements WeChat {

        public static void live(String dir, String redis) {
            for (String store : List.of("ehcache", redis)) {
                try (TicketKeeper keeper = TicketKeeper.ofWeChat(new Account("wxRedeploy"), Application::new,
                        new Keepers(StoreFactory.named(store, Path.of(dir)), "", () -> { }))) {
                    keeper.start();
                    while (keeper.current() == null || keeper.status().state() != KeeperStatus.State.SERVING) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    if (keeper.status().isStoreDown()) {
                        throw new IllegalStateException("The store fails: " + store);
                    }
                }
            }
        }

        @Override
        public IssuedCredential accessToken() {
            return new IssuedCredential("token", Duration.ofHours(2));
        }

        @Override
        public IssuedCredential jsapiTicket(String accessToken) {
            return new IssuedCredential("ticket", Duration.ofHours(2));
        }
    }
}
