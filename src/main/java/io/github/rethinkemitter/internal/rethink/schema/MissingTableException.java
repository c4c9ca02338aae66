package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A database, table or index does not exist, and is not made: the configuration says so, or this user may not. */
final class MissingTableException extends IOException {

    private static final long serialVersionUID = 1L;

    MissingTableException(String message, @Nullable QueryFailedException denied) {
        super(message, denied);
    }
}
