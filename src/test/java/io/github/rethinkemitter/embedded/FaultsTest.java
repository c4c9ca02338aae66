package io.github.rethinkemitter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String TABLE = "[15,[\"events\"]]";
    private static final String NOW = "r.now().toEpochTime()";
    private static final String FEED = "[152,[" + TABLE + "]]";
    private static final String FEED_OPENED = "{\"t\":3,\"r\":[],\"n\":[1]}";

    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
    private EmbeddedClient client = new EmbeddedClient(server);

    FaultsTest() throws IOException {}

    @BeforeEach
    void createTable() throws IOException {
        assertThat(client.query("[60,[\"events\"]]")).contains("\"tables_created\":1");
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        server.close();
    }

    private String insert(String id) throws IOException {
        return client.query("[56,[" + TABLE + ",{\"id\":\"" + id + "\"}]]");
    }

    @Test
    void anAbortedFeedEndsWithRethinkDbsErrorAndTheConnectionStaysOpen() throws IOException {
        assertThat(client.query(FEED)).isEqualTo(FEED_OPENED);
        client.send(client.token(), "[2]");
        assertThat(server.openFeeds()).isEqualTo(1);

        server.faults().abortFeeds();

        assertThat(client.receive())
                .isEqualTo("{\"t\":18,\"e\":4100000,\"r\":[\"Changefeed aborted (unavailable).\"],\"b\":[]}");
        assertThat(insert("after")).contains("\"inserted\":1");
        assertThat(server.openFeeds()).isZero();
    }

    @Test
    void aFeedThatOverflowedReportsHowManyChangesItSkippedAndContinues() throws IOException {
        client.query(FEED);
        long feed = client.token();
        insert("a");
        insert("b");

        server.faults().overflowFeeds();
        insert("c");

        client.send(feed, "[2]");
        assertThat(client.receive())
                .contains("Changefeed cache over array size limit, skipped 2 elements.")
                .doesNotContain("new_val");
        client.send(feed, "[2]");
        assertThat(client.receive()).contains("{\"new_val\":{\"id\":\"c\"},\"old_val\":null}");
    }

    @Test
    void aFeedOverflowsWhenMoreChangesWaitThanItsQueueTakes() throws IOException {
        client.query("[152,[" + TABLE + "],{\"changefeed_queue_size\":2}]");
        long feed = client.token();

        client.query("[56,[" + TABLE + ",[2,[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4}]]]]");

        client.send(feed, "[2]");
        assertThat(client.receive()).contains("skipped 3 elements.");
    }

    @Test
    void aFeedWhoseIndexIsDroppedStaysOpenAndGetsNoMoreChanges() throws IOException {
        client.query("[75,[" + TABLE + ",\"ts\"]]");
        client.query("[152,[[182,[" + TABLE + ",[180],[181]],{\"index\":\"ts\"}]]]");
        client.query("[76,[" + TABLE + ",\"ts\"]]");

        client.query("[56,[" + TABLE + ",{\"id\":1,\"ts\":1}]]");

        assertThat(server.openFeeds()).isEqualTo(1);
    }

    @Test
    void anInsertWhoseReplyIsLostIsStored() throws IOException {
        server.faults().loseNextInsertReply();

        assertThat(insert("once")).isEqualTo("closed");

        client = new EmbeddedClient(server);
        assertThat(insert("once")).contains("Duplicate primary key `id`");
    }

    @Test
    void aReplyThatIsCutInTheMiddleEndsTheConnection() throws IOException {
        server.faults().cutMidFrame();

        assertThat(insert("cut")).isEqualTo("closed");
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void rejectedDocumentsAreCountedAndTheOthersOfTheInsertAreStored() throws IOException {
        server.faults().rejectInserts(document -> document.contains("poison"), "no poison here");

        String reply = client.query("[56,[" + TABLE + ",[2,[{\"id\":1},{\"id\":2,\"a\":\"poison\"},{\"id\":3}]]]]");

        assertThat(reply).contains("\"errors\":1", "\"first_error\":\"no poison here\"", "\"inserted\":2");
    }

    @Test
    void anUnavailableTableRefusesReadsAndWritesUntilItIsAvailableAgain() throws IOException {
        server.faults().makeTableUnavailable("test", "events");
        String refused = "\"e\":4100000,\"r\":[\"Cannot perform ";
        assertThat(insert("x")).contains(refused + "write: primary replica for shard");
        assertThat(client.query(TABLE)).contains(refused + "read: primary replica for shard");

        server.faults().makeTableAvailable("test", "events");

        assertThat(insert("x")).contains("\"inserted\":1");
    }

    @Test
    void aFrozenServerAnswersAfterTheThaw() throws IOException {
        server.faults().freeze();
        client.send("[1,5,{}]");

        server.faults().thaw();

        assertThat(client.receive()).isEqualTo("{\"t\":1,\"r\":[5]}");
    }

    @Test
    void aDelayedCommitHasTheTimeAtWhichItBegan() throws IOException {
        server.faults().delayCommits(Duration.ofMillis(50));
        String ids = "[56,[" + TABLE + ",{\"id\":1,\"late\":[24,[[103,[]],0]]}],{\"return_changes\":true}]";

        String reply = client.query(ids);

        assertThat(reply).contains("\"inserted\":1", "\"$reql_type$\":\"TIME\"");
    }

    @Test
    void aClientCanReconnectAfterConnectionsWereDroppedAndTheDataIsStillThere() throws IOException {
        insert("kept");

        server.faults().dropConnections();
        assertThat(client.receive()).isEqualTo("closed");

        client = new EmbeddedClient(server);
        assertThat(client.query("[16,[" + TABLE + ",\"kept\"]]")).isEqualTo("{\"t\":1,\"r\":[{\"id\":\"kept\"}]}");
    }

    @Test
    void aHalfOpenConnectionNeverAnswersWhileANewOneWorks() throws IOException {
        server.faults().halfOpenConnections();
        client.send("[1,5,{}]");

        try (EmbeddedClient other = new EmbeddedClient(server)) {
            assertThat(other.query("5")).isEqualTo("{\"t\":1,\"r\":[5]}");
        }
        server.stopServing();

        assertThat(client.receive()).isEqualTo("closed");
    }

    @Test
    void aServerThatServesAgainHasItsDataAndItsPort() throws IOException {
        insert("kept");
        int port = server.port();

        server.stopServing();
        server.resumeServing();

        client = new EmbeddedClient(server);
        assertThat(server.port()).isEqualTo(port);
        assertThat(client.query("[43,[" + TABLE + "]]")).isEqualTo("{\"t\":1,\"r\":[1]}");
    }

    @Test
    void aNameThatTwoTablesHaveIsAmbiguous() throws IOException {
        server.faults().duplicateTable("test", "events");

        assertThat(insert("x")).contains("ambiguous");
    }

    @Test
    void aReorderedFeedStillReportsEveryChange() throws IOException {
        server.faults().reorderFeeds(7);
        client.query(FEED);
        long feed = client.token();
        for (int i = 0; i < 20; i++) {
            insert("e" + i);
        }

        StringBuilder seen = new StringBuilder();
        while (seen.toString().split("\"new_val\"", -1).length <= 20) {
            client.send(feed, "[2]");
            seen.append(client.receive());
        }

        assertThat(seen).contains("\"id\":\"e0\"", "\"id\":\"e19\"");
        assertThat(seen.indexOf("\"id\":\"e19\"")).isPositive();
    }

    @Test
    void theClockOfOneUserCanDifferFromTheServersClock() {
        var port = URI.create(server.uri()).getPort();
        try (var admin = io.github.rethinkemitter.support.client.RawClient.connect(URI.create(server.uri()))) {
            admin.value("r.db('rethinkdb').table('users').insert({id: 'far', password: 'pw'})");
            try (var far = io.github.rethinkemitter.support.client.RawClient.connect(
                    URI.create("rethinkdb://far:pw@localhost:" + port))) {
                server.faults().skewClockFor("far", Duration.ofSeconds(-3));

                double before = admin.value(NOW).asDouble();
                double off = far.value(NOW).asDouble();
                double after = admin.value(NOW).asDouble();

                assertThat(off).isBetween(before - 3.001, after - 2.999);
                server.faults().clear();
                assertThat(far.value(NOW).asDouble()).isGreaterThanOrEqualTo(after);
            }
        }
    }
}
