package io.github.rethinkemitter.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics of a channel, read back from each API. */
class MetricsTest {

    private static final Topic TOPIC = Topic.of("beep");

    private final TelemetryFixture fixture = new TelemetryFixture();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeStatus status = new FakeStatus();

    enum Backend {
        OPEN_TELEMETRY,
        MICROMETER
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Telemetry telemetry(Backend backend) {
        return fixture.of(
                backend == Backend.OPEN_TELEMETRY ? OpenTelemetryApi.of(fixture.sdk()) : new MicrometerApi(registry));
    }

    // By name, observer and type of error. A timer has its count and its seconds.
    private Map<String, String> values(Backend backend) {
        var values = new TreeMap<String, String>();
        if (backend == Backend.OPEN_TELEMETRY) {
            fixture.metrics.collectAllMetrics().forEach(metric -> add(metric, values));
        } else {
            registry.getMeters().forEach(meter -> add(meter, values));
        }
        return values;
    }

    private static void add(MetricData metric, Map<String, String> values) {
        if (metric.getType() == MetricDataType.HISTOGRAM) {
            metric.getHistogramData()
                    .getPoints()
                    .forEach(point -> values.put(
                            key(metric.getName(), point.getAttributes()), point.getCount() + " in " + point.getSum()));
        } else if (metric.getType() == MetricDataType.DOUBLE_GAUGE) {
            metric.getDoubleGaugeData()
                    .getPoints()
                    .forEach(point -> values.put(
                            key(metric.getName(), point.getAttributes()), Double.toString(point.getValue())));
        } else {
            metric.getLongSumData()
                    .getPoints()
                    .forEach(
                            point -> values.put(key(metric.getName(), point.getAttributes()), point.getValue() + ".0"));
        }
    }

    private static String key(String name, Attributes attributes) {
        assertThat(attributes.get(AttributeKey.stringKey("messaging.destination.name")))
                .isEqualTo("events");
        return key(
                name,
                attributes.get(AttributeKey.stringKey("rethink.emitter.observer")),
                attributes.get(AttributeKey.stringKey("error.type")));
    }

    private static void add(Meter meter, Map<String, String> values) {
        var id = meter.getId();
        assertThat(id.getTag("messaging.destination.name")).isEqualTo("events");
        var error = id.getTag("error.type");
        values.put(
                key(
                        id.getName(),
                        id.getTag("rethink.emitter.observer"),
                        error == null || error.equals("none") ? null : error),
                meter instanceof Timer timer
                        ? timer.count() + " in " + timer.totalTime(TimeUnit.SECONDS)
                        : Double.toString(meter.measure().iterator().next().getValue()));
    }

    private static String key(String name, String observer, String error) {
        return name + (observer == null ? "" : " " + observer) + (error == null ? "" : " " + error);
    }

    @ParameterizedTest
    @EnumSource
    void triggersAndTheirOutcomesAreCountedAndTimed(Backend backend) {
        var telemetry = telemetry(backend);
        var first = telemetry.sending(TOPIC, Map.of());
        var second = telemetry.sending(TOPIC, Map.of());
        var third = telemetry.sending(TOPIC, Map.of());
        fixture.letPass(Duration.ofMillis(250));
        first.stored("id-1");
        second.stored("id-2");
        fixture.letPass(Duration.ofMillis(250));
        third.failed(new IllegalStateException());

        assertThat(values(backend))
                .isEqualTo(Map.of(
                        "rethink.emitter.triggered.events", "3.0",
                        "messaging.client.sent.messages", "2.0",
                        "messaging.client.sent.messages java.lang.IllegalStateException", "1.0",
                        "messaging.client.operation.duration", "2 in 0.5",
                        "messaging.client.operation.duration java.lang.IllegalStateException", "1 in 0.5"));
    }

    @ParameterizedTest
    @EnumSource
    void callsOfObserversAndTheirFailuresAreCountedAndTimed(Backend backend) {
        var telemetry = telemetry(backend);
        var first = telemetry.processing(fixture.event(Map.of()), "billing", 1);
        fixture.letPass(Duration.ofMillis(125));
        first.failed(new IllegalStateException(), new IllegalStateException());
        var second = telemetry.processing(fixture.event(Map.of()), "billing", 2);
        fixture.letPass(Duration.ofMillis(500));
        second.succeeded();
        telemetry.processing(fixture.event(Map.of()), "stock", 1).succeeded();

        assertThat(values(backend))
                .isEqualTo(Map.of(
                        "messaging.client.consumed.messages billing", "1.0",
                        "messaging.client.consumed.messages billing java.lang.IllegalStateException", "1.0",
                        "messaging.client.consumed.messages stock", "1.0",
                        "messaging.process.duration billing", "1 in 0.5",
                        "messaging.process.duration billing java.lang.IllegalStateException", "1 in 0.125",
                        "messaging.process.duration stock", "1 in 0.0"));
    }

    @ParameterizedTest
    @EnumSource
    void missedEventsReconnectsAndParkedEventsAreCounted(Backend backend) {
        var telemetry = telemetry(backend);
        telemetry.happened(new EventsMissed("", 7, Instant.EPOCH, Instant.EPOCH, "deleted"));
        telemetry.happened(new Reconnected("", Duration.ofSeconds(1)));
        telemetry.happened(new Reconnected("", Duration.ofSeconds(1)));
        telemetry.happened(new EventParked(
                "", fixture.event(Map.of()), "billing", "entry-1", ParkedReason.FAILED, 3, Optional.empty()));

        assertThat(values(backend))
                .isEqualTo(Map.of(
                        "rethink.emitter.missed.events", "7.0",
                        "rethink.emitter.reconnects", "2.0",
                        "rethink.emitter.parked.events billing", "1.0"));
    }

    @ParameterizedTest
    @EnumSource
    void gaugesAreReadFromTheStatusWhenSomebodyLooksAndAreGoneAfterTheStop(Backend backend) {
        var telemetry = telemetry(backend);
        telemetry.show(status);
        var atFirst = Map.ofEntries(
                Map.entry("rethink.emitter.publish.waiting", "1.0"),
                Map.entry("rethink.emitter.publish.under_way", "2.0"),
                Map.entry("rethink.emitter.publish.oldest", "3.5"),
                Map.entry("rethink.emitter.lag", "4.5"),
                Map.entry("rethink.emitter.observe.waiting", "5.0"),
                Map.entry("rethink.emitter.observe.held", "6.0"),
                Map.entry("rethink.emitter.observer.waiting billing", "12.0"),
                Map.entry("rethink.emitter.observer.waiting stock", "13.0"),
                Map.entry("rethink.emitter.observer.stuck billing", "1.0"),
                Map.entry("rethink.emitter.observer.stuck stock", "0.0"));
        assertThat(values(backend)).isEqualTo(atFirst);
        assertThat(status.reads).hasValue(1);

        fixture.letPass(Duration.ofSeconds(1));
        status.waiting = 10;
        assertThat(values(backend)).containsEntry("rethink.emitter.publish.waiting", "10.0");
        assertThat(status.reads).hasValue(2);

        fixture.letPass(Duration.ofSeconds(1));
        telemetry.close();
        assertThat(values(backend)).isEmpty();
        assertThat(status.reads).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatComesAfterTheStopShowsNothing(Backend backend) {
        var telemetry = telemetry(backend);
        telemetry.close();
        telemetry.show(status);

        assertThat(values(backend)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aChannelWithoutObserversHasNoGaugesOfThem(Backend backend) {
        status.follows = false;
        telemetry(backend).show(status);

        assertThat(values(backend))
                .containsOnlyKeys(
                        "rethink.emitter.publish.waiting",
                        "rethink.emitter.publish.under_way",
                        "rethink.emitter.publish.oldest");
    }

    @Test
    void aStopRemovesAllMetersFromARegistryThatLivesLongerAndNoOthers() {
        MeterRegistry shared = registry;
        shared.counter("of.another").increment();
        var telemetry = telemetry(Backend.MICROMETER);
        telemetry.show(status);
        telemetry.sending(TOPIC, Map.of()).stored("id-1");
        var late = telemetry.processing(fixture.event(Map.of()), "billing", 1);
        var unused = new MicrometerApi(shared).metrics(new Telemetry.Scope("", "other", "src-2", null, () -> 0));
        unused.count(Metric.RECONNECTS, 1, Metrics.Labels.NONE);

        telemetry.close();
        late.succeeded();

        assertThat(shared.getMeters())
                .extracting(meter -> meter.getId().getName() + meter.getId().getTag("messaging.destination.name"))
                .containsExactlyInAnyOrder("of.anothernull", "rethink.emitter.reconnectsother");
    }

    @Test
    void whatAnotherApplicationHasRegisteredFirstIsNotRemoved() {
        var first = telemetry(Backend.MICROMETER);
        var second = telemetry(Backend.MICROMETER);
        first.sending(TOPIC, Map.of()).stored("id-1");
        second.sending(TOPIC, Map.of()).stored("id-2");

        second.close();

        assertThat(values(Backend.MICROMETER)).containsEntry("messaging.client.sent.messages", "2.0");
    }
}
