package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Parking;
import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.SingleDelivery;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives events to one observer that do not come by the feed. Safe for use by many threads. */
final class SingleDeliveries {

    private final String channel;
    private final DispatchContext context;
    private final List<RegisteredObserver> observers;
    private final InFlightEvents events;
    private final WaitingAttempts waiting;
    private final AttemptOutcomes outcomes;
    private final @Nullable Parking parking;

    SingleDeliveries(
            String channel,
            DispatchContext context,
            List<RegisteredObserver> observers,
            InFlightEvents events,
            WaitingAttempts waiting,
            AttemptOutcomes outcomes,
            @Nullable Parking parking) {
        this.channel = channel;
        this.context = context;
        this.observers = observers;
        this.events = events;
        this.waiting = waiting;
        this.outcomes = outcomes;
        this.parking = parking;
    }

    /** Gives each observer a name of its own, since the wars of an enterprise archive may have observers of one name. */
    static List<RegisteredObserver> register(
            List<Observer> observers, DispatchSettings settings, InFlightEvents events) {
        var names = new HashMap<String, Integer>();
        return observers.stream()
                .map(observer -> {
                    int number = names.merge(observer.name(), 1, Integer::sum);
                    var key = number == 1 ? observer.name() : observer.name() + "#" + number;
                    return new RegisteredObserver(observer, key, settings, events);
                })
                .toList();
    }

    /** The names of all observers. */
    List<String> names() {
        return observers.stream().map(target -> target.key).toList();
    }

    boolean isObservedBy(String observer, String topic) {
        return observers.stream().anyMatch(target -> target.key.equals(observer) && target.wants(topic));
    }

    List<String> observersOf(String topic) {
        return observers.stream()
                .filter(target -> target.wants(topic))
                .map(target -> target.key)
                .toList();
    }

    /** Takes an event; false when the observer will not be called, because of a stop. */
    boolean accept(SingleDelivery single) {
        var target = observers.stream()
                .filter(one -> one.key.equals(single.observer()))
                .findFirst()
                .orElse(null);
        if (target == null) {
            if (single instanceof StoredAttempt attempt) {
                parkWithoutObserver(attempt);
                return true;
            }
            return false;
        }
        var event = new InFlightEvent(single);
        var task = new NextAttempt(
                single,
                event,
                new DeliveredEvent(channel, event.delivery, context.codec()),
                target,
                context.time().nanos().getAsLong());
        if (target.retries.hasAttemptsAfter(single.attempt() - 1)) {
            return waiting.add(task);
        }
        boolean entered = events.enterSingle(event);
        if (entered) {
            events.stopWaiting(event);
            outcomes.exhausted(task, single instanceof StoredAttempt attempt ? attempt.reason() : ParkedReason.FAILED);
        }
        return entered;
    }

    /** Calls the observer with no event of this replay any more, except the one that it has. The replay says that it is cancelled. */
    void cancel(ReplayListener replay) {
        waiting.removeAllOf(replay).forEach(outcomes::cancelled);
    }

    private void parkWithoutObserver(StoredAttempt attempt) {
        if (parking != null) {
            int attempts = attempt.attempt() - 1;
            var outcome = new AttemptOutcome(
                    attempt.observer(),
                    attempt.event(),
                    ParkedState.PARKED,
                    attempt.reason(),
                    attempts,
                    null,
                    null,
                    null);
            parking.store(outcome, id -> Log.noSuchObserver(channel, attempt));
        }
    }
}
