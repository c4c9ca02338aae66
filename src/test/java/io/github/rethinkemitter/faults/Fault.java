package io.github.rethinkemitter.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A fault that begins and ends.
 *
 * @param name the name in the table of results
 * @param lasts how long events are triggered between begin and end
 * @param begin begins the fault
 * @param end ends the fault
 * @param traits what the fault makes impossible to promise
 */
record Fault(String name, Duration lasts, Action begin, Action end, Set<Trait> traits) {

    /** The begin or the end of a fault. */
    interface Action {
        void on(FaultRun run) throws Exception;
    }

    /** A property of a fault that limits what can be promised. */
    enum Trait {
        /** Events are refused, and their stages fail. */
        REFUSES_EVENTS,
        /** Stored events are deleted. The fault therefore begins when all subscribers have observed all events. */
        DELETES_EVENTS,
        /**
         * The server ends before it has written events that feeds have shown. Their publisher stores these events again. A
         * subscriber that was not stopped in order meanwhile observes them again, and they are not marked as redelivered,
         * because nobody knows that they were shown before.
         */
        FORGETS_WRITES,
        /** The fault kills the restarted subscriber. */
        KILLS_SUBSCRIBER,
        /** No application has a connection. The status of each says so before the fault ends. */
        CUTS_OFF,
        /** Subscribers cannot follow the table. The status of each says so before the fault ends, or soon. */
        ENDS_FEEDS,
        /** The slow subscriber handles nothing. Its lag says so before the fault ends. */
        STALLS,
        /** Connections are dead but open. Only the heartbeat can notice this, and must do so before the fault ends. */
        SILENT
    }

    static Fault of(String name, Duration lasts, Action begin, Action end) {
        return new Fault(name, lasts, begin, end, Set.of());
    }

    /** A fault that ends at once. */
    static Fault momentary(String name, Action begin) {
        return of(name, SuiteSize.seconds(0.5, 2), begin, run -> {});
    }

    Fault with(Trait trait) {
        var more = EnumSet.of(trait);
        more.addAll(traits);
        return new Fault(name, lasts, begin, end, more);
    }

    /** The same fault, while the slow subscriber has an observer that does not return. */
    Fault withStuckObserver() {
        return new Fault(
                        name + ", observer stuck",
                        lasts,
                        run -> {
                            run.slowObserver.hold();
                            run.awaitTrue(run.slowObserver::isHolding);
                            begin.on(run);
                        },
                        run -> {
                            end.on(run);
                            run.slowObserver.release();
                        },
                        traits)
                .with(Trait.STALLS);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
