package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Subscribers one after the other, as of a server that is restarted, and one observer, which handles events at once or later. */
abstract class SubscriberFixture {

    static final Duration OVERLAP = Duration.ofSeconds(60);
    static final Duration AUDIT = Duration.ofSeconds(10);

    final FakeTime time = new FakeTime();
    final RecordingListener signals = new RecordingListener();
    final List<Delivery> delivered = new ArrayList<>();
    boolean handleAtOnce = true;
    Subscriber subscriber;

    /** A new process begins. */
    void start(PositionSettings beginning) {
        var settings = new SubscribeSettings(
                true, OVERLAP, Duration.ofSeconds(2), Duration.ofSeconds(30), 100, 1000, AUDIT, beginning);
        delivered.clear();
        subscriber = new Subscriber(settings, "own", new Observing(), signals, time);
    }

    private final class Observing implements EventSink {

        @Override
        public void accept(Delivery delivery) {
            delivered.add(delivery);
            if (handleAtOnce) {
                subscriber.handled(delivery.event());
            }
        }
    }

    FeedScript script() {
        return new FeedScript(time);
    }

    FollowEnd follow(FeedScript script) throws InterruptedException {
        subscriber.writePositionTo(script);
        return subscriber.follow(script, script, () -> signals.told.add("ready"));
    }

    List<String> observed() {
        return delivered.stream().map(delivery -> delivery.event().id()).toList();
    }

    static StoredEvent at(long millis, String src, long seq) {
        return new StoredEvent(
                src + seq, FakeTime.BASE.plusMillis(millis), src, seq, "topic", "[\"topic\"]", true, null, seq - 1);
    }

    static StoredEvent at(long millis, String id) {
        return new StoredEvent(id, FakeTime.BASE.plusMillis(millis), null, 0, "topic", "[\"topic\"]", true, null);
    }
}
