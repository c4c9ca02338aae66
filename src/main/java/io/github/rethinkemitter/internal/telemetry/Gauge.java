package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.ChannelStatus;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What is read of the status of a channel when somebody looks. */
enum Gauge {
    PUBLISH_WAITING(
            "rethink.emitter.publish.waiting",
            Unit.EVENTS,
            "Triggered events that are not in an insert yet",
            Of.channel(status -> status.publishing().waiting())),
    PUBLISH_UNDER_WAY(
            "rethink.emitter.publish.under_way",
            Unit.EVENTS,
            "Events that were sent and whose outcome is not known yet",
            Of.channel(status -> status.publishing().underWay())),
    PUBLISH_OLDEST(
            "rethink.emitter.publish.oldest",
            Unit.SECONDS,
            "For how long the event that was triggered first has been waiting to be stored",
            Of.channel(status -> seconds(status.publishing().oldest()))),
    LAG(
            "rethink.emitter.lag",
            Unit.SECONDS,
            "How far the handled events are behind the database's time",
            Of.following(following -> seconds(following.lag()))),
    OBSERVE_WAITING(
            "rethink.emitter.observe.waiting",
            Unit.EVENTS,
            "Events that were read and that not all observers are done with",
            Of.following(ChannelStatus.Following::waiting)),
    OBSERVE_HELD(
            "rethink.emitter.observe.held",
            Unit.EVENTS,
            "Of these, events that wait for an earlier one of their publisher",
            Of.following(ChannelStatus.Following::held)),
    OBSERVER_WAITING(
            "rethink.emitter.observer.waiting",
            Unit.EVENTS,
            "Events in memory that wait for the observer's next attempt",
            Of.observer(ChannelStatus.Observer::waiting)),
    OBSERVER_STUCK(
            "rethink.emitter.observer.stuck",
            Unit.CALLS,
            "Calls of the observer that have been running for longer than observer.warn-after",
            Of.observer(ChannelStatus.Observer::stuck));

    final String label;
    final Unit unit;
    final String description;

    @SuppressWarnings("ImmutableEnumChecker") // its functions have no state
    final Of of;

    Gauge(String label, Unit unit, String description, Of of) {
        this.label = label;
        this.unit = unit;
        this.description = description;
        this.of = of;
    }

    /**
     * Where the value is in a status.
     *
     * @param needsObservers whether only a channel with observers has it; it is NaN without
     * @param each whether each observer has one
     */
    record Of(boolean needsObservers, boolean each, Value value) {

        static Of channel(ToDoubleFunction<ChannelStatus> value) {
            return new Of(false, false, (status, observer) -> value.applyAsDouble(status));
        }

        static Of following(ToDoubleFunction<ChannelStatus.Following> value) {
            return new Of(
                    true,
                    false,
                    (status, observer) ->
                            status.following().map(value::applyAsDouble).orElse(Double.NaN));
        }

        // Observers of several wars may have one name.
        static Of observer(ToDoubleFunction<ChannelStatus.Observer> value) {
            return new Of(
                    true,
                    true,
                    (status, observer) -> status.observers().stream()
                            .filter(one -> one.name().equals(observer))
                            .mapToDouble(value)
                            .sum());
        }
    }

    /** Reads the value of an observer, or that of the channel. */
    interface Value {
        double of(ChannelStatus status, String observer);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
