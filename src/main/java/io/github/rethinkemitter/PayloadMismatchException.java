package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * The JSON of an event does not fit the type that an observer asked for. Other observers of the event are not affected.
 *
 * <pre>{@code
 * void failed(@Observes ObserverFailed failure) {
 *     if (failure.cause() instanceof PayloadMismatchException mismatch) log.error(mismatch.getMessage());
 * }
 * }</pre>
 */
public final class PayloadMismatchException extends EmitterException {

    private static final long serialVersionUID = 1L;

    /**
     * A payload of another type.
     *
     * @param message begins with {@code RTHnnnn}, and says what to do
     * @param cause what led to it, if anything
     */
    public PayloadMismatchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
