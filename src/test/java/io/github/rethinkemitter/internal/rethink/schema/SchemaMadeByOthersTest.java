package io.github.rethinkemitter.internal.rethink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.support.server.ContractTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and indexes that somebody else made: which are used, and what is said of those that cannot be. */
@Timeout(90)
@ContractTest
class SchemaMadeByOthersTest extends StoreFixture {

    @ParameterizedTest
    @ValueSource(strings = {"events", "events_positions", "events_parked"})
    void aTableWithAnotherPrimaryKeyIsNamed(String name) throws Exception {
        stores.subscriber = "orders";
        db.create();
        String other = "r.table('" + name + "')";
        outside.value("r.tableCreate('" + name + "', {primary_key: 'key'})");
        outside.value(other + ".wait({timeout: 30})");

        assertThatThrownBy(stores::open)
                .hasMessageContainingAll("RTH0223", stores.db + "." + name, "\"key\"", "tableCreate(\"" + name + "\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".indexCreate('ts', e => e('time'))",
                ".indexCreate('ts', e => e('ts').toEpochTime())",
                ".indexCreate('ts', e => e('ts'), {multi: true})",
                ".indexCreate('ts', {multi: true})",
                ".indexCreate('ts', {geo: true})"
            })
    void anIndexOfThatNameWithOtherEntriesIsNamed(String created) {
        db.create().createTable("events");
        outside.value("r.table('events')" + created);

        assertThatThrownBy(stores::open)
                .hasMessageContainingAll("RTH0224", stores.db + ".events", "indexDrop(\"ts\")", "indexCreate(\"ts\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".indexCreate('ts')",
                ".indexCreate('ts', e => e('ts'))",
                ".indexCreate('ts', e => e.getField('ts'))",
                ".indexCreate('ts', {multi: false})"
            })
    void anIndexOfTheFieldIsAcceptedHoweverItWasWritten(String created) throws Exception {
        db.create().createTable("events");
        outside.value("r.table('events')" + created);
        stores.create = Create.NEVER;

        assertThat(stores.open().isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'due'",
                "'due', e => [e('owner'), e('due'), e('state')]",
                "'due', e => [e('owner'), e('state')]",
                "'due', e => [e('owner'), e('state'), e('due')], {multi: true}",
                "'state', e => [e('state'), e('last').toEpochTime(), e('id')]",
            })
    void anIndexOfTheTableOfFailedEventsThatIsAnotherOneIsNamed(String other) throws Exception {
        stores.subscriber = "orders";
        stores.open();
        String index = other.substring(1, other.indexOf('\'', 1));
        outside.value("r.table('events_parked').indexDrop('" + index + "')");
        outside.value("r.table('events_parked').indexCreate(" + other + ")");

        assertThatThrownBy(stores::open)
                .hasMessageContainingAll(
                        "RTH0224", "indexDrop(\"" + index + "\")", "indexCreate(\"" + index + "\", [r.row(");
    }

    @Test
    void noIndexIsMadeBesideAnotherThatIsNotWhatTheLibraryNeeds() throws Exception {
        stores.subscriber = "orders";
        stores.open();
        outside.value("r.table('events_parked').indexDrop('due')");
        outside.value("r.table('events_parked').indexDrop('state')");
        outside.value("r.table('events_parked').indexCreate('state', e => e('state'))");

        assertThatThrownBy(stores::open).hasMessageContainingAll("RTH0224", "indexDrop(\"state\")");
        assertThat(outside.value("r.table('events_parked').indexList()").toString())
                .isEqualTo("[\"group\",\"state\"]");
    }
}
