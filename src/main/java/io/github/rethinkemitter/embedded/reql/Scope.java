package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import org.jspecify.annotations.Nullable;

/**
 * The variables a term sees, innermost first.
 *
 * @param outer the enclosing scope, null at the top
 * @param variable the number of the variable
 * @param value what it is
 * @param row whether {@code r.row} means it
 */
record Scope(@Nullable Scope outer, int variable, Datum value, boolean row) {
    static final Scope EMPTY = new Scope(null, -1, Datum.NULL, false);

    Datum variable(int wanted) {
        for (Scope at = this; at != null; at = at.outer) {
            if (at.variable == wanted && at.outer != null) {
                return at.value;
            }
        }
        throw ReqlException.logic("Variable name not found.");
    }

    Datum implicit() {
        for (Scope at = this; at != null; at = at.outer) {
            if (at.row) {
                return at.value;
            }
        }
        throw ReqlException.logic("r.row is not defined in this context.");
    }

    Scope with(int number, Datum bound, boolean only) {
        return new Scope(this, number, bound, only);
    }
}
