package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.flow.Codec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the dispatching stands: which event, and which of its observers is next. Used by one thread at a time, the one whose
 * shift it is. Moves only when a step is done, so that a step that threw can be tried again.
 */
final class DispatchCursor {

    // A step that fails so often is left out.
    private static final int ATTEMPTS = 3;

    private final String channel;
    private final Codec codec;
    private final InFlightEvents events;
    private final Function<String, List<RegisteredObserver>> routes;

    private @Nullable InFlightEvent waiting; // taken, with others behind it
    private @Nullable Current current;
    private int next; // of the observers of the current event
    private @Nullable PayloadCache payloads;
    private @Nullable Lane inside; // of the synchronous observer that is being called
    private int attempts;

    private record Current(InFlightEvent event, DeliveredEvent delivered, List<RegisteredObserver> observers) {}

    /** @param routes the observers of a topic, the asynchronous ones first */
    DispatchCursor(
            String channel, Codec codec, InFlightEvents events, Function<String, List<RegisteredObserver>> routes) {
        this.channel = channel;
        this.codec = codec;
        this.events = events;
        this.routes = routes;
    }

    /** Goes on to the next observer that is to be called, waiting for an event; null when there will be none. */
    @Nullable
    RegisteredObserver observer() {
        while (true) {
            var now = current;
            if (now != null && next < now.observers().size()) {
                return now.observers().get(next);
            }
            if (now != null) {
                current = null;
                events.end(now.event(), true);
            }
            if (waiting == null) {
                waiting = events.take();
            }
            if (waiting == null) {
                return null;
            }
            open(waiting);
        }
    }

    private void open(InFlightEvent event) {
        var delivered = new DeliveredEvent(channel, event.delivery, codec);
        var observers =
                event.delivery.event().isFiller() ? List.<RegisteredObserver>of() : routes.apply(delivered.topic());
        var opened = new Current(event, delivered, observers);
        var reading = new PayloadCache(delivered);
        events.spread(event, observers.size());
        // Nothing is thrown from here on.
        waiting = event.next;
        event.next = null;
        current = opened;
        payloads = reading;
        next = 0;
        attempts = 0;
    }

    /** Work for the observer that is next. */
    ObserverTask work(RegisteredObserver target) {
        var now = opened();
        return new ObserverTask(now.event(), now.delivered(), target);
    }

    private Current opened() {
        if (current == null) {
            throw new IllegalStateException("no event is being dispatched");
        }
        return current;
    }

    /** What the synchronous observers of the current event share. */
    PayloadCache payloads() {
        if (payloads == null) { // the thread that had them is still in an observer
            payloads = new PayloadCache(opened().delivered());
        }
        return payloads;
    }

    /** The synchronous observer of that lane is called next. */
    void enters(Lane lane) {
        inside = lane;
    }

    /** The observer that was next is through, or is none of the dispatching's business any more. */
    void moves() {
        inside = null;
        next++;
        attempts = 0;
    }

    /** Another thread goes on, because an observer has not returned. Gives the lane of that observer if it is synchronous. */
    @Nullable
    Lane movesOn() {
        var lane = inside;
        moves();
        payloads = null;
        return lane;
    }

    /** A step threw. It is tried again some times, and then left out. */
    void failed(Throwable cause) {
        attempts++;
        var event = current == null ? waiting : current.event();
        if (attempts < ATTEMPTS || event == null) {
            return;
        }
        attempts = 0;
        if (current == null) {
            waiting = event.next;
            event.next = null;
        } else {
            moves();
        }
        events.end(event, false);
        Log.quietly(cause, thrown -> Log.givenUp(channel, event.delivery.event(), thrown));
    }
}
