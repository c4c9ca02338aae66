package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * A problem with an emitter. The message begins with a code that stays the same from release to release, and ends with
 * what to do. Programs decide by the type of the exception and its methods; the code is for people, logs and search.
 *
 * <pre>{@code
 * emitter.trigger("beep").whenComplete((receipt, problem) -> {
 *     if (problem instanceof EmitterException failure) log.error(failure.code());   // for instance RTH0105
 * });
 * }</pre>
 */
public class EmitterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A problem with a message.
     *
     * @param message begins with {@code RTHnnnn}
     * @param cause what led to it, if anything
     */
    public EmitterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The code that the message begins with.
     *
     * @return {@code RTHnnnn}
     */
    public final String code() {
        var message = String.valueOf(getMessage());
        return message.substring(0, Math.min(7, message.length()));
    }
}
