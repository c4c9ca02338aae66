package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code fold}: passes an accumulator from element to element. With {@code emit} the result is a sequence of what is
 * emitted.
 */
final class FoldTerm {
    private FoldTerm() {}

    static void register(Registry registry) {
        registry.add(187, "fold", 3, 3, Set.of("emit", "final_emit"), FoldTerm::eval);
    }

    private static Val eval(Call call) {
        Func step = call.func(2);
        if (step.arity() > 0 && step.arity() != 2) {
            throw ReqlException.logic("The accumulator function passed to `fold` should expect 2 arguments");
        }
        Func finalEmit = function(call, "final_emit");
        Func emit = function(call, "emit");
        if (emit != null) {
            Step folded = new Step(step, emit, call.datum(1));
            Seq seq = call.seq(0);
            if (seq.feed() != null) {
                return Val.of(seq.mapped(folded));
            }
            return SequenceTerms.arrayOrStream(
                    call,
                    seq.replaced(() ->
                            new Stage.Staged(seq.iterator(), List.of(folded), () -> folded.emitAtEnd(finalEmit))));
        }
        Datum result = call.datum(1);
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            result = step.value(result, elements.next());
        }
        return finalEmit == null ? Val.of(result) : Val.of(finalEmit.value(result));
    }

    private static @Nullable Func function(Call call, String name) {
        Val given = call.optarg(name);
        return given == null ? null : Values.func(given);
    }

    /** Calls the accumulator function for an element, and emits. Keeps the accumulator for the next element. */
    private static final class Step implements Stage {
        private final Func step;
        private final Func emit;
        private Datum accumulator;

        Step(Func step, Func emit, Datum base) {
            this.step = step;
            this.emit = emit;
            this.accumulator = base;
        }

        @Override
        public void accept(Datum element, Consumer<Datum> next) {
            Datum before = accumulator;
            accumulator = step.value(before, element);
            List<Datum> emitted =
                    Values.array(emit.value(before, element, accumulator)).items();
            emitted.forEach(next);
        }

        List<Datum> emitAtEnd(@Nullable Func finalEmit) {
            return finalEmit == null
                    ? List.of()
                    : Values.array(finalEmit.value(accumulator)).items();
        }
    }
}
