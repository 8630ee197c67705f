package io.github.wxconfig.libraries;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Loads the bundled libraries, and the few classes of ours that use them.
 *
 * <p>When an application starts, its container reads every class of every jar in {@code WEB-INF/lib}, in search of
 * annotations and of what initializers ask for; that a jar's fragment is {@code metadata-complete} does not always save
 * it. For two thousand classes of libraries, of which the application needs none to start, this takes some hundred
 * milliseconds. So in the finished jar their names end in {@code .classdata}: nobody but this loader takes them for
 * classes.
 *
 * <p>A class sees only what its own loader sees. So a class of ours that uses a library is loaded here too, although it
 * lies in the jar as usual, together with the package-private classes that it uses: these are {@link #OURS}. The rest of
 * our classes meets them through a public interface. Where the libraries are ordinary classes, as in our own unit tests,
 * everything works alike.
 *
 * <p>Safe for any number of threads.
 */
public final class Libraries extends ClassLoader {

    private static final String ROOT = "io.github.wxconfig.";
    private static final List<String> OURS = Arrays.asList("credential.CredentialText", "credential.EhcacheStore",
            "credential.RedisConnection", "credential.RedisError", "credential.RedisReplies", "credential.RedisStore",
            "credential.RedisUrl", "wechat.JsonBinding", "wechat.PlainInstanceCreator");
    /** {@code null} at first, and after a class has failed to start. */
    private static Libraries current;

    static {
        registerAsParallelCapable();
    }

    private Libraries(ClassLoader parent) {
        super(parent);
    }

    /**
     * A new object of one of {@link #OURS}, behind an interface. During each call the thread's context class loader is
     * this one, so that a library that asks for it finds the libraries and not what belongs to the application.
     *
     * <p>If a class of a library fails to start, the JVM never tries that class again. So after a
     * {@link LinkageError} the object is made anew at the next call, of classes that are loaded anew.
     *
     * @param type an interface
     * @param name of the class, below our root package
     * @param arguments for the constructor, public or not; none {@code null}
     * @throws IOException if the constructor throws one
     */
    public static <T> T make(Class<T> type, String name, Object... arguments) throws IOException {
        Handle handle = new Handle(name, arguments);
        try {
            handle.target();
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handle));
    }

    private static synchronized Libraries current() {
        if (current == null) {
            current = new Libraries(Libraries.class.getClassLoader());
        }
        return current;
    }

    private static synchronized void retire(Libraries loader) {
        if (current == loader) {
            current = null;
        }
    }

    /** Stands for an object whose class and libraries may have to be loaded anew. */
    private static final class Handle implements InvocationHandler {

        private final String name;
        private final Object[] arguments;
        private Made made;

        Handle(String name, Object... arguments) {
            this.name = name;
            this.arguments = arguments;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] values) throws Throwable {
            Made used = target();
            try {
                return used.loader.within(() -> method.invoke(used.object, values));
            } catch (LinkageError | RuntimeException | IOException e) {
                if (isOfLinkage(e)) {
                    discard(used);
                }
                throw e;
            }
        }

        private synchronized Made target() throws Throwable {
            if (made == null) {
                Libraries loader = current();
                try {
                    made = new Made(loader, loader.within(() -> loader.construct(name, arguments)));
                } catch (LinkageError e) {
                    retire(loader);
                    throw e;
                }
            }
            return made;
        }

        private synchronized void discard(Made used) {
            retire(used.loader);
            if (made == used) {
                made = null;
            }
        }

        /** Libraries wrap what they did not expect. */
        private static boolean isOfLinkage(Throwable e) {
            return e instanceof LinkageError || e.getCause() != null && isOfLinkage(e.getCause());
        }
    }

    private static final class Made {

        final Libraries loader;
        final Object object;

        Made(Libraries loader, Object object) {
            this.loader = loader;
            this.object = object;
        }
    }

    /** Calls with this context class loader, and throws what was thrown itself. */
    private Object within(Callable<?> call) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return call.call();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Object construct(String name, Object... arguments) throws ReflectiveOperationException {
        for (Constructor<?> constructor : load(ROOT + name).getDeclaredConstructors()) {
            if (takes(constructor.getParameterTypes(), arguments)) {
                constructor.setAccessible(true);
                return constructor.newInstance(arguments);
            }
        }
        throw new IllegalArgumentException("[" + name + "] has no constructor for " + arguments.length + " such arguments");
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, true, this);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("The filter's jar is damaged: [" + name + "] is not there", e);
        }
    }

    private static boolean takes(Class<?>[] types, Object[] arguments) {
        boolean all = types.length == arguments.length;
        for (int i = 0; all && i < types.length; i++) {
            all = types[i].isInstance(arguments[i]);
        }
        return all;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ROOT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = bytes(name.replace('.', '/') + (isOurs(name) ? ".class" : ".classdata"));
                loaded = bytes == null ? getParent().loadClass(name) : define(name, bytes);
            }
            return loaded;
        }
    }

    private static boolean isOurs(String name) {
        int nested = name.indexOf('$');
        return OURS.contains(name.substring(ROOT.length(), nested < 0 ? name.length() : nested));
    }

    private Class<?> define(String name, byte[] bytes) {
        String packageName = name.substring(0, name.lastIndexOf('.'));
        synchronized (this) {
            if (getPackage(packageName) == null) {
                definePackage(packageName, null, null, null, null, null, null, null);
            }
        }
        return defineClass(name, bytes, 0, bytes.length, Libraries.class.getProtectionDomain());
    }

    private byte[] bytes(String resource) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(8192, in.available()));
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new ClassNotFoundException(resource, e);
        }
    }
}
