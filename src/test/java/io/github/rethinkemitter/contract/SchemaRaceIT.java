package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.JavaProcess;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers start at once without a database and tables. {@code -Dfaults=full} repeats this. */
@ContractTest
class SchemaRaceIT {

    private static final int SERVERS = 8;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, "full".equals(System.getProperty("faults")) ? 3 : 1);
    }

    @ParameterizedTest(name = "round {0}")
    @MethodSource("rounds")
    void eightServersThatStartAtOnceCreateOneDatabaseAndOneOfEachTable(int round, TestDb db) {
        List<ChildProcess> servers = new ArrayList<>();
        try {
            IntStream.range(0, SERVERS).forEach(i -> servers.add(start(db, "server_" + i)));

            servers.forEach(server -> server.awaitLine("connected"));
            servers.forEach(server -> server.say("end"));
            servers.forEach(server -> assertThat(server.awaitExit()).isZero());
        } finally {
            servers.forEach(ChildProcess::close);
        }

        try (var outside = db.outside()) {
            assertThat(names(outside, "r.db('rethinkdb').table('db_config')")).containsOnlyOnce(db.name());
            assertThat(names(outside, "r.db('rethinkdb').table('table_config').filter({db: '" + db.name() + "'})"))
                    .containsExactlyInAnyOrder("events", "events_positions", "events_parked");
            assertThat(outside.value("r.table('events').indexList()").toString())
                    .isEqualTo("[\"ts\"]");
            assertThat(outside.value("r.table('events_parked').indexList()").toString())
                    .isEqualTo("[\"due\",\"group\",\"state\"]");
            assertThat(outside.value("r.table('events').indexStatus('ts')(0)('ready')")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static ChildProcess start(TestDb db, String subscriber) {
        return JavaProcess.start(
                PeerServer.class,
                List.of("-Drethink.emitter.url=" + db.url(), "-Drethink.emitter.subscriber=" + subscriber));
    }

    private static List<String> names(RawClient outside, String rows) {
        return outside.rows(rows).stream()
                .map(row -> row.path("name"))
                .map(JsonNode::asText)
                .toList();
    }
}
