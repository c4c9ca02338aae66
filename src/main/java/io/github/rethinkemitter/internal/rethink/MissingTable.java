package io.github.rethinkemitter.internal.rethink;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A database, table or index does not exist, and is not made: it is not to be, or this user may not. */
final class MissingTable extends IOException {

    private static final long serialVersionUID = 1L;

    MissingTable(String message, @Nullable QueryFailed denied) {
        super(message, denied);
    }
}
