package io.github.rethinkemitter.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.client.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The answers of RethinkDB 2.4.4 in normal form, one case per line. To record them again, run {@code ./mvnw test
 * -Dtest=ConformanceIT -Dconformance.record=true} where a real server is found.
 */
final class Recording {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "conformance", "replies");

    private Recording() {}

    /** Whether this run records the answers. */
    static boolean isWanted() {
        return Boolean.getBoolean("conformance.record");
    }

    static Map<String, JsonNode> load(String group) {
        try {
            Map<String, JsonNode> replies = new LinkedHashMap<>();
            JsonNode recorded = TestJson.parse(Files.readString(file(group)));
            recorded.properties().forEach(reply -> replies.put(reply.getKey(), reply.getValue()));
            return replies;
        } catch (IOException e) {
            throw new UncheckedIOException("no recording of " + group, e);
        }
    }

    static void save(String group, Map<String, JsonNode> replies) {
        String text = replies.entrySet().stream()
                .map(reply -> TestJson.of(reply.getKey()) + ": " + reply.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(file(group), text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String group) {
        return DIRECTORY.resolve(group + ".json");
    }
}
