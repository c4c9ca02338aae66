package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * An event was given up without an answer of the database: the queue was full, {@link Emitter#kill()} emptied it, or the
 * application stopped first.
 *
 * <pre>{@code
 * emitter.trigger("beep").exceptionally(problem -> {
 *     if (problem instanceof EventDroppedException dropped && !dropped.outcomeUnknown()) triggerLater();
 *     return null;
 * });
 * }</pre>
 */
public final class EventDroppedException extends EmitterException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /**
     * A dropped event.
     *
     * @param message begins with {@code RTHnnnn}, and says what to do
     * @param outcomeUnknown whether the event had been sent and may be stored all the same
     * @param cause what led to it, if anything
     */
    public EventDroppedException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /**
     * Whether the event may be stored all the same, because it had been sent when it was given up.
     *
     * @return {@code false} when it is certain that nothing was stored
     */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
