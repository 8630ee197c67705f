package io.github.wxconfig.libraries;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Loads the bundled libraries, and the few classes of the filter that use them, from an archive within the jar. Thread-safe.
 *
 * <p>When an application starts, its container reads every class of every jar in {@code WEB-INF/lib}, to find annotations and
 * the types that initializers ask for, sometimes even if the jar's fragment is {@code metadata-complete}. For two thousand
 * classes of libraries, none of which the application needs to start, that takes some hundred milliseconds. So the finished jar
 * contains them in an archive that only this loader opens, and that it reads in one pass: see {@link BundledFiles}.
 *
 * <p>A class sees only what its own loader sees. So a class of the filter that uses a library is in the archive too, together
 * with the package-private classes that it uses. The other classes use it through a public interface.
 *
 * <p>Classes that are loaded here see the libraries, the filter and the JDK, and nothing else. Libraries look for CDI, OSGi or
 * another implementation of their API, and would otherwise find what belongs to the application or its server.
 *
 * <p>Without an archive, as in the project's own unit tests, the libraries are ordinary classes.
 */
public final class LibraryClassLoader extends ClassLoader {

    private static final String ROOT = "io.github.wxconfig.";
    private static final String FOLDER = "io/github/wxconfig/lib/";
    private static final String ARCHIVE = "io/github/wxconfig/libraries/libraries.jar";
    /** {@code null} at first, and after a class has failed to start. */
    private static @Nullable LibraryClassLoader current;

    static {
        registerAsParallelCapable();
    }

    /** {@code null} where the libraries are ordinary classes. */
    private final @Nullable BundledFiles files;
    private final ClassLoader jdk;

    private LibraryClassLoader(ClassLoader parent) throws IOException {
        this(parent, BundledFiles.of(() -> parent.getResourceAsStream(ARCHIVE), FOLDER));
    }

    LibraryClassLoader(ClassLoader parent, @Nullable BundledFiles files) {
        super(parent);
        this.files = files;
        this.jdk = jdk();
    }

    /** Returns the topmost loader, which has the JDK's classes only. */
    private static ClassLoader jdk() {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        while (loader.getParent() != null) {
            loader = loader.getParent();
        }
        return loader;
    }

    /**
     * Creates an object of a class that uses a library, behind an interface. During each call this loader is the thread's context
     * class loader, so that a library that asks for it finds the libraries and nothing of the application.
     *
     * <p>If a class of a library fails to start, the JVM never tries that class again. So after a
     * {@link LinkageError} the object is made anew at the next call, of classes that are loaded anew.
     *
     * @param type an interface
     * @param name the name of the class, below the root package
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

    /** Releases the memory that only loading needs. If another class is loaded later, the archive is read again. */
    public static synchronized void forgetFiles() {
        if (current != null && current.files != null) {
            current.files.forget();
        }
    }

    private static synchronized LibraryClassLoader current() throws IOException {
        if (current == null) {
            current = new LibraryClassLoader(LibraryClassLoader.class.getClassLoader());
        }
        return current;
    }

    private static synchronized void retire(LibraryClassLoader loader) {
        if (current == loader) {
            current = null;
        }
    }

    /** Forwards calls to an object whose class and libraries may have to be loaded again. */
    private static final class Handle implements InvocationHandler {

        private final String name;
        private final Object[] arguments;
        private @Nullable Made made;

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
                LibraryClassLoader loader = current();
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

        /** Whether it is, or wraps, a {@code LinkageError}. */
        private static boolean isOfLinkage(Throwable e) {
            return e instanceof LinkageError || e.getCause() != null && isOfLinkage(e.getCause());
        }
    }

    private static final class Made {

        final LibraryClassLoader loader;
        final Object object;

        Made(LibraryClassLoader loader, Object object) {
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
        if (files == null) {
            return super.loadClass(name, resolve);
        }
        if (!name.startsWith(ROOT)) {
            return jdk.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? find(name) : loaded;
        }
    }

    private Class<?> find(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = files == null ? null : files.bytes(name.replace('.', '/') + ".class");
            return bytes == null ? getParent().loadClass(name) : define(name, bytes);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private Class<?> define(String name, byte[] bytes) {
        String packageName = name.substring(0, name.lastIndexOf('.'));
        synchronized (this) {
            if (getPackage(packageName) == null) {
                definePackage(packageName, null, null, null, null, null, null, null);
            }
        }
        return defineClass(name, bytes, 0, bytes.length, LibraryClassLoader.class.getProtectionDomain());
    }

    /** Searches the archive alone: files of the same name elsewhere belong to others. */
    @Override
    public @Nullable URL getResource(String name) {
        return files == null ? super.getResource(name) : findResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return files == null ? super.getResources(name) : findResources(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        try {
            return files == null ? null : files.url(name);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(url));
    }
}
