package io.github.rethinkemitter.it;

import io.github.rethinkemitter.Emitter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Triggers an event that tests find in the traces, and lets them read spans and metrics as JSON. */
@Path("/telemetry")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class TelemetryResource {

    @Inject
    Emitter emitter;

    @POST
    @Path("trigger")
    public String trigger() {
        emitter.trigger(TracedObservers.TOPIC, "boop");
        return "triggered";
    }

    @GET
    @Path("spans")
    public String spans() {
        var all = Json.createArrayBuilder();
        MemoryTelemetry.spans().forEach(span -> all.add(described(span)));
        return all.build().toString();
    }

    private static JsonObjectBuilder described(SpanData span) {
        var links = Json.createArrayBuilder();
        span.getLinks().forEach(link -> links.add(link.getSpanContext().getSpanId()));
        return Json.createObjectBuilder()
                .add("name", span.getName())
                .add("kind", span.getKind().name())
                .add("trace", span.getTraceId())
                .add("id", span.getSpanId())
                .add("parent", span.getParentSpanContext().isValid() ? span.getParentSpanId() : "")
                .add("links", links)
                .add("status", span.getStatus().getStatusCode().name())
                .add("attributes", described(span.getAttributes()));
    }

    @GET
    @Path("metrics")
    public String metrics() {
        var all = Json.createArrayBuilder();
        MemoryTelemetry.metrics().forEach(metric -> add(metric, all));
        return all.build().toString();
    }

    private static void add(MetricData metric, JsonArrayBuilder all) {
        for (var point : metric.getData().getPoints()) {
            all.add(Json.createObjectBuilder()
                    .add("name", metric.getName())
                    .add("unit", metric.getUnit())
                    .add("value", value(point))
                    .add("attributes", described(point.getAttributes())));
        }
    }

    // Of a histogram, how many values it has.
    private static double value(PointData point) {
        if (point instanceof LongPointData number) {
            return number.getValue();
        }
        if (point instanceof DoublePointData number) {
            return number.getValue();
        }
        return point instanceof HistogramPointData histogram ? histogram.getCount() : -1;
    }

    private static JsonObjectBuilder described(Attributes attributes) {
        var all = Json.createObjectBuilder();
        attributes.forEach((key, value) -> all.add(key.getKey(), value.toString()));
        return all;
    }
}
