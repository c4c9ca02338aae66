package io.github.rethinkemitter.internal.rethink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of tables and indexes that are missing, and may not be made. */
@Timeout(90)
@ContractTest
class MissingSchemaTest extends StoreFixture {

    @Test
    void aMissingDatabaseIsNamed() {
        stores.create = Create.NEVER;

        assertMissing("r.dbCreate(\"" + stores.db + "\")");
    }

    @Test
    void aMissingTableIsNamed() {
        db.create();
        stores.create = Create.NEVER;

        assertMissing("tableCreate(\"events\")");
    }

    @Test
    void aMissingIndexIsNamed() {
        db.create().createTable("events");
        stores.create = Create.NEVER;

        assertMissing("indexCreate(\"ts\")");
    }

    @Test
    void aUserWhoMayNotCreateTheIndexIsToldHowToCreateIt() {
        db.create().createTable("events");
        asUserWith("{read: true, write: true}");

        assertMayNotBeMade("indexCreate(\"ts\")");
    }

    @Test
    void aMissingTableOfPositionsIsNamed() throws Exception {
        stores.open();
        stores.create = Create.NEVER;
        stores.retention = Duration.ofDays(1);

        assertMissing("r.db(\"" + stores.db + "\").tableCreate(\"events_positions\")");
    }

    @Test
    void aUserWhoMayNotCreateTheTableOfPositionsIsToldHowToCreateIt() throws Exception {
        stores.open();
        asUserWith("{read: true, write: true}");
        stores.subscriber = "orders";

        assertMayNotBeMade("tableCreate(\"events_positions\")");
    }

    @Test
    void aMissingTableOfFailedEventsIsNamed() throws Exception {
        stores.retention = Duration.ofDays(1);
        stores.open();
        stores.create = Create.NEVER;
        stores.subscriber = "orders";

        assertMissing("r.db(\"" + stores.db + "\").tableCreate(\"events_parked\")");
    }

    @Test
    void aUserWhoMayNotCreateTheTableOfFailedEventsIsToldHowToCreateIt() throws Exception {
        stores.retention = Duration.ofDays(1);
        stores.open();
        asUserWith("{read: true, write: true}");
        outside.value("r.table('events_positions').grant('" + user + "', {read: true, write: true})");
        stores.subscriber = "orders";

        assertMayNotBeMade("tableCreate(\"events_parked\")");
    }

    @Test
    void theIndexesOfTheTableOfFailedEventsThatAreMissingAreNamedTogetherAndMadeAsItIsSaid() throws Exception {
        stores.subscriber = "orders";
        stores.open();
        outside.value("r.table('events_parked').indexDrop('due')");
        outside.value("r.table('events_parked').indexDrop('state')");
        stores.create = Create.NEVER;

        assertThatThrownBy(stores::open)
                .hasMessageContainingAll(
                        "RTH0221",
                        "index \"due\"",
                        "index \"state\"",
                        "do not exist. Create them with",
                        ".indexCreate(\"due\", [r.row(\"owner\"), r.row(\"state\"), r.row(\"due\")]); ",
                        ".indexCreate(\"state\", [")
                .hasMessageNotContaining("group");
        outside.value("r.table('events_parked').indexCreate('due', e => [e('owner'), e('state'), e('due')])");
        assertThatThrownBy(stores::open)
                .hasMessageContainingAll("index \"state\"", "does not exist. Create it with")
                .hasMessageNotContaining("\"due\"");
        outside.value("r.table('events_parked').indexCreate('state', e => [e.getField('state'), e('last'), e('id')])");

        assertThat(stores.open().isOpen()).isTrue();
    }

    @Test
    void aUserWhoMayNotCreateIndexesIsToldHowToCreateAllThatAreMissing() throws Exception {
        stores.subscriber = "orders";
        stores.open();
        outside.value("r.table('events_parked').indexDrop('due')");
        outside.value("r.table('events_parked').indexDrop('group')");
        asUserWith("{read: true, write: true}");
        outside.value("r.table('events_positions').grant('" + user + "', {read: true, write: true})");
        outside.value("r.table('events_parked').grant('" + user + "', {read: true, write: true})");

        assertThatThrownBy(stores::open)
                .hasMessageContainingAll(
                        "RTH0222",
                        ".indexCreate(\"due\", [",
                        ".indexCreate(\"group\", [",
                        "grant \"" + user + "\" the right \"config\"")
                .hasMessageNotContaining("\"state\" on table");
    }

    private void assertMissing(String remedy) {
        assertThatThrownBy(stores::open).hasMessageContainingAll("RTH0221", remedy, "create=if-missing");
    }

    private void assertMayNotBeMade(String remedy) {
        assertThatThrownBy(stores::open).hasMessageContainingAll("RTH0222", remedy, user, "config");
    }
}
