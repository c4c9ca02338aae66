package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the status of a channel once for all gauges that somebody looks at together. Never waits for the database. */
final class StatusReader {

    private static final long FRESH = Duration.ofMillis(100).toNanos();

    private final EmitterStatus status;
    private final LongSupplier nanoTime;
    private @Nullable Reading last; // guarded by this

    private record Reading(ChannelStatus status, long at) {}

    StatusReader(EmitterStatus status, LongSupplier nanoTime) {
        this.status = status;
        this.nanoTime = nanoTime;
    }

    synchronized ChannelStatus now() {
        long now = nanoTime.getAsLong();
        var known = last;
        if (known == null || now - known.at > FRESH) {
            known = new Reading(status.now(), now);
            last = known;
        }
        return known.status;
    }

    /** The names of the observers; one that is the name of several is there once. */
    List<String> observers() {
        return now().observers().stream()
                .map(ChannelStatus.Observer::name)
                .distinct()
                .toList();
    }
}
