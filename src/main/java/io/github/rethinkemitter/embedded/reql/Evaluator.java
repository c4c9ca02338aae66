package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.SortedMap;
import java.util.TreeMap;

/** Evaluates the terms of a query. */
record Evaluator(Env env) {
    Val eval(Term term, Scope scope) {
        Datum constant = term.constant();
        if (constant != null) {
            return Val.of(constant);
        }
        env.checkWanted();
        try {
            Call call = new Call(this, term, scope);
            if (GroupTerms.isLifted(term) && call.arg(0) instanceof Val.Grouped grouped) {
                return eachGroup(call, grouped);
            }
            return call.spec().op().eval(call);
        } catch (ReqlException error) {
            throw LocatedException.at(error, term.place());
        }
    }

    private static Val eachGroup(Call call, Val.Grouped grouped) {
        SortedMap<GroupKey, Val> results = new TreeMap<>();
        grouped.groups().forEach((key, value) -> {
            try {
                Val result = call.spec().op().eval(call.withGroup(value));
                results.put(
                        key, result instanceof Val.Rows rows ? Val.of(rows.seq().toArray()) : result);
            } catch (ReqlException error) {
                // An aggregation of an empty group leaves the group out.
                if (error.type() != ErrorType.NON_EXISTENCE || !GroupTerms.isAggregation(call.term())) {
                    throw error;
                }
            }
        });
        return new Val.Grouped(results);
    }
}
