package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.wire.ResponseType;

/** A query was refused before it was evaluated, because it could not be read or compiled. */
public final class QueryRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ResponseType type;
    private final transient Arr backtrace;

    QueryRefusedException(ResponseType type, String message, Arr backtrace) {
        super(message);
        this.type = type;
        this.backtrace = backtrace;
    }

    public ResponseType type() {
        return type;
    }

    public Arr backtrace() {
        return backtrace;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
