package io.github.wxconfig.text;

import java.util.function.Function;

/** Stands for a failure in a log: its causes and stack traces, each message on one line. Not thrown. */
final class ShownFailure extends Throwable {

    private static final long serialVersionUID = 1L;
    private static final int MAX_FAILURES = 16;

    private ShownFailure(String description, StackTraceElement[] stackTrace) {
        super(description);
        setStackTrace(stackTrace);
    }

    /** @param describe makes of an exception what its line says: its class, and its message if that may be shown */
    static Throwable of(Throwable failure, Function<Throwable, String> describe) {
        return failure instanceof ShownFailure ? failure : copy(failure, describe, new int[] {MAX_FAILURES});
    }

    private static ShownFailure copy(Throwable failure, Function<Throwable, String> describe, int[] left) {
        ShownFailure copy = new ShownFailure(describe.apply(failure), failure.getStackTrace());
        if (failure.getCause() != null && --left[0] > 0) { // causes may go round in a circle
            copy.initCause(copy(failure.getCause(), describe, left));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (--left[0] > 0) {
                copy.addSuppressed(copy(suppressed, describe, left));
            }
        }
        return copy;
    }

    /** Begins with the class of the failure, not with this one. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
