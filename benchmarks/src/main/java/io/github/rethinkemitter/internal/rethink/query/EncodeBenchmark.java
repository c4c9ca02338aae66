package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.rethink.ShardIds;
import io.github.rethinkemitter.internal.rethink.wire.QueryBytes;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The publisher's work: in the thread that triggers, and in the one that sends. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {

    private static final int BATCH = 128;
    private static final int PACKED = 500; // events of the packed document

    private final ChannelSettings settings =
            SettingsReader.read(ConfigLookup.none(), Map.of(), Set.of("")).get("");
    private final JsonbCodec codec =
            new JsonbCodec(JsonbBuilder.create(), settings.publish().maxEventSize());
    private final Topic topic = Topic.of(Scenario.TOPIC);
    private final Payload payload = Payload.of(1, Payload.now());
    private final ShardIds ids = new ShardIds();
    private final Reql reql = new Reql(settings.table());
    private final Batch batch = new Batch(events(BATCH));
    private final Batch pack = new Batch(events(PACKED), ids.get());

    private List<OutgoingEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new OutgoingEvent(ids.get(), "src", i + 1, encode()))
                .toList();
    }

    /** From the arguments of a trigger to what waits in the queue. */
    @Benchmark
    public EncodedEvent encode() {
        return codec.encode(topic, new Object[] {payload}, Map.of());
    }

    @Benchmark
    public String id() {
        return ids.get();
    }

    /** From what waited to the bytes of the query. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public byte[] query() {
        return QueryBytes.of(reql.insert(OutgoingDocument.of(batch)));
    }

    /** The same for events that become one document. */
    @Benchmark
    @OperationsPerInvocation(PACKED)
    public byte[] packedQuery() {
        return QueryBytes.of(reql.insert(OutgoingDocument.of(pack)));
    }
}
