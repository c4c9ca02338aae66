package io.github.rethinkemitter.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.server.Backend;
import io.github.rethinkemitter.support.server.RealServer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** A real server answers as recorded. With {@code -Dconformance.record=true} its answers become the recording. */
class ConformanceIT {

    @TestFactory
    Stream<DynamicNode> aRealServerAnswersAsRecorded() {
        Optional<Backend> server = RealServer.shared();
        assumeTrue(server.isPresent(), "no real RethinkDB was found");
        Conversation conversation = new Conversation(server.orElseThrow().uri());
        return Conversation.GROUPS.stream().map(group -> {
            Map<String, JsonNode> answers = conversation.answers(group);
            if (Recording.isWanted()) {
                Recording.save(group, answers);
            }
            return new Comparison(group, answers).withRecording();
        });
    }
}
