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
    private @Nullable InFlightEvent current;
    private @Nullable DeliveredEvent delivered; // the current event
    private List<RegisteredObserver> observers = List.of(); // of the current event
    private int next; // index of the next one in the current event's observers
    private @Nullable PayloadCache payloads;
    private @Nullable Lane calledLane; // of the synchronous observer that is being called
    private int attempts;

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
            if (now != null && next < observers.size()) {
                return observers.get(next);
            }
            if (now != null) {
                current = null;
                delivered = null;
                payloads = null;
                events.end(now, true);
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
        var opened = new DeliveredEvent(channel, event.delivery, codec);
        var found = event.delivery.event().isFiller() ? List.<RegisteredObserver>of() : routes.apply(opened.topic());
        events.addParts(event, found.size());
        // From here on nothing is thrown: the step would be tried again and add the parts a second time.
        following = event.next;
        event.next = null;
        current = event;
        delivered = opened;
        observers = found;
        next = 0;
        attempts = 0;
    }

    /** A new task for the next observer. */
    ObserverTask task(RegisteredObserver target) {
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
        var event = current == null ? following : current;
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
