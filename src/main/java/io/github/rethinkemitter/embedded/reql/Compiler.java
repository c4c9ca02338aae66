package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.wire.ResponseType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds errors in a query before it is evaluated: unknown terms, wrong numbers of arguments, unknown variables. */
final class Compiler {
    private Compiler() {}

    // update, delete, insert, replace, and the terms that change databases, tables and indexes or wait for them
    private static final Set<Integer> WRITES =
            Set.of(53, 54, 56, 55, 57, 58, 60, 61, 177, 176, 179, 138, 188, 189, 190, 75, 76, 140, 156);
    // Terms that evaluate their arguments once for each element, or in the middle of a write.
    private static final Set<Integer> NO_WRITES_WITHIN =
            Set.of(37, 38, 187, 39, 40, 144, 48, 49, 50, 53, 54, 55, 56, 43, 145, 146, 147, 148);
    private static final int ORDER_BY = 41;
    private static final int UNION = 44;

    static void check(Term root) throws QueryRefusedException {
        checkPlaces(root, List.of(), true);
        check(root, Set.of(), false);
    }

    /** Refuses writes inside of stream operations, and {@code asc} and {@code desc} outside of orderBy and union. */
    private static void checkPlaces(Term term, List<Term> around, boolean mayWrite) throws QueryRefusedException {
        if (term.type() == OrderTerms.ASC || term.type() == OrderTerms.DESC) {
            checkOrder(term, around);
        }
        if (!mayWrite && WRITES.contains(term.type())) {
            throw refuse("Cannot nest writes or meta ops in stream operations.  Use FOR_EACH instead.", term.place());
        }
        List<Term> within = around.isEmpty() ? List.of(term) : List.of(around.get(around.size() - 1), term);
        boolean inside = mayWrite && !NO_WRITES_WITHIN.contains(term.type());
        for (int i = 0; i < term.args().size(); i++) {
            checkPlaces(term.args().get(i), within, i == 0 ? mayWrite : inside);
        }
        for (Term optarg : term.optargs().values()) {
            checkPlaces(optarg, within, inside);
        }
    }

    private static void checkOrder(Term term, List<Term> around) throws QueryRefusedException {
        int parent = around.isEmpty() ? 0 : around.get(around.size() - 1).type();
        boolean inUnion = parent == UNION
                || (parent == Term.MAKE_ARRAY
                        && around.size() > 1
                        && around.get(0).type() == UNION);
        if (parent != ORDER_BY && !inUnion) {
            String name = term.type() == OrderTerms.ASC ? "ASC" : "DESC";
            throw refuse(name + " may only be used as an argument to ORDER_BY or UNION.", term.place());
        }
    }

    private static void check(Term term, Set<Integer> variables, boolean row) throws QueryRefusedException {
        if (term.type() == Term.DATUM) {
            return;
        }
        TermSpec spec = Registry.find(term.type());
        if (spec == null) {
            throw refuse("Unrecognized TermType: " + term.type() + ".", term.place());
        }
        if (term.type() == Term.FUNC) {
            checkFunction(term, variables);
            return;
        }
        checkVariable(term, variables, row);
        if (!spec.takes(term.args().size()) && !term.hasSplice()) {
            throw refuse(
                    "Expected " + spec.expectation() + " but found "
                            + term.args().size() + ".",
                    term.place());
        }
        for (Map.Entry<String, Term> optarg : term.optargs().entrySet()) {
            if (term.type() != Term.MAKE_OBJ && !spec.optargs().contains(optarg.getKey())) {
                throw refuse(
                        "Unrecognized optional argument `" + optarg.getKey() + "`.",
                        optarg.getValue().place());
            }
            check(optarg.getValue(), variables, row);
        }
        for (Term arg : term.args()) {
            check(arg, variables, row);
        }
    }

    private static void checkVariable(Term term, Set<Integer> variables, boolean row) throws QueryRefusedException {
        if (term.type() == Term.VAR
                && !term.args().isEmpty()
                && term.args().get(0).constant() instanceof Datum.Num number
                && !variables.contains((int) number.value())) {
            throw refuse("Variable name not found.", term.place());
        }
        if (term.type() == Term.IMPLICIT_VAR && !row) {
            throw refuse("r.row is not defined in this context.", term.place());
        }
    }

    private static void checkFunction(Term term, Set<Integer> variables) throws QueryRefusedException {
        if (!term.optargs().isEmpty()) {
            throw refuse("FUNC takes no optional arguments.", term.place());
        }
        if (term.args().size() != 2) {
            throw refuse("FUNC takes exactly two arguments (got " + term.args().size() + ")", term.place());
        }
        List<Integer> parameters;
        try {
            parameters = ReqlFunc.parameters(term);
        } catch (IllegalArgumentException wrong) {
            throw refuse(String.valueOf(wrong.getMessage()), term.place());
        }
        Set<Integer> inner = new HashSet<>(variables);
        inner.addAll(parameters);
        check(term.args().get(1), inner, parameters.size() == 1);
    }

    private static QueryRefusedException refuse(String message, Term.Place place) {
        return new QueryRefusedException(ResponseType.COMPILE_ERROR, message, place.backtrace());
    }
}
