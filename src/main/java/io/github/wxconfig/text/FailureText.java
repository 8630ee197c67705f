package io.github.wxconfig.text;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Describes a failure in one line: each exception of its chain of causes, and where the last one was thrown.
 *
 * <p>An exception's message may quote what was sent, with secret and token. So only those messages are shown that the
 * JVM or the JDK makes of names of classes, files and hosts, of certificates, and of connections.
 */
public final class FailureText {

    private static final int MAX_CAUSES = 8;
    private static final int MAX_MESSAGE = 200;

    private FailureText() {
    }

    /** As in {@code NoClassDefFoundError: a/B <- ClassNotFoundException: a.B at org.example.Loader.find(Loader.java:3)}. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder(name(failure));
        Throwable last = failure;
        Throwable cause = cause(last);
        for (int i = 1; i < MAX_CAUSES && cause != null; i++) {
            last = cause;
            text.append(" <- ").append(name(last));
            cause = cause(last);
        }
        StackTraceElement[] places = last.getStackTrace();
        return (places.length == 0 ? text : text.append(" at ").append(places[0])).toString();
    }

    /** Returns the failure for a log, with the messages of all its exceptions; for code that handles no secret. */
    static Throwable shown(Throwable failure) {
        return ShownFailure.of(failure,
                e -> e.getClass().getName() + (e.getMessage() == null ? "" : ": " + shortened(ShownText.line(e.getMessage()))));
    }

    /** Returns the failure for a log, with only the messages that {@link #of} shows. */
    public static Throwable withoutSecrets(Throwable failure) {
        return ShownFailure.of(failure, FailureText::name);
    }

    /** Returns the cause; an exception that collects several attempts has none, but suppressed exceptions. */
    private static @Nullable Throwable cause(Throwable e) {
        return e.getCause() == null && e.getSuppressed().length > 0 ? e.getSuppressed()[0] : e.getCause();
    }

    private static String name(Throwable e) {
        String name = e.getClass().getName();
        return e.getMessage() == null || !isHarmless(e) ? name : name + ": " + line(e.getMessage());
    }

    private static boolean isHarmless(Throwable e) {
        return e instanceof LinkageError || e instanceof VirtualMachineError || e instanceof ReflectiveOperationException
                || e instanceof ClassCastException || e instanceof FileSystemException || e instanceof GeneralSecurityException
                || e instanceof SSLException || e instanceof SocketException || e instanceof SocketTimeoutException
                || e instanceof UnknownHostException;
    }

    /** Shortens a message to one line; errors of the verifier show whole methods. */
    private static String line(String message) {
        return shortened(ShownText.line(message.split("[\\r\\n]", 2)[0]));
    }

    private static String shortened(String line) {
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "…" : line;
    }
}
