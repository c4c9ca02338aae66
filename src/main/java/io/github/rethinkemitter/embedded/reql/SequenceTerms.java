package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code map}, {@code concatMap} and {@code filter}. */
final class SequenceTerms {
    private SequenceTerms() {}

    static void register(Registry registry) {
        registry.add(38, "map", 2, -1, SequenceTerms::map);
        registry.add(40, "concatmap", 2, 2, SequenceTerms::concatMap);
        registry.add(39, "filter", 2, 2, Set.of("default"), SequenceTerms::filter);
    }

    private static Val map(Call call) {
        Func func = call.func(call.size() - 1);
        int sequences = call.size() - 1;
        if (func.arity() > 0 && func.arity() != sequences) {
            throw ReqlException.logic("The function passed to `map` expects " + func.arity() + " argument"
                    + (func.arity() == 1 ? "" : "s") + ", but " + sequences
                    + (sequences == 1 ? " sequence was found." : " sequences were found."));
        }
        if (call.size() == 2) {
            Stage stage = (element, next) -> next.accept(func.value(element));
            return arrayOrStream(call, call.seq(0).mapped(new Stage.Called(stage, false, func.deterministic())));
        }
        return mapTogether(
                call, IntStream.range(0, sequences).mapToObj(call::seq).toList(), func);
    }

    private static Val mapTogether(Call call, List<Seq> seqs, Func func) {
        if (seqs.stream().allMatch(seq -> seq.kind() == Seq.Kind.ARRAY)) {
            List<Datum> mapped = new ArrayList<>();
            new MappedSequences(seqs, func).forEachRemaining(mapped::add);
            return Val.of(Arr.limited(mapped, call.env().limits().array()));
        }
        Seq.Endless endless = () -> new MappedSequences(seqs, func);
        return Val.of(
                Seq.stream(seqs.stream().allMatch(Seq::isEndless) ? endless : () -> new MappedSequences(seqs, func)));
    }

    /**
     * {@code map} over several sequences: calls the function with the first element of each, then with the second, and so
     * on.
     */
    private static final class MappedSequences implements Iterator<Datum> {
        private final List<Iterator<Datum>> sources;
        private final Func func;

        MappedSequences(List<Seq> seqs, Func func) {
            this.sources = seqs.stream().map(Seq::iterator).toList();
            this.func = func;
        }

        @Override
        public boolean hasNext() {
            return sources.stream().allMatch(Iterator::hasNext);
        }

        @Override
        public Datum next() {
            return func.value(sources.stream().map(Iterator::next).toArray(Datum[]::new));
        }
    }

    private static Val concatMap(Call call) {
        Func func = call.func(1);
        return arrayOrStream(call, call.seq(0).mapped((Stage.Spreading) (element, next) -> {
            for (Iterator<Datum> inner = Values.seq(func.apply(element)).iterator(); inner.hasNext(); ) {
                next.accept(inner.next());
            }
        }));
    }

    /** The value of a transformed sequence: an array if it was one, whose size is checked, else a stream. */
    static Val arrayOrStream(Call call, Seq seq) {
        return seq.kind() == Seq.Kind.ARRAY
                ? Val.of(Arr.limited(
                        seq.toList(call.env().limits().array()),
                        call.env().limits().array()))
                : Val.of(seq);
    }

    private static Val filter(Call call) {
        Func predicate = predicate(call);
        Term otherwise = call.term().optargs().get("default");
        Stage stage = (element, next) -> {
            if (passes(call, predicate, otherwise, element)) {
                next.accept(element);
            }
        };
        return arrayOrStream(
                call, call.seq(0).filtered(new Stage.Called(stage, true, ReqlFunc.isDeterministic(call.argTerm(1)))));
    }

    // A function whose body is an object gives a pattern for each element.
    private static Func predicate(Call call) {
        if (!(call.arg(1) instanceof Val.Fn fn)) {
            return Func.of(pattern(call.datum(1)));
        }
        if (fn.func() instanceof ReqlFunc written && written.makesObject()) {
            return Func.of(row -> pattern(written.value(row)).apply(row));
        }
        return fn.func();
    }

    private static Function<Datum, Datum> pattern(Datum given) {
        return given instanceof Obj ? row -> Datum.of(matches(row, given)) : row -> given;
    }

    // An element that lacks a field of the predicate is left out, unless the optional argument `default` decides
    // otherwise.
    private static boolean passes(Call call, Func predicate, @Nullable Term otherwise, Datum element) {
        try {
            return Values.isTrue(predicate.value(element));
        } catch (ReqlException missing) {
            if (missing.type() != ErrorType.NON_EXISTENCE) {
                throw missing;
            }
            if (otherwise == null) {
                return false;
            }
            try {
                return Values.isTrue(Values.datum(call.evaluator().eval(otherwise, call.scope())));
            } catch (ReqlException error) {
                throw error.type() == ErrorType.EMPTY_USER ? missing : error;
            }
        }
    }

    /** Whether an element has all fields of a pattern, with the same values. */
    static boolean matches(Datum element, Datum pattern) {
        if (pattern instanceof Obj wanted && wanted.pseudo() == null) {
            if (!(element instanceof Obj object)) {
                return false;
            }
            for (Map.Entry<String, Datum> field : wanted.fields().entrySet()) {
                Datum value = object.get(field.getKey());
                if (value == null) {
                    throw ReqlException.missing("No attribute `" + field.getKey() + "` in object.");
                }
                if (!matches(value, field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        return element.same(pattern);
    }
}
