package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Delivery;
import org.jspecify.annotations.Nullable;

/** An event with work still to do. All but the first two is guarded by {@link InFlightEvents}. */
final class InFlightEvent {

    final Delivery delivery;
    final long weight;

    @Nullable
    InFlightEvent next; // in the list of those that wait to be dispatched

    int open = 1; // parts that have not ended: one for each observer, and one for whoever dispatches it
    int held; // of these, the ones that wait for a stuck observer or are with it
    boolean bounded = true; // counts in what may be in flight; not while all of its open parts are held
    boolean left; // an observer did not get it

    InFlightEvent(Delivery delivery) {
        this.delivery = delivery;
        this.weight = delivery.event().weight();
    }
}
