package io.github.wxconfig.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries of the finished jars start whatever surrounds them, and whoever meets them first. */
class LibrariesIT {

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void jsonStartsWhereJndiKnowsABeanManagerAndManyRequestsMeetItAtOnce(String era) throws Exception {
        String before = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, ServerWithBeans.class.getName());
        int threads = 8;
        CountDownLatch together = new CountDownLatch(threads);
        ExecutorService requests = Executors.newFixedThreadPool(threads);
        try (URLClassLoader application = application(era)) {
            Class<?> json = application.loadClass("io.github.wxconfig.wechat.Json");
            List<Future<Object>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(requests.submit(() -> {
                    Thread.currentThread().setContextClassLoader(application);
                    together.countDown();
                    together.await();
                    return json.getMethod("write", Object.class).invoke(null, Collections.singletonMap("a", "b"));
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

    private static URLClassLoader application(String era) throws Exception {
        return new URLClassLoader(new URL[] {new File(System.getProperty("jar." + era)).toURI().toURL(),
            ServerWithBeans.class.getProtectionDomain().getCodeSource().getLocation()}, ClassLoader.getPlatformClassLoader());
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
