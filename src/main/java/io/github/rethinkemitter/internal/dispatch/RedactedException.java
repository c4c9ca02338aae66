package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.flow.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it is logged: JSON-B's messages quote values of the payload, so of what caused a
 * {@link PayloadMismatchException} the log has classes and stack traces alone.
 */
final class RedactedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 20; // causes may go in a circle

    private final String text;

    private RedactedException(String text, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(text, cause, false, true);
        this.text = text;
        setStackTrace(trace);
    }

    /** The same, or a copy when there is something to be left out. */
    static Throwable of(Throwable thrown) {
        var cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof PayloadMismatchException) {
                return copy(thrown, false, 0);
            }
            cause = cause.getCause();
        }
        return thrown;
    }

    private static Throwable copy(Throwable thrown, boolean silent, int depth) {
        boolean below = silent || thrown instanceof PayloadMismatchException;
        var cause = thrown.getCause();
        return new RedactedException(
                silent ? thrown.getClass().getName() : new Excerpt(thrown.toString(), Log.LONGEST).text(),
                cause == null || depth == DEPTH ? null : copy(cause, below, depth + 1),
                thrown.getStackTrace());
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // a stack trace shows this, and the class is the original's
    public String toString() {
        return text;
    }
}
