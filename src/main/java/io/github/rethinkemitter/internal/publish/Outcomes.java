package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.Signals;
import java.util.ArrayList;
import java.util.List;

/** What became of events, to be told in this order. */
final class Outcomes {

    private final List<Outcome> all = new ArrayList<>();

    private sealed interface Outcome {

        record Stored(Pending event, Receipt receipt) implements Outcome {}

        record Failed(Pending event, EmitterException problem) implements Outcome {}

        record Trouble(EmitterException problem) implements Outcome {}
    }

    void stored(Pending event, Receipt receipt) {
        all.add(new Outcome.Stored(event, receipt));
    }

    void failed(Pending event, EmitterException problem) {
        all.add(new Outcome.Failed(event, problem));
    }

    void error(EmitterException problem) {
        all.add(new Outcome.Trouble(problem));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Completes the stages, and lets those go on who wait for them. */
    void tell(Signals signals, Inbox inbox) {
        List<Pending> settled = new ArrayList<>(all.size());
        for (Outcome outcome : all) {
            if (outcome instanceof Outcome.Stored stored) {
                stored.event().stage().complete(stored.receipt());
                settled.add(stored.event());
            } else if (outcome instanceof Outcome.Failed failed) {
                failed.event().stage().completeExceptionally(failed.problem());
                settled.add(failed.event());
            } else if (outcome instanceof Outcome.Trouble trouble) {
                signals.error(Signals.Phase.PUBLISH, trouble.problem());
            }
        }
        inbox.settled(settled);
    }
}
