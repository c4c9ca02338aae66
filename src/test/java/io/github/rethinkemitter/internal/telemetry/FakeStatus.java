package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Following;
import io.github.rethinkemitter.ChannelStatus.Link;
import io.github.rethinkemitter.ChannelStatus.Observer;
import io.github.rethinkemitter.ChannelStatus.Publishing;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.StoredStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A status of a channel in which each number differs. */
final class FakeStatus implements EmitterStatus {

    final AtomicInteger reads = new AtomicInteger();
    volatile long waiting = 1;
    volatile boolean follows = true;

    @Override
    public ChannelStatus now() {
        reads.incrementAndGet();
        var following = new Following(
                Optional.of("orders"),
                Following.Phase.LIVE,
                Optional.empty(),
                Optional.empty(),
                Duration.ofMillis(4500),
                5,
                6,
                Optional.empty(),
                7,
                8);
        var observers = List.of(observer("billing", 11, 1), observer("billing", 1, 0), observer("stock", 13, 0));
        return new ChannelStatus(
                "",
                new Link(Link.State.CONNECTED, Instant.EPOCH, Optional.empty(), 0, Optional.empty()),
                new Publishing(waiting, 2, Duration.ofMillis(3500), 0, 0),
                follows ? Optional.of(following) : Optional.empty(),
                follows ? observers : List.of(),
                true,
                true,
                true,
                List.of());
    }

    private static Observer observer(String name, long waiting, int stuck) {
        return new Observer(name, "beep", 0, 0, waiting, 0, 0, stuck);
    }

    @Override
    public StoredStatus stored() {
        throw new AssertionError("a gauge asks the database");
    }
}
