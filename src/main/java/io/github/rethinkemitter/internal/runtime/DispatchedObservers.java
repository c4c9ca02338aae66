package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import io.github.rethinkemitter.internal.park.Parker;
import io.github.rethinkemitter.internal.park.RedeliveryGuard;
import io.github.rethinkemitter.internal.timeline.ReplayObservers;
import java.time.Duration;
import java.util.List;

/** The observers that a dispatcher calls, for the stages of events on which observers fail, and for replays. */
record DispatchedObservers(Dispatcher dispatcher)
        implements RedeliveryGuard.Observers, Parker.Observers, ReplayObservers {

    @Override
    public void accept(Delivery delivery) throws InterruptedException {
        dispatcher.accept(delivery);
    }

    @Override
    public void flush() {
        dispatcher.flush();
    }

    @Override
    public boolean accept(StoredAttempt attempt) {
        return dispatcher.accept(attempt);
    }

    @Override
    public boolean accept(ReplayedEvent event) {
        return dispatcher.accept(event);
    }

    @Override
    public void cancel(ReplayListener replay) {
        dispatcher.cancel(replay);
    }

    @Override
    public List<String> names() {
        return dispatcher.observerNames();
    }

    @Override
    public boolean isObservedBy(String observer, String topic) {
        return dispatcher.isObservedBy(observer, topic);
    }

    @Override
    public void holdBack(List<ParkedGroup> groups) {
        dispatcher.holdBack(groups);
    }

    @Override
    public void discarded(String group) {
        dispatcher.discarded(group);
    }

    @Override
    public List<String> observersOf(String topic) {
        return dispatcher.observersOf(topic);
    }

    @Override
    public boolean awaitIdle(Duration timeout) {
        return dispatcher.awaitIdle(timeout);
    }

    @Override
    public boolean isClosed() {
        return dispatcher.isClosed();
    }
}
