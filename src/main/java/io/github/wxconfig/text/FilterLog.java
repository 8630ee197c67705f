package io.github.wxconfig.text;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of one class to the log. Nothing else in this jar does, so each line begins with the filter that speaks,
 * where an application has several, and holds nothing that could pass for another line, whatever is in it.
 *
 * <p>Safe for any number of threads.
 */
public final class FilterLog {

    private final Logger logger;
    private final String prefix;

    /**
     * @param speaker names the logger
     * @param prefix what each line begins with: nothing, or {@code Filter [second]: }
     */
    public FilterLog(Class<?> speaker, String prefix) {
        this.logger = Logger.getLogger(speaker.getName());
        this.prefix = prefix;
    }

    /** Of a class that speaks for no filter, or for all of them. */
    public FilterLog(Class<?> speaker) {
        this(speaker, "");
    }

    public void info(String message) {
        log(Level.INFO, message);
    }

    public void warning(String message) {
        log(Level.WARNING, message);
    }

    /** Logs a warning with the stack trace. */
    public void warning(String message, Throwable cause) {
        log(Level.WARNING, message, cause);
    }

    public void log(Level level, String message) {
        log(level, message, null);
    }

    /** @param cause of the line, with its messages; or {@code null} */
    public void log(Level level, String message, @Nullable Throwable cause) {
        if (logger.isLoggable(level)) {
            StackTraceElement caller = caller();
            logger.logp(level, caller.getClassName(), caller.getMethodName(), ShownText.line(prefix + message),
                    cause == null ? null : FailureText.shown(cause));
        }
    }

    /** Or else formatters would name this class. */
    private static StackTraceElement caller() {
        StackTraceElement[] stack = new Throwable().getStackTrace();
        for (StackTraceElement frame : stack) {
            if (!frame.getClassName().equals(FilterLog.class.getName())) {
                return frame;
            }
        }
        return stack[0];
    }
}
