package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;

/** An error with the term of the query at which it happened. */
final class LocatedException extends ReqlException {
    private static final long serialVersionUID = 1L;
    private final transient Term.Place place;

    private LocatedException(ErrorType type, String message, Term.Place place) {
        super(type, message);
        this.place = place;
    }

    /** Adds a place to an error, unless the error has one already. */
    static LocatedException at(ReqlException error, Term.Place place) {
        return error instanceof LocatedException located
                ? located
                : new LocatedException(error.type(), error.text(), place);
    }

    static Arr backtraceOf(ReqlException error) {
        return error instanceof LocatedException located ? located.place.backtrace() : Arr.EMPTY;
    }
}
