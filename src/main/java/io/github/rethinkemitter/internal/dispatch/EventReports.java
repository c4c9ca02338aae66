package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.Parking;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import org.jspecify.annotations.Nullable;

/**
 * Reports what became of events of which no part is open any more.
 *
 * @param parking stores events that observers fail on; null when nothing is stored
 */
record EventReports(DeliveryListener listener, @Nullable Parking parking) {

    /** Throws nothing. */
    void report(InFlightEvent event) {
        try {
            if (event.single instanceof StoredAttempt attempt) {
                // The outcome of an attempt that was made is stored before its part ends.
                if (event.leftUnhandled && parking != null) {
                    parking.giveBack(attempt);
                }
            } else if (event.single instanceof ReplayedEvent replayed) {
                report(event, replayed);
            } else if (event.leftUnhandled) {
                listener.leftUnhandled(event.delivery.event());
            } else {
                listener.handled(event.delivery.event());
            }
        } catch (Throwable thrown) {
            Log.ifPossible(thrown, cause -> Log.notReported(event.delivery.event(), cause));
        }
    }

    private static void report(InFlightEvent event, ReplayedEvent replayed) {
        if (event.leftUnhandled) {
            replayed.listener().notGiven(replayed.event());
        } else if (event.failed) {
            replayed.listener().failed(replayed.event());
        } else {
            replayed.listener().handled(replayed.event());
        }
    }
}
