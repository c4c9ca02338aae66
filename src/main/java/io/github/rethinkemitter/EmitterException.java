package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * A problem with an emitter. The message begins with an id that stays the same from release to release, and ends with
 * what to do.
 *
 * <pre>{@code
 * emitter.trigger("beep").whenComplete((receipt, problem) -> {
 *     if (problem instanceof EmitterException refused) log.error(refused.id());   // for instance RTH0105
 * });
 * }</pre>
 */
public class EmitterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A problem, told by its message.
     *
     * @param message begins with {@code RTHnnnn}
     * @param cause what led to it, if anything
     */
    public EmitterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The id that the message begins with.
     *
     * @return {@code RTHnnnn}
     */
    public final String id() {
        var message = String.valueOf(getMessage());
        return message.substring(0, Math.min(7, message.length()));
    }
}
