package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The database answered with an error. */
public final class QueryFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final @Nullable ErrorType type; // null where the server names none
    private final String text;

    /** @param type null where the server names none */
    public QueryFailedException(@Nullable ErrorType type, String text) {
        super("RTH0215 the database answers \"" + Failures.firstLine(text) + "\"");
        this.type = type;
        this.text = text;
    }

    static QueryFailedException of(Response error) {
        String text = error.data.isEmpty() ? "nothing" : String.valueOf(error.data.get(0));
        // A query that the server does not take for one, or cannot compile, has no error type, and was not begun.
        boolean notBegun = error.type == ResponseType.CLIENT_ERROR || error.type == ResponseType.COMPILE_ERROR;
        return new QueryFailedException(
                error.errorType == null && notBegun ? ErrorType.QUERY_LOGIC : error.errorType, text);
    }

    /** Whether a right is missing. Opening a feed without one is answered by an internal error that says so. */
    public boolean isDenied() {
        return type == ErrorType.PERMISSION_ERROR || text.contains("does not have the required");
    }

    /** Whether the query cannot be evaluated, which the server finds out before it writes anything. */
    public boolean isLogicError() {
        return type == ErrorType.QUERY_LOGIC || type == ErrorType.NON_EXISTENCE;
    }

    /** Whether the server says that it has written nothing, for a reason that passes. */
    public boolean isNotPerformed() {
        return type == ErrorType.OP_FAILED;
    }

    /** Whether the reason passes by itself, or when the table, database or index that is named has been made. */
    public boolean isPassing() {
        return type == ErrorType.OP_FAILED || type == ErrorType.OP_INDETERMINATE || isTableOutOfReach();
    }

    // While a primary is being replaced the server has no error type for some failures.
    private boolean isTableOutOfReach() {
        return type == ErrorType.INTERNAL && text.contains(" the table's configuration failed because ");
    }

    /** The database's words. */
    public String text() {
        return text;
    }
}
