package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.lang.reflect.Proxy;
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
    private final SubscriptionProgress progress = lastingProgress();
    private long seq;

    @Benchmark
    public long order() {
        var event = new StoredEvent(
                "id", Instant.ofEpochMilli(1_700_000_000_000L + seq / 100), "src", ++seq, "bench", "[]", false, null);
        if (sequence.accept(new Delivery(event, false, false), System.nanoTime())) {
            progress.received(event);
        }
        long ordered = 0;
        for (SequencingOutcome next = sequence.next(); next != null; next = sequence.next()) {
            ordered++;
            sequence.done();
        }
        progress.handledWithoutObserver(event);
        return ordered;
    }

    // Nothing is written and nothing is reported here.
    private SubscriptionProgress lastingProgress() {
        var listener = (ChannelListener) Proxy.newProxyInstance(
                ChannelListener.class.getClassLoader(),
                new Class<?>[] {ChannelListener.class},
                (proxy, method, arguments) -> null);
        var lasting = new SubscriptionProgress(
                new Subscription("benchmark", "this"), settings.resumeOverlap(), listener, System::nanoTime);
        lasting.begin(Instant.EPOCH, Instant.EPOCH, null, Instant.EPOCH);
        return lasting;
    }
}
