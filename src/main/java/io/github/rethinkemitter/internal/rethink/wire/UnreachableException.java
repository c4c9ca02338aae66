package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.flow.Unreachable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A host could not be connected to, or did not accept the login. */
public final class UnreachableException extends IOException implements Unreachable {

    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
