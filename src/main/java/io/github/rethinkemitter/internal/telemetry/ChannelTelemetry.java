package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.telemetry.Metrics.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Traces and metrics of a channel in all APIs that the application has. What these throw ends here. */
final class ChannelTelemetry implements Telemetry {

    private static final long LOG_PAUSE = Duration.ofMinutes(1).toNanos();

    private final String channel;
    private final LongSupplier nanoTime;
    private final List<Traces> traces = new ArrayList<>();
    private final List<Metrics> metrics = new ArrayList<>();
    private final AtomicLong logNotBefore; // in nanoseconds

    ChannelTelemetry(List<Api> apis, Scope channel) {
        this.channel = channel.name();
        this.nanoTime = channel.nanoTime();
        this.logNotBefore = new AtomicLong(nanoTime.getAsLong());
        each(apis, api -> {
            var its = api.traces(channel);
            if (its != null) {
                traces.add(its);
            }
        });
        each(apis, api -> {
            var its = api.metrics(channel);
            if (its != null) {
                metrics.add(its);
            }
        });
    }

    @Override
    public Sending sending(Topic topic, Map<String, String> headers) {
        count(Metric.TRIGGERED, 1, Labels.NONE);
        var carrier = new LinkedHashMap<String, String>();
        var spans = opened(its -> its.sending(topic.name(), carrier));
        return new Sent(this, spans, merged(headers, carrier), nanoTime.getAsLong());
    }

    // What the application has set is kept. A trace that it has set is not mixed with the state of another one.
    private static Map<String, String> merged(Map<String, String> headers, Map<String, String> carrier) {
        if (headers.containsKey("traceparent")) {
            carrier.remove("tracestate");
        }
        carrier.keySet().removeAll(headers.keySet());
        carrier.entrySet().removeIf(header -> !canBeStored(header.getKey()) || !canBeStored(header.getValue()));
        if (carrier.isEmpty()) {
            return headers;
        }
        carrier.putAll(headers);
        return carrier;
    }

    // The database refuses half a surrogate pair, and cuts a name at U+0000.
    private static boolean canBeStored(String text) {
        return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    @Override
    public Processing processing(RethinkEvent event, String observer, int attempt) {
        var spans = opened(its -> its.processing(event, observer, attempt));
        return new Call(this, spans, observer, nanoTime.getAsLong());
    }

    private List<Traces.OpenSpan> opened(Function<Traces, Traces.OpenSpan> opening) {
        var spans = new ArrayList<Traces.OpenSpan>(traces.size());
        each(traces, its -> spans.add(opening.apply(its)));
        return spans;
    }

    @Override
    public void happened(LifecycleEvent event) {
        if (event instanceof EventsMissed missed) {
            count(Metric.MISSED, missed.count(), Labels.NONE);
        } else if (event instanceof Reconnected) {
            count(Metric.RECONNECTS, 1, Labels.NONE);
        } else if (event instanceof EventParked parked) {
            count(Metric.PARKED, 1, new Labels(parked.observer(), ""));
        }
    }

    @Override
    public void show(EmitterStatus status) {
        var reader = new StatusReader(status, nanoTime);
        each(metrics, its -> its.show(reader));
    }

    @Override
    public void close() {
        each(metrics, Metrics::close);
    }

    private void count(Metric counter, long more, Labels labels) {
        each(metrics, its -> its.count(counter, more, labels));
    }

    private void done(Metric counter, Metric timer, Labels labels, long begun) {
        long nanos = nanoTime.getAsLong() - begun;
        each(metrics, its -> {
            its.count(counter, 1, labels);
            its.record(timer, nanos, labels);
        });
    }

    private void end(List<Traces.OpenSpan> spans, @Nullable String id, Traces.@Nullable Failure failure) {
        each(spans, span -> span.end(id, failure));
    }

    private <T> void each(List<T> all, Consumer<T> use) {
        for (T one : all) {
            try {
                use.accept(one);
            } catch (Throwable thrown) { // also an Error, such as one of a class that is missing
                failed(thrown);
            }
        }
    }

    private void failed(Throwable thrown) {
        try {
            long due = logNotBefore.get();
            long now = nanoTime.getAsLong();
            if (now - due >= 0 && logNotBefore.compareAndSet(due, now + LOG_PAUSE)) {
                Log.failed(channel, thrown);
            }
        } catch (Throwable another) {
            // Nothing is left to report it to.
        }
    }

    private static String type(Throwable failure) {
        return failure.getClass().getName();
    }

    private record Sent(
            ChannelTelemetry telemetry, List<Traces.OpenSpan> spans, Map<String, String> headers, long begun)
            implements Sending {

        @Override
        public void stored(String id) {
            telemetry.end(spans, id, null);
            telemetry.done(Metric.SENT, Metric.OPERATION_DURATION, Labels.NONE, begun);
        }

        @Override
        public void failed(Throwable problem) {
            telemetry.end(spans, null, new Traces.Failure(type(problem), problem));
            telemetry.done(Metric.SENT, Metric.OPERATION_DURATION, new Labels("", type(problem)), begun);
        }
    }

    private record Call(ChannelTelemetry telemetry, List<Traces.OpenSpan> spans, String observer, long begun)
            implements Processing {

        @Override
        public void succeeded() {
            telemetry.end(spans, null, null);
            done("");
        }

        @Override
        public void failed(Throwable failure, Throwable shown) {
            telemetry.end(spans, null, new Traces.Failure(type(failure), shown));
            done(type(failure));
        }

        private void done(String errorType) {
            telemetry.done(Metric.CONSUMED, Metric.PROCESS_DURATION, new Labels(observer, errorType), begun);
        }
    }
}
