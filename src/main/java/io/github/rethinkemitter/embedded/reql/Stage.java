package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** What happens to one element of a sequence: it becomes another, several or none. */
@FunctionalInterface
interface Stage {
    void accept(Datum element, Consumer<Datum> next);

    /** A stage that makes several elements of one; it cannot stand before {@code changes}. */
    @FunctionalInterface
    interface Spreading extends Stage {}

    /**
     * A stage that a function of the query makes.
     *
     * @param stage what happens
     * @param filter whether it leaves elements as they are, or out
     * @param deterministic whether the same element always becomes the same, without which there is no changefeed
     */
    record Called(Stage stage, boolean filter, boolean deterministic) implements Stage {
        @Override
        public void accept(Datum element, Consumer<Datum> next) {
            stage.accept(element, next);
        }
    }

    static Iterator<Datum> run(Iterator<Datum> source, List<Stage> stages) {
        return stages.isEmpty() ? source : new Staged(source, stages);
    }

    /** Sends one element through all stages. */
    static void run(Datum element, List<Stage> stages, Consumer<Datum> end) {
        if (stages.isEmpty()) {
            end.accept(element);
            return;
        }
        stages.get(0).accept(element, passed -> run(passed, stages.subList(1, stages.size()), end));
    }

    /** Reads from the source only when the last element's results are used up. */
    final class Staged implements Iterator<Datum> {
        private final Iterator<Datum> source;
        private final List<Stage> stages;
        private final Deque<Datum> ready = new ArrayDeque<>();

        Staged(Iterator<Datum> source, List<Stage> stages) {
            this.source = source;
            this.stages = stages;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && source.hasNext()) {
                run(source.next(), stages, ready::add);
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
