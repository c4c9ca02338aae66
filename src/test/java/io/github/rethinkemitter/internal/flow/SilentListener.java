package io.github.rethinkemitter.internal.flow;

import java.time.Duration;
import java.time.Instant;

/** Ignores all reports; a test overrides what it looks at. */
public class SilentListener implements ChannelListener {

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

    @Override
    public void attemptFailed(Phase phase, int failures, boolean isNews, Throwable cause) {}

    @Override
    public void error(Phase phase, Throwable cause) {}
}
