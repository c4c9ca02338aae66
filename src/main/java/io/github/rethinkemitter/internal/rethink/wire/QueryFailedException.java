package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.ErrorType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The database answered with an error. */
public final class QueryFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    // Null for what the server does not even take for a query.
    private final @Nullable ErrorType type;
    private final String text;

    public QueryFailedException(@Nullable ErrorType type, String text) {
        super("RTH0215 the database answers \"" + Failures.firstLine(text) + "\"");
        this.type = type;
        this.text = text;
    }

    /** Null for what the server does not even take for a query. */
    @Nullable
    ErrorType type() {
        return type;
    }

    public boolean is(ErrorType other) {
        return type == other;
    }

    /** Whether a right is missing. Opening a feed without one is answered by an internal error that says so. */
    public boolean isDenied() {
        return type == ErrorType.PERMISSION_ERROR || text.contains("does not have the required");
    }

    /** Whether it passes by itself, or with what it names being made. */
    public boolean isPassing() {
        return type == ErrorType.OP_FAILED || type == ErrorType.OP_INDETERMINATE || isOutOfReach();
    }

    // While a primary is being replaced the server has no code for some of what goes wrong.
    private boolean isOutOfReach() {
        return type == ErrorType.INTERNAL && text.contains(" the table's configuration failed because ");
    }

    /** The database's words. */
    public String text() {
        return text;
    }
}
