package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A transformation of a sequence: turns each element into another, into several, or into none. */
@FunctionalInterface
interface Stage {
    void accept(Datum element, Consumer<Datum> next);

    /** A stage that may turn one element into several. RethinkDB allows none before {@code changes}. */
    @FunctionalInterface
    interface Spreading extends Stage {}

    /**
     * A stage that calls a function of the query.
     *
     * @param stage the transformation
     * @param filter whether the stage passes each element as it is or leaves it out
     * @param deterministic whether the function always gives the same result for the same element, as {@code changes} requires
     */
    record Called(Stage stage, boolean filter, boolean deterministic) implements Stage {
        @Override
        public void accept(Datum element, Consumer<Datum> next) {
            stage.accept(element, next);
        }
    }

    static Iterator<Datum> run(Iterator<Datum> source, List<Stage> stages) {
        return stages.isEmpty() ? source : new Staged(source, stages, List::of);
    }

    /** Passes one element through all stages. */
    static void run(Datum element, List<Stage> stages, Consumer<Datum> end) {
        if (stages.isEmpty()) {
            end.accept(element);
            return;
        }
        stages.get(0).accept(element, passed -> run(passed, stages.subList(1, stages.size()), end));
    }

    /** The elements of a source after all stages. Reads an element only when the results of the one before are used up. */
    final class Staged implements Iterator<Datum> {
        private final Iterator<Datum> source;
        private final List<Stage> stages;
        private final Deque<Datum> ready = new ArrayDeque<>();
        private Supplier<List<Datum>> last;

        /**
         * Makes an iterator over a source.
         *
         * @param last called once, behind the source's last element, for elements that come after all others
         */
        Staged(Iterator<Datum> source, List<Stage> stages, Supplier<List<Datum>> last) {
            this.source = source;
            this.stages = stages;
            this.last = last;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && source.hasNext()) {
                run(source.next(), stages, ready::add);
            }
            if (ready.isEmpty()) {
                ready.addAll(last.get());
                last = List::of;
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
