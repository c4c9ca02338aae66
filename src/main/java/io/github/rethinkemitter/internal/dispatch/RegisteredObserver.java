package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.util.concurrent.atomic.AtomicLong;

/** An observer, with what is known of its calls. */
final class RegisteredObserver {

    final Observer observer;
    final HeldEvents held;
    final Lane lane; // of a synchronous one, whose events all go one way
    final LogThrottle failures = new LogThrottle();
    final AtomicLong left = new AtomicLong(); // events that it did not get because a call did not return
    private final TopicPattern pattern;

    RegisteredObserver(Observer observer, DispatchSettings settings) {
        this.observer = observer;
        this.pattern = TopicPattern.of(observer.topic());
        this.held = new HeldEvents(settings);
        this.lane = new Lane(this, null);
    }

    boolean wants(String topic) {
        return pattern.matches(topic);
    }

    /** For messages. */
    String name() {
        return observer.method();
    }
}
