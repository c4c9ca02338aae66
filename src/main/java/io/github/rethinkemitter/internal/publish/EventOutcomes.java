package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;
import java.util.ArrayList;
import java.util.List;

/** What became of events, in the order in which their stages complete, and problems of the channel as a whole. */
final class EventOutcomes {

    private final List<EventOutcome> all = new ArrayList<>();
    private final List<EmitterException> problems = new ArrayList<>(0);

    void stored(QueuedEvent event, Receipt receipt) {
        all.add(new EventOutcome.Stored(event, receipt));
    }

    void failed(QueuedEvent event, EmitterException problem) {
        all.add(new EventOutcome.Failed(event, problem));
    }

    void problem(EmitterException problem) {
        problems.add(problem);
    }

    void addAll(EventOutcomes more) {
        all.addAll(more.all);
        problems.addAll(more.problems);
    }

    List<EventOutcome> all() {
        return all;
    }

    List<EmitterException> problems() {
        return problems;
    }
}
