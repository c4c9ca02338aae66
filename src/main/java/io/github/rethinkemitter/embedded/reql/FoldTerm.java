package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code fold}: takes an intermediate result from element to element, and may emit something at each. */
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
        Func last = function(call, "final_emit");
        Func emit = function(call, "emit");
        if (emit != null) {
            Step folded = new Step(step, emit, call.datum(1));
            Seq seq = call.seq(0);
            if (seq.feed() != null) {
                return Val.of(seq.mapped(folded));
            }
            return SequenceTerms.result(call, seq.replaced(() -> new Emitted(seq.iterator(), folded, last)));
        }
        Datum result = call.datum(1);
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            result = step.value(result, elements.next());
        }
        return last == null ? Val.of(result) : Val.of(last.value(result));
    }

    private static @Nullable Func function(Call call, String name) {
        Val given = call.optarg(name);
        return given == null ? null : Values.func(given);
    }

    /** One step of a fold that emits. */
    private static final class Step implements Stage {
        private final Func step;
        private final Func emit;
        private Datum reached;

        Step(Func step, Func emit, Datum base) {
            this.step = step;
            this.emit = emit;
            this.reached = base;
        }

        @Override
        public void accept(Datum element, Consumer<Datum> next) {
            Datum before = reached;
            reached = step.value(before, element);
            List<Datum> emitted =
                    Values.array(emit.value(before, element, reached)).items();
            emitted.forEach(next);
        }
    }

    /** What a fold emits at each element, and at last. */
    private static final class Emitted implements Iterator<Datum> {
        private final Iterator<Datum> source;
        private final Step step;
        private final Deque<Datum> ready = new ArrayDeque<>();
        private @Nullable Func last;

        Emitted(Iterator<Datum> source, Step step, @Nullable Func last) {
            this.source = source;
            this.step = step;
            this.last = last;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && source.hasNext()) {
                step.accept(source.next(), ready::add);
            }
            if (ready.isEmpty() && last != null) {
                ready.addAll(Values.array(last.value(step.reached)).items());
                last = null;
            }
            return !ready.isEmpty();
        }

        @Override
        public Datum next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }
    }
}
