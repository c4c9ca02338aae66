package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.EmitterException;
import org.jspecify.annotations.Nullable;

/** An observer has not handled an event, and its own code has not thrown anything. The message says all. */
final class DispatchException extends EmitterException {

    private static final long serialVersionUID = 1L;

    DispatchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
