package io.github.rethinkemitter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries that the recorded conversations with a real server do not cover. */
class QueryTest {
    private static final String TABLE = "[15,[\"t\"]]";
    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
    private final EmbeddedClient client = new EmbeddedClient(server);

    QueryTest() throws IOException {}

    @BeforeEach
    void createTable() throws IOException {
        assertThat(client.query("[60,[\"t\"]]")).contains("\"tables_created\":1");
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aFunctionDecidesWhatAnInsertStoresOnAConflict() throws IOException {
        client.query("[56,[" + TABLE + ",{\"id\":1,\"n\":1}]]");
        String sum = "[69,[[2,[1,2,3]],[35,[[10,[2]],{\"n\":[24,[[31,[[10,[2]],\"n\"]],[31,[[10,[3]],\"n\"]]]]}]]]]";

        client.query("[56,[" + TABLE + ",{\"id\":1,\"n\":5}],{\"conflict\":" + sum + "}]");

        assertThat(client.query("[16,[" + TABLE + ",1]]")).isEqualTo("{\"t\":1,\"r\":[{\"id\":1,\"n\":6}]}");
    }

    @Test
    void noreplyWritesAreDoneWhenNoreplyWaitIsAnswered() throws IOException {
        for (int i = 0; i < 50; i++) {
            client.send("[1,[56,[" + TABLE + ",{\"id\":" + i + "}]],{\"noreply\":true}]");
        }
        client.send("[4]");

        assertThat(client.receive()).isEqualTo("{\"t\":4,\"r\":[]}");
        assertThat(client.query("[43,[" + TABLE + "]]")).isEqualTo("{\"t\":1,\"r\":[50]}");
    }

    @Test
    void aFeedThatWaitsForChangesDoesNotDelayOtherQueries() throws IOException {
        client.query("[152,[" + TABLE + "]]");
        client.send(client.token(), "[2]");

        client.send("[1,[24,[1,2]],{}]");

        assertThat(client.receive()).isEqualTo("{\"t\":1,\"r\":[3]}");
    }

    @Test
    void aFeedWithALimitEndsAfterThatManyChanges() throws IOException {
        client.query("[71,[[152,[" + TABLE + "]],1]]");
        long feed = client.token();
        client.query("[56,[" + TABLE + ",{\"id\":1}]]");

        client.send(feed, "[2]");

        assertThat(client.receive()).startsWith("{\"t\":2,").contains("{\"id\":1}");
        assertThat(server.openFeeds()).isZero();
    }

    @Test
    void theStateReadyComesInABatchOfItsOwnAfterTheStoredDocuments() throws IOException {
        client.query("[56,[" + TABLE + ",{\"id\":1}]]");

        String first = client.query("[152,[" + TABLE + "],{\"include_initial\":true,\"include_states\":true}]");
        client.send(client.token(), "[2]");

        assertThat(first)
                .isEqualTo("{\"t\":3,\"r\":[{\"state\":\"initializing\"},{\"new_val\":{\"id\":1}}],\"n\":[1,5]}");
        assertThat(client.receive()).isEqualTo("{\"t\":3,\"r\":[{\"state\":\"ready\"}],\"n\":[1,5]}");
    }

    @Test
    void aBatchOfAFeedHasAboutAMegabyte() throws IOException {
        for (int id = 1; id <= 3; id++) {
            client.query("[56,[" + TABLE + ",{\"id\":" + id + ",\"text\":\"" + "x".repeat(700_000) + "\"}]]");
        }

        String first = client.query("[152,[" + TABLE + "],{\"include_initial\":true}]");

        assertThat(first.length()).isBetween(1_400_000, 1_500_000);
    }

    @Test
    void nowIsTheSameEverywhereInAQuery() throws IOException {
        assertThat(client.query("[17,[[103,[]],[103,[]],[103,[]]]]")).isEqualTo("{\"t\":1,\"r\":[true]}");
    }

    @Test
    void anAggregationAfterGroupIsDoneForEachGroup() throws IOException {
        String rows = "[2,[{\"a\":1,\"b\":2},{\"a\":1,\"b\":3},{\"a\":2,\"b\":4}]]";

        assertThat(client.query("[150,[[145,[[144,[" + rows + ",\"a\"]],\"b\"]]]]"))
                .isEqualTo("{\"t\":1,\"r\":[[{\"group\":1,\"reduction\":5},{\"group\":2,\"reduction\":4}]]}");
    }

    @Test
    void aProfileHasTheTimeThatAQueryTook() throws IOException {
        client.send("[1,1,{\"profile\":true}]");

        assertThat(client.receive())
                .startsWith("{\"t\":1,\"r\":[1],\"p\":[{\"description\":\"Evaluating.\",\"duration(ms)\":")
                .endsWith(",\"sub_tasks\":[]}]}");
    }

    @Test
    void aFeedThatTheEmbeddedServerDoesNotSupportIsRefusedWithItsOwnError() throws IOException {
        String feed = "[152,[" + TABLE + "]]";

        assertThat(client.query("[44,[" + feed + "," + feed + "]]")).contains("no changefeeds on unions");
        assertThat(client.query("[152,[[15,[[14,[\"rethinkdb\"]],\"table_status\"]]]]"))
                .contains("The embedded server has no changefeeds on `rethinkdb.table_status`.");
    }

    @Test
    void aSquashingFeedSendsItsChangesEarlyWhenItsQueueIsHalfFull() throws IOException {
        client.query("[152,[" + TABLE + "],{\"squash\":1000000,\"changefeed_queue_size\":10}]");
        long feed = client.token();
        client.send(feed, "[2]");

        String documents = "[38,[[173,[7]],[69,[[2,[1]],{\"id\":[10,[1]]}]]]]";
        client.send("[1,[56,[" + TABLE + "," + documents + "]],{\"noreply\":true}]");

        assertThat(client.receive()).startsWith("{\"t\":3,\"r\":[{\"new_val\":{\"id\":");
    }

    @Test
    void deeplyNestedValuesAreReadAndWritten() throws IOException {
        String deep = "[".repeat(2000) + "]".repeat(2000);

        String reply = client.query("[172,[[98,[\"" + deep + "\"]]]]");

        assertThat(reply).isEqualTo("{\"t\":1,\"r\":[\"" + deep + "\"]}");
    }
}
