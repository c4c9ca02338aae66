package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lasting position that cannot be gone on from: events behind it were deleted, or the table of positions is out of reach. */
@ContractTest
class LostHistoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RawClient outside;

    @BeforeEach
    void createTables(TestDb db) {
        db.create().createTable("events").createTable("events_positions");
        outside = db.outside();
        outside.value("r.table('events').indexCreate('ts')");
        outside.value("r.table('events').indexWait('ts')");
    }

    @AfterEach
    void closeClient() {
        outside.close();
    }

    @Test
    void withEarliestTheRestIsObserved(TestDb db) throws Exception {
        String left = loseHistory(db);

        try (var b = named(db).with("on-history-lost", "earliest")) {
            var seen = b.recording();
            b.connected();

            seen.awaitIds(List.of(left));
            assertToldOnce(b);
            assertThat(seen.topics()).containsExactly("left");
            assertThat(b.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void withLatestOnlyWhatIsNewIsObserved(TestDb db) throws Exception {
        loseHistory(db);

        try (var b = named(db).with("on-history-lost", "latest")) {
            var seen = b.recording();
            b.connected();
            seen.awaitIds(List.of(stored("new")));

            assertToldOnce(b);
            assertThat(seen.topics()).containsExactly("new");
        }
    }

    @Test
    void withFailNothingIsObservedUntilSomebodyDecides(TestDb db) throws Exception {
        String left = loseHistory(db);

        try (var b = named(db).with("on-history-lost", "fail")) {
            var seen = b.recording();
            b.started();
            await().atMost(PATIENCE).until(() -> b.lifecycle(EmitterError.class).size() >= 2);

            assertThat(b.lifecycle(EmitterError.class))
                    .allSatisfy(error -> assertThat(error.cause())
                            .hasMessageContainingAll("RTH0312", "\"orders\"", "rethink.emitter.on-history-lost"));
            assertToldOnce(b);
            assertThat(seen.events()).isEmpty();
        }
        try (var b = named(db)) {
            var seen = b.recording();
            b.connected();
            seen.awaitIds(List.of(left));
        }
    }

    @Test
    void whatIsOldAlreadyWhenItIsDeletedIsNotMissed(TestDb db) throws Exception {
        observed(db, "handled");
        outside.value("r.table('events_positions').insert({id: '#sweeper', swept: r.now().sub(600)})");
        String left = stored("left");

        try (var b = named(db)) {
            var seen = b.recording();
            b.connected();

            seen.awaitIds(List.of(left));
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void readingAndWritingBothTablesIsAllTheRightsThatAreNeeded(TestDb db) throws Exception {
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            user.grantOnTable("events_positions", "{read: true, write: true}");
            for (var topic : List.of("first", "second")) {
                try (var b = of(user)) {
                    var seen = b.recording();
                    b.connected();
                    seen.awaitIds(List.of(b.emitter()
                            .trigger(topic)
                            .toCompletableFuture()
                            .get()
                            .id()));

                    assertThat(seen.topics()).containsExactly(topic);
                    assertThat(b.lifecycle(EmitterError.class)).isEmpty();
                }
            }
            assertThat(outside.value("r.table('events_positions').get('orders')('whole')")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void whoMayNotUseThePositionsIsToldWhatToGrant(TestDb db) throws Exception {
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            try (var b = of(user)) {
                b.recording();
                b.started();

                assertToldWhatToGrant(b);
                user.grantOnTable("events_positions", "{read: true, write: true}");
                b.awaitLifecycle(Connected.class);
            }
        }
    }

    @Test
    void whoMayOnlyReadThePositionsIsToldToo(TestDb db) throws Exception {
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            user.grantOnTable("events_positions", "{read: true, write: false}");
            try (var b = of(user)) {
                var seen = b.recording();
                b.started();

                assertToldWhatToGrant(b);
                assertThat(seen.events()).isEmpty();
            }
        }
    }

    private static void assertToldWhatToGrant(TestApplication b) {
        assertThat(b.awaitLifecycle(EmitterError.class).cause())
                .hasMessageContainingAll("RTH0220", ".table(\"events_positions\").grant(", "{read: true, write: true}");
    }

    private static TestApplication named(TestDb db) {
        return TestApplication.on(db).with("subscriber", "orders");
    }

    private static TestApplication of(TestUser user) {
        return TestApplication.of(EmitterOptions.of(user.url()))
                .with("subscriber", "orders")
                .with("create", "never")
                .with("reconnect.max-delay", "500ms");
    }

    /** A subscriber stops; then events behind its position are deleted. Gives the id of the one that is left. */
    private String loseHistory(TestDb db) throws Exception {
        observed(db, "handled");
        String deleted = stored("deleted");
        outside.value("r.table('events_positions').insert({id: '#sweeper', swept: r.now()})");
        outside.value("r.table('events').get('" + deleted + "').delete()");
        return stored("left");
    }

    private void observed(TestDb db, String topic) throws Exception {
        try (var b = named(db)) {
            var seen = b.recording();
            b.connected();
            seen.awaitIds(List.of(stored(topic)));
        }
    }

    private String stored(String topic) {
        return outside.value("r.table('events').insert({args: ['" + topic + "'], ts: r.now()})('generated_keys')(0)")
                .asText();
    }

    private void assertToldOnce(TestApplication b) {
        assertThat(b.lifecycle(EventsMissed.class)).singleElement().satisfies(missed -> {
            assertThat(missed.cause()).contains("\"orders\"", "rethink.emitter.retention");
            assertThat(missed.from()).isBefore(missed.to());
            assertThat(missed.to().toEpochMilli())
                    .isEqualTo(Math.round(
                            outside.value("r.table('events_positions').get('#sweeper')('swept').toEpochTime()")
                                            .asDouble()
                                    * 1000));
        });
    }
}
