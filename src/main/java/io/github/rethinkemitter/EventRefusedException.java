package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * The database refused an event for good: a missing right, a write hook, a document that it cannot hold. Nothing was stored.
 *
 * <pre>{@code
 * emitter.trigger("beep").exceptionally(problem -> { if (problem instanceof EventRefusedException) alert(problem); return null; });
 * }</pre>
 */
public final class EventRefusedException extends EmitterException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message begins with {@code RTHnnnn}, and says what to do
     * @param cause what led to it, if anything
     */
    public EventRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
