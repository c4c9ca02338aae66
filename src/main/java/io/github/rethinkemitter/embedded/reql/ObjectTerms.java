package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Terms on the fields of an object. On a sequence they do the same for each element. */
final class ObjectTerms {
    private ObjectTerms() {}

    static void register(Registry registry) {
        registry.add(31, "get_field", 2, 2, call -> field(call, "get_field"));
        registry.add(170, "bracket", 2, 2, ObjectTerms::bracket);
        registry.add(32, "has_fields", 1, -1, ObjectTerms::hasFields);
        registry.add(96, "with_fields", 1, -1, ObjectTerms::withFields);
        registry.add(33, "pluck", 1, -1, ObjectTerms::pluck);
        registry.add(34, "without", 1, -1, ObjectTerms::without);
        registry.add(35, "merge", 1, -1, ObjectTerms::merge);
        registry.add(94, "keys", 1, 1, ObjectTerms::keys);
        registry.add(
                186,
                "values",
                1,
                1,
                call -> Val.of(new Arr(List.copyOf(call.object(0).fields().values()))));
    }

    private static Val bracket(Call call) {
        Datum what = call.datum(1);
        if (what instanceof Datum.Num) {
            return SliceTerms.nth(call);
        }
        return field(call, "bracket");
    }

    private static Val field(Call call, String term) {
        Val of = call.arg(0);
        String name = call.string(1);
        if (!(of instanceof Val.Rows) && Values.datum(of) instanceof Obj object && object.pseudo() == null) {
            return Val.of(Fields.get(object, name));
        }
        if (Values.isSequence(of)) {
            return sequence(call, of, (element, next) -> {
                if (!(element instanceof Obj object)) {
                    throw notAnObject(term, element);
                }
                Datum value = object.get(name);
                if (value != null) {
                    next.accept(value);
                }
            });
        }
        return call.arg(0, value -> {
            throw notAnObject(term, Values.datum(value));
        });
    }

    private static ReqlException notAnObject(String term, Datum datum) {
        return datum.mismatch(
                "Cannot perform " + term + " on a non-object non-sequence `" + Printer.truncated(datum) + "`.");
    }

    private static Val each(Call call, UnaryOperator<Datum> change) {
        Val of = call.arg(0);
        if (Values.isSequence(of)) {
            return sequence(call, of, (element, next) -> {
                if (!(element instanceof Obj)) {
                    throw notAnObject(call.spec().name(), element);
                }
                next.accept(change.apply(element));
            });
        }
        Datum datum = call.datum(0);
        if (!(datum instanceof Obj)) {
            throw LocatedException.at(
                    notAnObject(call.spec().name(), datum), call.argTerm(0).place());
        }
        return Val.of(change.apply(datum));
    }

    private static Val sequence(Call call, Val of, Stage stage) {
        Seq mapped = Values.seq(of).mapped(stage);
        return of instanceof Val.Rows
                ? Val.of(mapped)
                : Val.of(new Arr(mapped.toList(call.env().limits().array())));
    }

    private static Val hasFields(Call call) {
        List<Datum> selectors = call.datums(1);
        Val of = call.arg(0);
        if (Values.isSequence(of)) {
            return Val.of(Values.seq(of).filtered((element, next) -> {
                if (selectors.stream().allMatch(selector -> Fields.has(Values.object(element), selector))) {
                    next.accept(element);
                }
            }));
        }
        Obj object = call.object(0);
        return Val.of(selectors.stream().allMatch(selector -> Fields.has(object, selector)));
    }

    private static Val withFields(Call call) {
        List<Datum> selectors = call.datums(1);
        return Val.of(call.seq(0).mapped((element, next) -> {
            if (selectors.stream().allMatch(selector -> Fields.has(Values.object(element), selector))) {
                next.accept(Fields.pluck(element, selectors));
            }
        }));
    }

    private static Val pluck(Call call) {
        List<Datum> selectors = call.datums(1);
        return each(call, element -> Fields.pluck(element, selectors));
    }

    private static Val without(Call call) {
        List<Datum> selectors = call.datums(1);
        return each(call, element -> Fields.without(element, selectors));
    }

    private static Val merge(Call call) {
        return each(call, element -> {
            Datum merged = element;
            for (int i = 1; i < call.size(); i++) {
                Datum change = call.arg(i) instanceof Val.Fn fn ? fn.func().value(merged) : call.datum(i);
                merged = Fields.merge(merged, change);
            }
            return merged;
        });
    }

    private static Val keys(Call call) {
        return Val.of(
                new Arr(call.object(0).fields().keySet().stream().map(Datum::of).toList()));
    }
}
