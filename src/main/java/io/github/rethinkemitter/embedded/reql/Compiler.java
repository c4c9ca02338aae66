package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.wire.ResponseType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is wrong with a query before it runs: unknown terms, wrong counts of arguments, unknown variables. */
final class Compiler {
    private Compiler() {}

    static void check(Term root) throws QueryRefusedException {
        check(root, Set.of(), false);
    }

    private static void check(Term term, Set<Integer> variables, boolean row) throws QueryRefusedException {
        if (term.type() == Term.DATUM) {
            return;
        }
        Spec spec = Registry.find(term.type());
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
        return new QueryRefusedException(ResponseType.COMPILE_ERROR, message, backtrace(place));
    }

    private static Arr backtrace(Term.Place place) {
        return place.backtrace();
    }
}
