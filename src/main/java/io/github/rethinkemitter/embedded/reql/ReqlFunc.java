package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A function that is written in a query.
 *
 * @param evaluator evaluates the body
 * @param term the FUNC term
 * @param parameters the numbers of the function's variables
 * @param captured the variables of the functions around it
 */
record ReqlFunc(Evaluator evaluator, Term term, List<Integer> parameters, Scope captured) implements Func {
    // table, JavaScript, HTTP, sample, random: their results depend on more than their arguments
    private static final Set<Integer> NOT_DETERMINISTIC = Set.of(15, 11, 153, RandomTerms.SAMPLE, RandomTerms.RANDOM);
    private static final int UUID = 169;

    /** The variables of a FUNC term. */
    static List<Integer> parameters(Term func) {
        Term names = func.args().get(0);
        List<Integer> parameters = new ArrayList<>();
        if (names.type() == Term.MAKE_ARRAY) {
            for (Term name : names.args()) {
                if (!(name.constant() instanceof Datum.Num number)) {
                    throw new IllegalArgumentException(
                            "CLIENT ERROR: FUNC variables must be a literal array of *numbers*.");
                }
                parameters.add((int) number.value());
            }
            return parameters;
        }
        if (names.constant() instanceof Arr) {
            throw new IllegalArgumentException("CLIENT ERROR: FUNC variables must be a literal array of *numbers*.");
        }
        throw new IllegalArgumentException("CLIENT ERROR: FUNC variables must be a *literal array of numbers*.");
    }

    Term body() {
        return term.args().get(1);
    }

    /** Whether the body is written as an object. */
    boolean makesObject() {
        return body().type() == Term.MAKE_OBJ || body().constant() instanceof Obj;
    }

    @Override
    public Val apply(Datum... arguments) {
        if (!parameters.isEmpty() && parameters.size() != arguments.length) {
            throw LocatedException.at(
                    ReqlException.logic("Expected function with " + plural(arguments.length)
                            + " but found function with " + plural(parameters.size()) + "."),
                    term.place());
        }
        Scope scope = captured;
        for (int i = 0; i < parameters.size(); i++) {
            scope = scope.with(parameters.get(i), arguments[i], parameters.size() == 1);
        }
        return evaluator.eval(body(), scope);
    }

    private static String plural(int count) {
        return count + " argument" + (count == 1 ? "" : "s");
    }

    @Override
    public int arity() {
        return parameters.size();
    }

    @Override
    public boolean deterministic() {
        return isDeterministic(body());
    }

    static boolean isDeterministic(Term term) {
        return !NOT_DETERMINISTIC.contains(term.type())
                && !(term.type() == UUID && term.args().isEmpty())
                && term.args().stream().allMatch(ReqlFunc::isDeterministic)
                && term.optargs().values().stream().allMatch(ReqlFunc::isDeterministic);
    }
}
