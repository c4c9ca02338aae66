package io.github.rethinkemitter.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The spans and the metrics that the application of a server has in memory. */
record Recorded(ServerInstance server) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A span that has ended. Ids are empty where there is none. */
    record Span(
            String name,
            String kind,
            String trace,
            String id,
            String parent,
            List<String> links,
            String status,
            Map<String, String> attributes) {

        /** The number of the attempt, and what it failed on. */
        String outcome() {
            return attributes.get("rethink.emitter.attempt") + " " + status + " "
                    + attributes.getOrDefault("error.type", "");
        }
    }

    /** A value of a metric; of a duration, how many were measured. */
    record Metric(String name, String unit, double value, Map<String, String> attributes) {}

    List<Span> spans(String name) {
        return array("telemetry/spans")
                .map(node -> new Span(
                        node.path("name").asText(),
                        node.path("kind").asText(),
                        node.path("trace").asText(),
                        node.path("id").asText(),
                        node.path("parent").asText(),
                        StreamSupport.stream(node.path("links").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList(),
                        node.path("status").asText(),
                        attributes(node)))
                .filter(span -> name.isEmpty() || span.name().equals(name))
                .toList();
    }

    List<Span> calls(String topic, String observer) {
        return spans("process " + topic).stream()
                .filter(span -> observer.equals(span.attributes().get("rethink.emitter.observer")))
                .toList();
    }

    /** The metrics that are read below this path. */
    List<Metric> metrics(String path) {
        return array(path)
                .map(node -> new Metric(
                        node.path("name").asText(),
                        node.path("unit").asText(),
                        node.path("value").asDouble(),
                        attributes(node)))
                .toList();
    }

    private Stream<JsonNode> array(String path) {
        try {
            return StreamSupport.stream(JSON.readTree(server.get(path)).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> attributes(JsonNode node) {
        var texts = new HashMap<String, String>();
        var attributes = node.path("attributes");
        attributes
                .fieldNames()
                .forEachRemaining(key -> texts.put(key, attributes.path(key).asText()));
        return texts;
    }
}
