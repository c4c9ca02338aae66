package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.benchmarks.contenders.OpenTelemetries;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.dispatch.DeliveredEvent;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What spans and metrics of an event cost: of its trigger, and of its call of an observer. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TelemetryBenchmark {

    private static final int MAX_SIZE = 1 << 20;

    private final Topic topic = Topic.of(Scenario.TOPIC);
    private Telemetry telemetry;
    private OpenTelemetrySdk sdk;
    private RethinkEvent event;

    @Setup
    public void start() {
        sdk = OpenTelemetries.recording();
        telemetry = new TelemetryApis(List.of(OpenTelemetryApi.of(sdk)))
                .of(new Telemetry.Scope("", "events", "src", null, System::nanoTime));
        event = event(telemetry.sending(topic, Map.of()).headers().get("traceparent"));
    }

    private static RethinkEvent event(String trace) {
        var args = "[\"" + Scenario.TOPIC + "\"," + Payload.of(1, 1).json() + "]";
        var headers = "{\"traceparent\":\"" + trace + "\"}";
        var stored = new StoredEvent("id", Instant.EPOCH, "src", 1, Scenario.TOPIC, args, false, headers);
        return DeliveredEvent.of(
                "", new Delivery(stored, false, false), new JsonbCodec(JsonbBuilder.create(), MAX_SIZE));
    }

    @TearDown
    public void stop() {
        sdk.close();
    }

    @Benchmark
    public Map<String, String> tracedTrigger() {
        var sending = telemetry.sending(topic, Map.of());
        sending.stored("id");
        return sending.headers();
    }

    @Benchmark
    public void tracedCall() {
        telemetry.processing(event, "observer", 1).succeeded();
    }
}
