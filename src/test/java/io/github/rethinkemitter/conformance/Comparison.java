package io.github.rethinkemitter.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** Compares the answers of a server with the recorded ones, in one test for each case. */
record Comparison(String group, Map<String, JsonNode> answers) {

    DynamicNode withRecording() {
        Map<String, JsonNode> recorded = Recording.load(group);
        Stream<DynamicNode> cases = recorded.entrySet().stream()
                .map(reply -> dynamicTest(reply.getKey(), () -> compare(reply.getKey(), reply.getValue())));
        DynamicNode complete =
                dynamicTest("every case is recorded", () -> assertThat(answers).containsOnlyKeys(recorded.keySet()));
        return dynamicContainer(group, Stream.concat(cases, Stream.of(complete)));
    }

    // Compares command by command, so that the failure begins with the query that is answered differently.
    private void compare(String title, JsonNode recorded) {
        JsonNode answered = answers.get(title);
        assertThat(answered).as(title).isNotNull().hasSameSizeAs(recorded);
        List<String> commands = Conversation.commands(group, title);
        for (int i = 0; i < recorded.size(); i++) {
            String command = i < commands.size() ? commands.get(i) : "step " + i;
            assertThat(answered.path(i)).as(command).isEqualTo(recorded.path(i));
        }
    }
}
