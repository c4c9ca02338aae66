package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An observer, with its lanes and what is counted about it. */
final class RegisteredObserver {

    final Observer observer;
    final List<RegisteredObserver> alone = List.of(this);
    final HeldEvents held;
    final Lane synchronousLane; // not used by an asynchronous observer
    final Map<@Nullable String, Lane> lanesByPublisher = new HashMap<>(); // of an asynchronous one; guarded by Lanes
    final RetryPolicy retries;
    final WaitingAttempts.Load waiting = new WaitingAttempts.Load();
    final ObserverCounts counts = new ObserverCounts();
    final LogThrottle failures = new LogThrottle();
    final LogThrottle parkings = new LogThrottle();
    final AtomicLong notGiven = new AtomicLong(); // events that it did not get because too many were held
    /** Tells it from all others under which events are stored. */
    final String key;

    private final TopicPattern pattern;

    /** @param key the observer's name, or one made of it where several have one name */
    RegisteredObserver(Observer observer, String key, DispatchSettings settings, InFlightEvents events) {
        this.observer = observer;
        this.key = key;
        this.pattern = TopicPattern.of(observer.topic());
        this.held = new HeldEvents(settings, events);
        this.retries = new RetryPolicy(
                settings.attempts(),
                observer.onFailure(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.synchronousLane = new Lane(this, null);
    }

    boolean wants(String topic) {
        return pattern.matches(topic);
    }

    String name() {
        return observer.name();
    }

    ChannelStatus.Observer status(WaitingAttempts attempts) {
        return new ChannelStatus.Observer(
                name(),
                observer.topic(),
                counts.calls.sum(),
                counts.failures.get(),
                attempts.waitingFor(this),
                counts.parked.get(),
                notGiven.get(),
                held.stuckCalls());
    }

    /** For messages: the observer's method, after its name if it has one of its own. */
    String described() {
        return name().equals(observer.method()) ? name() : "\"" + name() + "\" (" + observer.method() + ")";
    }
}
