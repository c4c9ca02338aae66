package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a term can use, the innermost first.
 *
 * @param outer the enclosing scope, null for the outermost
 * @param variable the number of the variable
 * @param value the variable's value
 * @param row whether {@code r.row} means this variable
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
