package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;
import java.util.ArrayList;
import java.util.List;

/** What became of events, in the order in which their stages complete, and problems of the channel as a whole. */
final class EventOutcomes {

    private final List<EventOutcome> all = new ArrayList<>();
    private int stored;
    private final List<EmitterException> problems = new ArrayList<>(0);

    void stored(QueuedEvent event, Receipt receipt) {
        all.add(new EventOutcome.Stored(event, receipt));
        stored++;
    }

    void failed(QueuedEvent event, EmitterException problem) {
        all.add(new EventOutcome.Failed(event, problem));
    }

    void problem(EmitterException problem) {
        problems.add(problem);
    }

    void addAll(EventOutcomes more) {
        all.addAll(more.all);
        stored += more.stored;
        problems.addAll(more.problems);
    }

    List<EventOutcome> all() {
        return all;
    }

    /** How many of them are stored. */
    int stored() {
        return stored;
    }

    List<EmitterException> problems() {
        return problems;
    }
}
