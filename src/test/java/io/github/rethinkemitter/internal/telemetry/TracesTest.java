package io.github.rethinkemitter.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans of triggered and observed events. */
class TracesTest {

    private static final Topic TOPIC = Topic.of("beep");

    private final TelemetryFixture fixture = new TelemetryFixture();
    private final Telemetry telemetry = fixture.of(fixture.sdk());

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private SpanData only() {
        assertThat(fixture.spans.getFinishedSpanItems()).hasSize(1);
        return fixture.spans.getFinishedSpanItems().get(0);
    }

    private static Map<String, Object> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
    }

    @Test
    void aTriggerIsASpanWithinThePresentOne() {
        var outer =
                fixture.sdk().getTracer("application").spanBuilder("request").startSpan();
        try (var scope = outer.makeCurrent()) {
            telemetry.sending(TOPIC, Map.of()).stored("id-1");
        }

        assertThat(only().getName()).isEqualTo("trigger beep");
        assertThat(only().getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(only().getParentSpanId()).isEqualTo(outer.getSpanContext().getSpanId());
        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(attributes(only()))
                .containsOnly(
                        entry("messaging.system", "rethinkdb"),
                        entry("messaging.destination.name", "events"),
                        entry("messaging.operation.name", "trigger"),
                        entry("messaging.operation.type", "send"),
                        entry("messaging.message.id", "id-1"),
                        entry("messaging.client.id", "src-1"),
                        entry("rethink.emitter.channel", "default"),
                        entry("rethink.emitter.topic", "beep"));
    }

    @Test
    void anEventThatIsNotStoredIsASpanWithTheError() {
        telemetry.sending(TOPIC, Map.of()).failed(new IllegalStateException("full"));

        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(only()))
                .containsEntry("error.type", "java.lang.IllegalStateException")
                .doesNotContainKey("messaging.message.id");
        assertThat(only().getEvents()).extracting(event -> event.getName()).containsExactly("exception");
    }

    @Test
    void aCallOfAnObserverIsASpanOfItsOwnThatIsLinkedToTheTrigger() {
        var sending = telemetry.sending(TOPIC, Map.of("user", "eve"));
        sending.stored("id-1");
        var trigger = only();
        fixture.spans.reset();

        var call = telemetry.processing(fixture.event(sending.headers()), "billing", 2);
        var during = Span.current().getSpanContext();
        call.succeeded();

        var process = only();
        assertThat(process.getName()).isEqualTo("process beep");
        assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(process.getParentSpanContext().isValid()).isFalse();
        assertThat(process.getTraceId()).isNotEqualTo(trigger.getTraceId());
        assertThat(process.getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(context -> context.getTraceId() + context.getSpanId())
                .containsExactly(trigger.getTraceId() + trigger.getSpanId());
        assertThat(during.getSpanId()).isEqualTo(process.getSpanId());
        assertThat(Span.current().getSpanContext().isValid())
                .as("after the call")
                .isFalse();
        assertThat(attributes(process))
                .containsOnly(
                        entry("messaging.system", "rethinkdb"),
                        entry("messaging.destination.name", "events"),
                        entry("messaging.operation.name", "process"),
                        entry("messaging.operation.type", "process"),
                        entry("messaging.message.id", "id-1"),
                        entry("messaging.client.id", "src-1"),
                        entry("messaging.consumer.group.name", "orders"),
                        entry("rethink.emitter.channel", "default"),
                        entry("rethink.emitter.topic", "beep"),
                        entry("rethink.emitter.observer", "billing"),
                        entry("rethink.emitter.attempt", 2L),
                        entry("rethink.emitter.redelivered", true),
                        entry("rethink.emitter.replayed", false));
    }

    @Test
    void anObserverThatFailsIsASpanWithWhatMayBeShownOfTheError() {
        telemetry
                .processing(fixture.event(Map.of()), "billing", 1)
                .failed(new IllegalStateException("secret"), new Exception("shown"));

        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(only())).containsEntry("error.type", "java.lang.IllegalStateException");
        assertThat(only().getLinks()).isEmpty();
        assertThat(only().getEvents())
                .singleElement()
                .extracting(event -> event.getAttributes().asMap().toString())
                .asString()
                .contains("exception.type=java.lang.IllegalStateException", "exception.message=shown")
                .doesNotContain("secret");
    }

    @Test
    void baggageTravelsToTheObserver() {
        Map<String, String> headers;
        try (var scope = Baggage.builder().put("tenant", "acme").build().makeCurrent()) {
            headers = telemetry.sending(TOPIC, Map.of()).headers();
        }
        assertThat(headers).containsEntry("baggage", "tenant=acme").containsKey("traceparent");

        var call = telemetry.processing(fixture.event(headers), "billing", 1);

        assertThat(Baggage.current().getEntryValue("tenant")).isEqualTo("acme");
        call.succeeded();
        assertThat(Baggage.current().isEmpty()).isTrue();
    }

    @Test
    void aHeaderThatTheApplicationHasSetItselfIsKept() {
        var own = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(telemetry.sending(TOPIC, own).headers()).isEqualTo(own);
    }

    @Test
    void aTraceThatIsNotSampledTravelsToo() {
        var unsampled = fixture.of(fixture.sdk(Sampler.alwaysOff()));

        assertThat(unsampled.sending(TOPIC, Map.of()).headers().get("traceparent"))
                .endsWith("-00");
    }

    @Test
    void headersThatCannotBeStoredAreLeftOut() {
        var odd = new TextMapPropagator() {
            @Override
            public List<String> fields() {
                return List.of();
            }

            @Override
            public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
                setter.set(carrier, "good", "ü\ud83d\ude80");
                setter.set(carrier, "half", "\ud83d");
                setter.set(carrier, "zero\u0000", "text");
            }

            @Override
            public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
                return context;
            }
        };
        var with = fixture.of(OpenTelemetry.propagating(ContextPropagators.create(odd)));

        assertThat(with.sending(TOPIC, Map.of("user", "eve")).headers())
                .containsOnly(entry("good", "ü\ud83d\ude80"), entry("user", "eve"));
    }

    @Test
    void anOpenTelemetryThatIsSwitchedOffCostsNothing() {
        assertThat(TelemetryApis.find(only(OpenTelemetry.noop()))).isNull();
    }

    @Test
    void whatIsNotRecordedIsNotMeasured() {
        var channel = new Telemetry.Scope("", "events", "src-1", "orders", fixture.nanos::get);
        var traces = SdkTracerProvider.builder().build();
        var metrics =
                SdkMeterProvider.builder().registerMetricReader(fixture.metrics).build();

        var onlyTraces = OpenTelemetryApi.of(
                OpenTelemetrySdk.builder().setTracerProvider(traces).build());
        var onlyMetrics = OpenTelemetryApi.of(new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                return TracerProvider.noop();
            }

            @Override
            public MeterProvider getMeterProvider() {
                return metrics;
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        });

        assertThat(onlyTraces.traces(channel)).isNotNull();
        assertThat(onlyTraces.metrics(channel)).isNull();
        assertThat(onlyMetrics.traces(channel)).isNull();
        assertThat(onlyMetrics.metrics(channel)).isNotNull();
    }

    @Test
    void anOpenTelemetryThatOnlyPropagatesHandsOnTheTraceOfTheRequest() {
        var bean = OpenTelemetry.propagating(ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        var request = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        var source = Objects.requireNonNull(TelemetryApis.find(only(bean)));
        var telemetry = source.of(new Telemetry.Scope("", "events", "src-1", "orders", fixture.nanos::get));

        try (var scope = Span.wrap(request).makeCurrent()) {
            assertThat(telemetry.sending(TOPIC, Map.of()).headers())
                    .containsEntry("traceparent", "00-" + request.getTraceId() + "-" + request.getSpanId() + "-01");
        }
    }

    private static TelemetryApis.Beans only(OpenTelemetry bean) {
        return new TelemetryApis.Beans() {
            @Override
            public <T> @Nullable T find(Class<T> type) {
                return type == OpenTelemetry.class ? type.cast(bean) : null;
            }
        };
    }
}
