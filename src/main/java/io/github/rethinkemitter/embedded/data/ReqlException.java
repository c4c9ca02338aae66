package io.github.rethinkemitter.embedded.data;

import io.github.rethinkemitter.embedded.wire.ErrorType;

/** An error that the client gets, with the type and the text that RethinkDB has for it. */
public class ReqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorType type;

    public ReqlException(ErrorType type, String message) {
        // Without a stack trace: one is thrown for each refused document, and a trace would cost more than the insert.
        super(message, null, false, false);
        this.type = type;
    }

    public static ReqlException logic(String message) {
        return new ReqlException(ErrorType.QUERY_LOGIC, message);
    }

    public static ReqlException missing(String message) {
        return new ReqlException(ErrorType.NON_EXISTENCE, message);
    }

    public static ReqlException failed(String message) {
        return new ReqlException(ErrorType.OP_FAILED, message);
    }

    public final ErrorType type() {
        return type;
    }

    public final String text() {
        return String.valueOf(getMessage());
    }
}
