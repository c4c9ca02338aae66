package io.github.rethinkemitter.conformance;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.support.leaks.LeakCheck;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The embedded server answers every recorded query as RethinkDB 2.4.4 did. */
@ExtendWith(LeakCheck.class)
class ConformanceTest {

    @TestFactory
    Stream<DynamicNode> theEmbeddedServerAnswersAsRethinkDbDid() {
        try (EmbeddedRethinkDb server = EmbeddedRethinkDb.start()) {
            Conversation conversation = new Conversation(URI.create(server.uri()));
            List<DynamicNode> comparisons = Conversation.GROUPS.stream()
                    .map(group -> new Comparison(group, conversation.answers(group)).withRecording())
                    .toList();
            return comparisons.stream();
        }
    }
}
