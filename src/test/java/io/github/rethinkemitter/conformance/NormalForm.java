package io.github.rethinkemitter.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rethinkemitter.support.client.TestJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Replaces the parts of a reply that differ from run to run: generated ids become {@code <uuid>}, times of today {@code
 * <now>}, the names of database, user and server {@code <db>}, {@code <user>} and {@code <server>}, the number of changes
 * that an overflow skipped {@code <some>}, and the message of a JSON parser {@code <why>}. A backtrace becomes {@code
 * <backtrace>}, because drivers only print it. Everything else is compared exactly: an integer differs from a decimal.
 */
record NormalForm(Map<String, String> names, InstantSource clock) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    // Error texts contain documents, and so the times at which the documents were stored.
    private static final Pattern TIME_IN_TEXT = Pattern.compile("(\"epoch_time\":\\s*)\\d{10}(\\.\\d+)?");
    private static final Pattern PARSER = Pattern.compile("(?s)^(Failed to parse .* as JSON: ).*");
    private static final Pattern SKIPPED = Pattern.compile("skipped \\d+ elements");

    JsonNode of(JsonNode reply) {
        if (reply.isTextual()) {
            return NODES.textNode(text(reply.asText()));
        }
        if (reply.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            reply.forEach(element -> copy.add(of(element)));
            return copy;
        }
        if (reply.isObject()) {
            return reply.has("epoch_time") ? time(reply) : object(reply);
        }
        return reply;
    }

    private JsonNode object(JsonNode object) {
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            boolean backtrace = field.getKey().equals("b") && object.has("t") && object.has("e");
            copy.set(text(field.getKey()), backtrace ? NODES.textNode("<backtrace>") : of(field.getValue()));
        }
        return copy;
    }

    private JsonNode time(JsonNode time) {
        double age = clock.millis() / 1000.0 - time.path("epoch_time").asDouble();
        boolean today = Math.abs(age) < Duration.ofDays(1).toSeconds();
        return today ? NODES.textNode("<now " + time.path("timezone").asText() + ">") : time;
    }

    private String text(String text) {
        String replaced = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            replaced = replaced.replace(name.getKey(), name.getValue());
        }
        replaced = TIME_IN_TEXT.matcher(replaced).replaceAll("$1<time>");
        replaced = SKIPPED.matcher(replaced).replaceAll("skipped <some> elements");
        replaced = PARSER.matcher(replaced).replaceAll("$1<why>");
        return UUID.matcher(replaced).replaceAll("<uuid>");
    }

    /** A reply, or an array, with its documents in the order of their JSON texts. */
    static JsonNode sorted(JsonNode reply) {
        if (reply.isArray()) {
            List<JsonNode> elements = TestJson.list(reply);
            elements.sort(Comparator.comparing(JsonNode::toString));
            return NODES.arrayNode().addAll(elements);
        }
        if (!reply.has("r")) {
            return reply;
        }
        JsonNode results = reply.path("r");
        boolean one = results.size() == 1 && results.path(0).isArray();
        ObjectNode copy = reply.deepCopy();
        copy.set("r", one ? NODES.arrayNode().add(sorted(results.path(0))) : sorted(results));
        return copy;
    }

    /** Documents of a changefeed, of which those between two {state} documents are in the order of their JSON texts. */
    static ArrayNode sortedBetweenStates(List<JsonNode> documents) {
        ArrayNode result = NODES.arrayNode();
        List<JsonNode> run = new ArrayList<>();
        for (JsonNode document : documents) {
            if (document.has("state")) {
                result.addAll(TestJson.list(sorted(NODES.arrayNode().addAll(run))))
                        .add(document);
                run.clear();
            } else {
                run.add(document);
            }
        }
        return result.addAll(TestJson.list(sorted(NODES.arrayNode().addAll(run))));
    }
}
