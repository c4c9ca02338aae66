package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the errors that a publisher reports. */
final class RecordedErrors implements ChannelListener {

    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void error(Phase phase, Throwable cause) {
        errors.add(cause);
    }

    @Override
    public void connected() {}

    @Override
    public void disconnected(Throwable cause) {}

    @Override
    public void reconnecting(int attempt, Duration delay) {}

    @Override
    public void reconnected(Duration downtime) {}

    @Override
    public void caughtUp(long count) {}

    @Override
    public void missed(long count, Instant from, Instant to, String cause) {}
}
