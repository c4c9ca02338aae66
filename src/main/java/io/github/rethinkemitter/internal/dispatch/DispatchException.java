package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.EmitterException;
import org.jspecify.annotations.Nullable;

/** An observer failed on an event by no doing of its own; the message tells all. */
final class DispatchException extends EmitterException {

    private static final long serialVersionUID = 1L;

    DispatchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
