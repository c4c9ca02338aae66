package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event that comes when it is its turn, as nearly all do. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderBenchmark {

    private final SubscribeSettings settings = SettingsReader.read(ConfigLookup.none(), Map.of(), Set.of(""))
            .get("")
            .subscribe();
    private final Resequencer sequence = new Resequencer(settings);
    private final SubscriptionProgress progress = SubscriptionProgress.at(Instant.EPOCH, Instant.EPOCH, true);
    private long seq;

    @Benchmark
    public long order() {
        var event = new StoredEvent(
                "id", Instant.ofEpochMilli(1_700_000_000_000L + seq / 100), "src", ++seq, "bench", "[]", false, null);
        if (sequence.accept(new Delivery(event, false, false), System.nanoTime())) {
            progress.position().received(event.ts());
        }
        long ordered = 0;
        for (SequencingOutcome next = sequence.next(); next != null; next = sequence.next()) {
            ordered++;
            sequence.done();
        }
        progress.isHandled(event);
        return ordered;
    }
}
