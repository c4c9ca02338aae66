package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.Reconnecting;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Logs what happens to a channel, and makes lifecycle events of it.
 *
 * @param place where the channel's events are stored, for messages
 */
record LifecycleEventFactory(String channel, String place, Consumer<LifecycleEvent> lifecycle)
        implements ChannelListener {

    @Override
    public void connected() {
        Log.connected(channel, place);
        lifecycle.accept(new Connected(channel));
    }

    @Override
    public void disconnected(Throwable cause) {
        Log.lost(channel, cause);
        lifecycle.accept(new Disconnected(channel, cause));
    }

    @Override
    public void reconnecting(int attempt, Duration delay) {
        lifecycle.accept(new Reconnecting(channel, attempt, delay));
    }

    @Override
    public void reconnected(Duration downtime) {
        Log.back(channel, downtime);
        lifecycle.accept(new Reconnected(channel, downtime));
    }

    @Override
    public void caughtUp(long count) {
        lifecycle.accept(new CaughtUp(channel, count));
    }

    @Override
    public void missed(long count, Instant from, Instant to, String cause) {
        lifecycle.accept(new EventsMissed(channel, count, from, to, cause));
    }

    @Override
    public void attemptFailed(Phase phase, int failures, boolean isNews, Throwable cause) {
        Log.attemptFailed(channel, failures, isNews, cause);
        fire(phase, cause);
    }

    @Override
    public void error(Phase phase, Throwable cause) {
        Log.problem(cause);
        fire(phase, cause);
    }

    private void fire(Phase phase, Throwable cause) {
        lifecycle.accept(new EmitterError(channel, EmitterError.Phase.valueOf(phase.name()), cause));
    }
}
