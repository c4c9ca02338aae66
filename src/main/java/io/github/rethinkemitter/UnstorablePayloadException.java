package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a trigger that RethinkDB or JSON-B cannot hold: NaN, half of a surrogate pair, an array of more than
 * 100,000 elements, a type that JSON-B cannot write or that has no properties, or more than
 * {@code rethink.emitter.publish.max-event-size}. Thrown by the call itself; nothing was queued.
 *
 * <pre>{@code
 * try {
 *     emitter.trigger("measured", Double.NaN);
 * } catch (UnstorablePayloadException e) { // RTH0103 argument 1 of topic "measured" …
 * }
 * }</pre>
 */
public final class UnstorablePayloadException extends EmitterException {

    private static final long serialVersionUID = 1L;

    /**
     * A payload that cannot be stored.
     *
     * @param message begins with {@code RTHnnnn}, and says what to do
     * @param cause what led to it, if anything
     */
    public UnstorablePayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
