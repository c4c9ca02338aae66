package io.github.rethinkemitter.internal.concurrent;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Takes the failure of a stage or future out of the exceptions in which the JDK wraps it.
 *
 * <pre>{@code
 * } catch (ExecutionException e) {
 *     throw StageFailure.asIOException(e);
 * }
 * }</pre>
 */
public final class StageFailure {

    private StageFailure() {}

    /** What the stage failed with; the same exception when nothing wraps it. */
    public static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What the stage failed with, as the cause of a new {@link IOException} if it is not one. */
    public static IOException asIOException(Throwable thrown) {
        Throwable cause = cause(thrown);
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
