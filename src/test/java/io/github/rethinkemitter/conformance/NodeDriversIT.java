package io.github.rethinkemitter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.NodeProcess;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified drivers for Node on the embedded server and on a real one. */
@ContractTest
class NodeDriversIT {

    @ParameterizedTest
    @ValueSource(strings = {"rethinkdb", "rethinkdbdash"})
    void theDriverCreatesTablesFollowsInsertsReadsAndDeletes(String driver, TestDb db) {
        String port = Integer.toString(db.server().port());

        try (ChildProcess node = NodeProcess.start("drivers.js", driver, "localhost", port, db.name())) {
            int exit = node.awaitExit();

            assertThat(node.lines()).containsExactly("created", "follows", "observed", "read", "deleted", "done");
            assertThat(exit).isZero();
        }
    }

    @Test
    void aNodeProcessStoresItsEventsAndObservesThemAndThoseOfOthers(TestDb db) {
        String port = Integer.toString(db.server().port());

        try (ChildProcess peer = NodeProcess.start("peer.js", "localhost", port, db.name(), "events")) {
            peer.awaitLine("ready");
            peer.say("[\"beep\", {\"deep\": [1, null]}]");
            peer.awaitLine("observed [\"beep\",{\"deep\":[1,null]}]");

            try (RawClient outside = db.outside()) {
                assertThat(outside.rows("r.table('events')")).singleElement().satisfies(event -> {
                    assertThat(event.path("args").toString()).isEqualTo("[\"beep\",{\"deep\":[1,null]}]");
                    assertThat(event.path("ts").path("$reql_type$").asText()).isEqualTo("TIME");
                });
                outside.value(
                        "r.table('events').insert({id: 'ours', args: ['boop', 7], ts: r.now(), src: 'p', seq: 1})");
            }
            peer.awaitLine("observed [\"boop\",7]");
        }
    }
}
