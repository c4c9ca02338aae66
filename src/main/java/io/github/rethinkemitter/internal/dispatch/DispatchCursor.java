package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Codec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which event is being dispatched, and which of its observers is next. Used by the thread that has the turn to
 * dispatch. The cursor advances only when a step is done, so that a step that threw can be tried again.
 */
final class DispatchCursor {

    // After so many failures a step is left out.
    private static final int MOST_FAILURES = 3;

    private final String channel;
    private final Codec codec;
    private final InFlightEvents events;
    private final WaitingAttempts attempts;
    private final Function<String, List<RegisteredObserver>> routes;

    private @Nullable InFlightEvent following; // the event after the current one, with later ones linked to it
    private @Nullable InFlightEvent current;
    private @Nullable DeliveredEvent delivered; // the current event, as observers get it
    private List<RegisteredObserver> observers = List.of(); // of the current event
    private int next; // index of the next one of these
    private @Nullable NextAttempt again; // the only task of the current event, which an observer failed on before
    private boolean turnOfEvents; // an attempt was made that had waited, and an event comes first before the next such
    private @Nullable PayloadCache payloads;
    private @Nullable Lane calledLane; // of the synchronous observer that is being called
    private int failures; // of the current step

    /** @param routes gives the observers of a topic, the asynchronous ones first */
    DispatchCursor(
            String channel,
            Codec codec,
            InFlightEvents events,
            WaitingAttempts attempts,
            Function<String, List<RegisteredObserver>> routes) {
        this.channel = channel;
        this.codec = codec;
        this.events = events;
        this.attempts = attempts;
        this.routes = routes;
    }

    /**
     * The next observer, the same until {@link #advance}. Waits for an event, or for an attempt that is due; null when the
     * dispatcher has stopped.
     */
    @Nullable
    RegisteredObserver nextObserver() {
        while (true) {
            var now = current;
            if (now != null && next < observers.size()) {
                return observers.get(next);
            }
            if (now != null) {
                current = null;
                delivered = null;
                payloads = null;
                again = null;
                events.end(now, true);
            }
            var due = turnOfEvents ? null : attempts.pollDue();
            turnOfEvents = false;
            if (due != null) {
                open(due);
                continue;
            }
            if (following == null) {
                following = events.take(attempts.nanosUntilDue());
            }
            if (following != null) {
                open(following);
            } else if (events.phase() == DispatchPhase.STOPPED) {
                return null;
            }
        }
    }

    // Allocates nothing: a task that was taken from those that wait must not be lost.
    private void open(NextAttempt due) {
        events.resume(due.event);
        current = due.event;
        delivered = due.delivered;
        observers = due.target.alone;
        again = due;
        next = 0;
        failures = 0;
        turnOfEvents = true;
    }

    private void open(InFlightEvent event) {
        var opened = new DeliveredEvent(channel, event.delivery, codec);
        var found = event.delivery.event().isFiller() ? List.<RegisteredObserver>of() : routes.apply(opened.topic());
        var except = event.delivery.except();
        if (!except.isEmpty()) {
            found = found.stream()
                    .filter(target -> !except.contains(target.key))
                    .toList();
        }
        events.addParts(event, found.size());
        // From here on nothing is thrown: the step would be tried again and add the parts a second time.
        following = event.next;
        event.next = null;
        current = event;
        delivered = opened;
        observers = found;
        next = 0;
        failures = 0;
    }

    /** The task for the next observer: a new one, unless it has waited for its next attempt. */
    ObserverTask task(RegisteredObserver target) {
        if (again != null) {
            return again;
        }
        if (current == null || delivered == null) {
            throw new IllegalStateException("no event is being dispatched");
        }
        return new ObserverTask(current, delivered, target);
    }

    /** The payloads that the synchronous observers of the current event share; null when it has one observer. */
    @Nullable
    PayloadCache payloads() {
        // None also after a stuck call, whose thread may still use the former ones.
        if (payloads == null && delivered != null && observers.size() > 1) {
            payloads = new PayloadCache(delivered);
        }
        return payloads;
    }

    /** The next observer is synchronous, and about to be called. */
    void calling(Lane lane) {
        calledLane = lane;
    }

    /** The observer that was next has been called, or its task is in its lane. */
    void advance() {
        calledLane = null;
        next++;
        failures = 0;
    }

    /**
     * Leaves a stuck call behind. Called by the thread that has taken the turn from the thread in that call.
     *
     * @return the lane of the observer, if that is synchronous; null when the executor is stuck
     */
    @Nullable
    Lane advancePastStuckCall() {
        var lane = calledLane;
        advance();
        payloads = null;
        return lane;
    }

    /** A step threw. It is tried again, or left out when it was tried often enough. */
    void stepFailed(Throwable cause) {
        failures++;
        var event = current == null ? following : current;
        if (failures < MOST_FAILURES || event == null) {
            return;
        }
        failures = 0;
        if (current == null) {
            following = event.next;
            event.next = null;
        } else {
            advance();
        }
        events.end(event, false);
        Log.ifPossible(cause, thrown -> Log.givenUp(channel, event.delivery.event(), thrown));
    }
}
