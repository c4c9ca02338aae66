package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A term of a query.
 *
 * @param type the number of the term's type in the protocol
 * @param args the arguments
 * @param optargs the optional arguments by name
 * @param constant the value of a DATUM, null for all other terms
 * @param place the place of the term in the query
 */
record Term(
        int type,
        List<Term> args,
        Map<String, Term> optargs,
        @Nullable Datum constant,
        Place place) {

    static final int DATUM = 1;
    static final int MAKE_ARRAY = 2;
    static final int MAKE_OBJ = 3;
    static final int VAR = 10;
    static final int IMPLICIT_VAR = 13;
    static final int FUNC = 69;
    static final int ARGS = 154;

    /**
     * The place of a term in its query, for backtraces.
     *
     * @param parent the place of the term that this one is an argument of, null for the root
     * @param frame the position of the argument, or the name of the optional argument
     */
    record Place(@Nullable Place parent, Datum frame) {
        static final Place ROOT = new Place(null, Datum.NULL);

        Place at(int position) {
            return new Place(this, Datum.of(position));
        }

        Place at(String optarg) {
            return new Place(this, Datum.of(optarg));
        }

        Arr backtrace() {
            List<Datum> frames = new ArrayList<>();
            for (Place at = this; at.parent != null; at = at.parent) {
                frames.add(at.frame);
            }
            Collections.reverse(frames);
            return new Arr(frames);
        }
    }

    static Term constant(Datum value, Place place) {
        return new Term(DATUM, List.of(), Map.of(), value, place);
    }

    boolean hasSplice() {
        return args.stream().anyMatch(arg -> arg.type == ARGS);
    }
}
