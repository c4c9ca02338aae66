package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/** Events that are linked to each other in their order. Allocates nothing. Used by one thread at a time. */
final class EventChain {

    private @Nullable InFlightEvent first;
    private @Nullable InFlightEvent last;

    boolean isEmpty() {
        return first == null;
    }

    void add(InFlightEvent event) {
        if (last == null) {
            first = event;
        } else {
            last.next = event;
        }
        last = event;
    }

    /** Moves all events of another chain to the end of this one. */
    void takeOver(EventChain other) {
        if (last == null) {
            first = other.first;
        } else {
            last.next = other.first;
        }
        last = other.last == null ? last : other.last;
        var unused = other.takeAll();
    }

    /** Takes out all events: the first, with the others linked to it; null when there is none. */
    @Nullable
    InFlightEvent takeAll() {
        var taken = first;
        first = null;
        last = null;
        return taken;
    }
}
