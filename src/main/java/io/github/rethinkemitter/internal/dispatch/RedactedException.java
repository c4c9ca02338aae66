package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.flow.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it is logged. The messages of JSON-B quote values of the payload, so the causes of a
 * {@link PayloadMismatchException} are logged with their classes and stack traces only.
 */
final class RedactedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 20; // causes may form a circle

    private final String text;

    private RedactedException(String text, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(text, cause, false, true);
        this.text = text;
        setStackTrace(trace);
    }

    /** The exception itself, or a copy if messages must be left out. */
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

    private static Throwable copy(Throwable thrown, boolean withoutMessage, int depth) {
        boolean belowWithoutMessage = withoutMessage || thrown instanceof PayloadMismatchException;
        var cause = thrown.getCause();
        return new RedactedException(
                withoutMessage ? thrown.getClass().getName() : new Excerpt(thrown.toString(), Log.LONGEST).text(),
                cause == null || depth == DEPTH ? null : copy(cause, belowWithoutMessage, depth + 1),
                thrown.getStackTrace());
    }

    @Override
    @SuppressWarnings(
            "OverrideThrowableToString") // a stack trace shows this text, which names the class of the original
    public String toString() {
        return text;
    }
}
