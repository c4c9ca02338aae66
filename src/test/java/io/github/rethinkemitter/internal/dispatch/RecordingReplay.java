package io.github.rethinkemitter.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replay of events that are named by their only argument. */
final class RecordingReplay implements ReplayListener {

    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<String> failed = new CopyOnWriteArrayList<>();
    final List<String> notGiven = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    /** Gives events to an observer. */
    void give(DispatcherFixture fixture, String observer, String... texts) {
        for (var text : texts) {
            assertThat(fixture.dispatcher.accept(event(text, observer))).isTrue();
        }
    }

    ReplayedEvent event(String text, String observer) {
        var event = new StoredEvent(text, Instant.EPOCH, "node-1", 1, "beep", "[" + text + "]", false, null);
        return new ReplayedEvent(observer, event.withKey("customer-7"), this);
    }

    void cancel(DispatcherFixture fixture) {
        cancelled = true;
        fixture.dispatcher.cancel(this);
    }

    @Override
    public void handled(StoredEvent event) {
        handled.add(event.id());
    }

    @Override
    public void failed(StoredEvent event) {
        failed.add(event.id());
    }

    @Override
    public void notGiven(StoredEvent event) {
        notGiven.add(event.id());
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
