package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records what a channel reports. */
class RecordingListener implements ChannelListener {

    final List<String> reports = new ArrayList<>();

    @Override
    public void connected() {
        reports.add("connected");
    }

    @Override
    public void disconnected(Throwable cause) {
        reports.add("disconnected");
    }

    @Override
    public void reconnecting(int attempt, Duration delay) {
        reports.add("reconnecting");
    }

    @Override
    public void reconnected(Duration downtime) {
        reports.add("reconnected");
    }

    @Override
    public void caughtUp(long count) {
        reports.add("caught up " + count);
    }

    @Override
    public void missed(long count, Instant from, Instant to, String cause) {
        reports.add(
                "missed " + count + " " + Duration.between(FakeTime.BASE, from).toMillis() + ".."
                        + Duration.between(FakeTime.BASE, to).toMillis());
    }

    @Override
    public void attemptFailed(Phase phase, int failures, boolean isNews, Throwable cause) {
        error(phase, cause);
    }

    @Override
    public void error(Phase phase, Throwable cause) {
        reports.add("error " + phase + " " + cause.getMessage());
    }
}
