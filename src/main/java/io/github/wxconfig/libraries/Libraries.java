package io.github.wxconfig.libraries;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

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
            "credential.RedisStore", "credential.RedisUrl", "wechat.JsonBinding");
    private static final Libraries INSTANCE;

    static {
        registerAsParallelCapable();
        INSTANCE = new Libraries(Libraries.class.getClassLoader());
    }

    private Libraries(ClassLoader parent) {
        super(parent);
    }

    /**
     * A new object of one of {@link #OURS}.
     *
     * @param name of the class, below our root package
     * @param arguments for the constructor, public or not; none {@code null}
     * @throws IOException if the constructor throws one
     */
    public static <T> T make(Class<T> type, String name, Object... arguments) throws IOException {
        try {
            for (Constructor<?> constructor : Class.forName(ROOT + name, true, INSTANCE).getDeclaredConstructors()) {
                if (takes(constructor.getParameterTypes(), arguments)) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(arguments));
                }
            }
            throw new IllegalArgumentException("[" + name + "] has no constructor for " + arguments.length + " such arguments");
        } catch (InvocationTargetException e) {
            throw thrown(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The filter's jar is damaged: [" + name + "] cannot be made", e);
        }
    }

    private static boolean takes(Class<?>[] types, Object[] arguments) {
        boolean all = types.length == arguments.length;
        for (int i = 0; all && i < types.length; i++) {
            all = types[i].isInstance(arguments[i]);
        }
        return all;
    }

    private static IOException thrown(Throwable cause) {
        if (cause instanceof RuntimeException) {
            throw (RuntimeException) cause;
        }
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        return cause instanceof IOException ? (IOException) cause : new IOException(cause);
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
