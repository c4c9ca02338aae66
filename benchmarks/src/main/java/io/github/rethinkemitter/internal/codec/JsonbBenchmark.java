package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.benchmarks.contenders.Payload;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** JSON-B alone, with the payload that the other benchmarks publish and observe. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonbBenchmark {

    private final Jsonb jsonb = JsonbBuilder.create();
    private final Payload payload = Payload.of(1, Payload.now());
    private final String json = payload.json();

    @Benchmark
    public String jsonbWrite() {
        return jsonb.toJson(payload);
    }

    @Benchmark
    public Payload jsonbRead() {
        return jsonb.fromJson(json, Payload.class);
    }
}
