package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.RethinkEvent;
import java.util.HashMap;
import java.util.Map;

/** What one subscriber observed, without keeping the events. Thread-safe. */
final class Observations {

    private final EventSet seen = new EventSet();
    private final Map<Integer, Integer> newest = new HashMap<>();
    private int twice;
    private int twiceUnflagged;
    private int displaced;

    void observe(RethinkEvent event) {
        // Events without a number have no order that was promised.
        observe(
                NumberedEvents.publisher(event),
                NumberedEvents.number(event),
                event.redelivered(),
                event.sequence().isPresent());
    }

    void observe(int publisher, int number) {
        observe(publisher, number, false, true);
    }

    private synchronized void observe(int publisher, int number, boolean redelivered, boolean ordered) {
        if (!seen.add(publisher, number)) {
            twice++;
            if (!redelivered) {
                twiceUnflagged++;
            }
        } else if (ordered && number < newest.getOrDefault(publisher, -1)) {
            displaced++;
        } else {
            newest.put(publisher, number);
        }
    }

    EventSet seen() {
        return seen;
    }

    synchronized int twice() {
        return twice;
    }

    /** How many came again without the flag that says so. */
    synchronized int twiceUnflagged() {
        return twiceUnflagged;
    }

    /** How many came behind a later one of the same publisher; an event that came again does not count. */
    synchronized int displaced() {
        return displaced;
    }
}
