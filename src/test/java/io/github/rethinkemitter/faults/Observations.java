package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.RethinkEvent;
import java.util.HashMap;
import java.util.Map;

/** Counts what a subscriber has observed, without keeping the events. Thread-safe. */
final class Observations {

    private final EventSet observed = new EventSet();
    private final Map<Integer, Integer> newest = new HashMap<>();
    private int twice;
    private int twiceUnmarked;
    private int displaced;

    void observe(RethinkEvent event) {
        // No order is promised for events without a number.
        observe(
                NumberedEvents.publisher(event),
                NumberedEvents.number(event),
                event.redelivered(),
                event.sequence().isPresent());
    }

    void observe(int publisher, int number) {
        observe(publisher, number, false, true);
    }

    private synchronized void observe(int publisher, int number, boolean redelivered, boolean numbered) {
        if (!observed.add(publisher, number)) {
            twice++;
            if (!redelivered) {
                twiceUnmarked++;
            }
        } else if (numbered && number < newest.getOrDefault(publisher, -1)) {
            displaced++;
        } else {
            newest.put(publisher, number);
        }
    }

    EventSet observed() {
        return observed;
    }

    /** The number of events that were observed again. */
    synchronized int twice() {
        return twice;
    }

    /** The number of events that were observed again and were not marked as redelivered. */
    synchronized int twiceUnmarked() {
        return twiceUnmarked;
    }

    /** The number of events that were observed after a later event of the same publisher. Redelivered events do not count. */
    synchronized int displaced() {
        return displaced;
    }
}
