package io.github.rethinkemitter.internal.rethink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.rethink.RethinkStore;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Connector;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.support.server.ContractTest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made when it is missing, however many servers start at once, and what is not made. */
@Timeout(90)
@ContractTest
class SchemaTest extends StoreFixture {

    @Test
    void manyServersThatStartAtOnceMakeOneTable() throws Exception {
        openAtOnce(8);

        assertThat(outside.rows("r.db('rethinkdb').table('table_config').filter({db: '" + stores.db + "'})"))
                .hasSize(1);
        assertThat(outside.value("r.table('events').indexList()").toString()).isEqualTo("[\"ts\"]");
    }

    @Test
    void manyServersThatStartAtOnceMakeEachTableOfASubscriberOnce() throws Exception {
        stores.subscriber = "orders";
        openAtOnce(8);

        assertThat(outside.value("r.tableList()").toString())
                .isEqualTo("[\"events\",\"events_parked\",\"events_positions\"]");
        assertThat(outside.value("r.table('events_positions').indexList()")).isEmpty();
        assertThat(outside.value("r.table('events_parked').indexList()").toString())
                .isEqualTo("[\"due\",\"group\",\"state\"]");
    }

    private void openAtOnce(int servers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(servers);
        try {
            RethinkStore store = stores.store();
            List<Future<Session>> opened = Stream.generate(() -> pool.submit(store::open))
                    .limit(servers)
                    .toList();
            for (Future<Session> session : opened) {
                try (Session one = session.get(60, TimeUnit.SECONDS)) {
                    assertThat(one.now()).isNotNull();
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void theTableOfPositionsIsNotMadeWithoutNeed() throws Exception {
        stores.open();

        assertThat(outside.value("r.tableList()").toString()).isEqualTo("[\"events\"]");
    }

    @Test
    void deletingOnlyEphemeralEventsNeedsNoTableOfPositions() throws Exception {
        stores.open();
        stores.persist = false;
        asUserWith("{read: true, write: true}");

        assertThat(stores.open().isOpen()).isTrue();
        stores.create = Create.NEVER;
        assertThat(stores.open().isOpen()).isTrue();
    }

    @Test
    void aSecondTableOfTheNameIsDroppedOnlyWhenItIsEmpty() throws Exception {
        db.create().createTable("events");
        String id = outside.value("r.table('events').info()('id')").asText();
        QueryConnection connection = new Connector(stores.connection(), stores.threads()).connect(stores.hosts.get(0));
        try {
            var duplicates = new DuplicateTables(connection, new TableName(stores.db, "events"));
            String other = "r.table('" + duplicates.nameOf(id) + "')";
            outside.value("r.db('rethinkdb').table('table_config').get('" + id + "').update({name: '"
                    + duplicates.nameOf(id) + "'})");
            outside.value(other + ".wait({timeout: 30})");
            outside.value(other + ".insert({id: 'written meanwhile'})");

            assertThat(duplicates.isDroppedEmpty(id)).isFalse();
            assertThat(outside.value(other + ".count()").asInt()).isEqualTo(1);

            outside.value(other + ".delete()");
            assertThat(duplicates.isDroppedEmpty(id)).isTrue();
            assertThat(outside.value("r.tableList()")).isEmpty();
        } finally {
            connection.close();
        }
    }
}
