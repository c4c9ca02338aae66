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
    private static final int ATTEMPTS = 3;

    private final String channel;
    private final Codec codec;
    private final InFlightEvents events;
    private final Function<String, List<RegisteredObserver>> routes;

    private @Nullable InFlightEvent following; // the event after the current one, with later ones linked to it
    private @Nullable Current current;
    private int next; // index of the next one in the current event's observers
    private @Nullable PayloadCache payloads;
    private @Nullable Lane calledLane; // of the synchronous observer that is being called
    private int attempts;

    private record Current(InFlightEvent event, DeliveredEvent delivered, List<RegisteredObserver> observers) {}

    /** @param routes gives the observers of a topic, the asynchronous ones first */
    DispatchCursor(
            String channel, Codec codec, InFlightEvents events, Function<String, List<RegisteredObserver>> routes) {
        this.channel = channel;
        this.codec = codec;
        this.events = events;
        this.routes = routes;
    }

    /** The next observer, the same until {@link #advance}. Waits for an event; null when the dispatcher has stopped. */
    @Nullable
    RegisteredObserver nextObserver() {
        while (true) {
            var now = current;
            if (now != null && next < now.observers().size()) {
                return now.observers().get(next);
            }
            if (now != null) {
                current = null;
                events.end(now.event(), true);
            }
            if (following == null) {
                following = events.take();
            }
            if (following == null) {
                return null;
            }
            open(following);
        }
    }

    private void open(InFlightEvent event) {
        var delivered = new DeliveredEvent(channel, event.delivery, codec);
        var observers =
                event.delivery.event().isFiller() ? List.<RegisteredObserver>of() : routes.apply(delivered.topic());
        var opened = new Current(event, delivered, observers);
        var shared = new PayloadCache(delivered);
        events.addParts(event, observers.size());
        // From here on nothing is thrown: the step would be tried again and add the parts a second time.
        following = event.next;
        event.next = null;
        current = opened;
        payloads = shared;
        next = 0;
        attempts = 0;
    }

    /** A new task for the next observer. */
    ObserverTask task(RegisteredObserver target) {
        var now = opened();
        return new ObserverTask(now.event(), now.delivered(), target);
    }

    private Current opened() {
        if (current == null) {
            throw new IllegalStateException("no event is being dispatched");
        }
        return current;
    }

    /** The payloads that the synchronous observers of the current event share. */
    PayloadCache payloads() {
        if (payloads == null) { // after a stuck call, whose thread may still use the former ones
            payloads = new PayloadCache(opened().delivered());
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
        attempts = 0;
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
        attempts++;
        var event = current == null ? following : current.event();
        if (attempts < ATTEMPTS || event == null) {
            return;
        }
        attempts = 0;
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
