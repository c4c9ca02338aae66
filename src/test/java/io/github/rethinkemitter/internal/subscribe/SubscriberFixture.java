package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Subscribers one after the other, as of a server that is restarted, and one observer that handles events at once or later. */
abstract class SubscriberFixture {

    static final Duration OVERLAP = Duration.ofSeconds(60);
    static final Duration AUDIT = Duration.ofSeconds(10);

    final FakeTime time = new FakeTime();
    final RecordingListener listener = new RecordingListener();
    final List<Delivery> delivered = new ArrayList<>();
    final List<String> observed = new ArrayList<>(); // ids of the delivered events, and what a test notes in between
    final List<StoredEvent> unhandled = new ArrayList<>();
    boolean handleAtOnce = true;
    boolean interruptNext;
    Subscriber subscriber;

    /** A new process begins. */
    void start(PositionSettings beginning) {
        start(beginning, true, 100);
    }

    void startWithoutLoopback() {
        start(fromNow(), false, 100);
    }

    void startWithBuffer(int bufferSize) {
        start(fromNow(), true, bufferSize);
    }

    void start(PositionSettings beginning, int bufferSize) {
        start(beginning, true, bufferSize);
    }

    private static PositionSettings fromNow() {
        return new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST);
    }

    private void start(PositionSettings beginning, boolean loopback, int bufferSize) {
        var settings = new SubscribeSettings(
                loopback, OVERLAP, Duration.ofSeconds(2), Duration.ofSeconds(30), bufferSize, 1000, AUDIT, beginning);
        delivered.clear();
        observed.clear();
        subscriber = new Subscriber(settings, "own", new RecordingSink(), listener, time);
    }

    private final class RecordingSink implements EventSink {

        @Override
        public void accept(Delivery delivery) throws InterruptedException {
            if (interruptNext) {
                interruptNext = false;
                throw new InterruptedException();
            }
            delivered.add(delivery);
            observed.add(delivery.event().id());
            if (handleAtOnce) {
                subscriber.handled(delivery.event());
            } else {
                unhandled.add(delivery.event());
            }
        }
    }

    FeedScript script() {
        return new FeedScript(time);
    }

    FollowEnd follow(FeedScript script) throws InterruptedException {
        return follow(script, () -> listener.reports.add("ready"));
    }

    FollowEnd follow(FeedScript script, Runnable ready) throws InterruptedException {
        subscriber.writePositionTo(script);
        return subscriber.follow(script, script, ready);
    }

    static StoredEvent at(long millis, String src, long seq) {
        return new StoredEvent(
                        src + seq, FakeTime.BASE.plusMillis(millis), src, seq, "topic", "[\"topic\"]", true, null)
                .withSettled(seq - 1);
    }

    static StoredEvent at(long millis, String id) {
        return new StoredEvent(id, FakeTime.BASE.plusMillis(millis), null, 0, "topic", "[\"topic\"]", true, null);
    }

    /** The events of a packed document with the id {@code "p" + first}. */
    static StoredEvent[] packed(long millis, String src, long first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StoredEvent(
                                "p" + first + "." + i,
                                FakeTime.BASE.plusMillis(millis),
                                src,
                                first + i,
                                "topic",
                                "[\"topic\"]",
                                true,
                                null)
                        .withSettled(i == 0 ? first - 1 : StoredEvent.SETTLED_UNKNOWN))
                .toArray(StoredEvent[]::new);
    }

    /** A document of a later version. */
    static StoredEvent later(long millis, String src, long seq) {
        return StoredEvent.unread(src + seq, FakeTime.BASE.plusMillis(millis), src, seq, seq - 1, 3);
    }

    /** An event of more than a mebibyte. */
    static StoredEvent heavy(long seq) {
        String args = "[\"topic\",\"" + "x".repeat(1 << 20) + "\"]";
        return new StoredEvent("a" + seq, FakeTime.BASE.plusMillis(seq), "a", seq, "topic", args, true, null)
                .withSettled(seq - 1);
    }
}
