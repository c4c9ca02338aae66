package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notes what is signalled. */
class RecordingListener implements ChannelListener {

    final List<String> told = new ArrayList<>();

    @Override
    public void connected() {
        told.add("connected");
    }

    @Override
    public void disconnected(Throwable cause) {
        told.add("disconnected");
    }

    @Override
    public void reconnecting(int attempt, Duration delay) {
        told.add("reconnecting");
    }

    @Override
    public void reconnected(Duration downtime) {
        told.add("reconnected");
    }

    @Override
    public void caughtUp(long count) {
        told.add("caught up " + count);
    }

    @Override
    public void missed(long count, Instant from, Instant to, String cause) {
        told.add("missed " + count + " " + Duration.between(FakeTime.BASE, from).toMillis() + ".."
                + Duration.between(FakeTime.BASE, to).toMillis());
    }

    @Override
    public void error(Phase phase, Throwable cause) {
        told.add("error " + phase + " " + cause.getMessage());
    }
}
