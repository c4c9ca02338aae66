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

/** A subscriber cannot continue at its position: events after it were deleted, or the table of positions cannot be used. */
@ContractTest
class LostHistoryIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private RawClient outside;

    @BeforeEach
    void createTables(TestDb db) {
        outside = db.createEvents().createTable("events_positions").outside();
    }

    @AfterEach
    void closeClient() {
        outside.close();
    }

    @Test
    void withEarliestTheEventsThatAreLeftAreObserved(TestDb db) throws Exception {
        String left = loseHistory(db);

        try (var b = namedSubscriber(db).with("on-history-lost", "earliest")) {
            var observed = b.recording();
            b.connected();

            observed.awaitIds(List.of(left));
            assertReportedOnce(b);
            assertThat(observed.topics()).containsExactly("left");
            assertThat(b.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void withLatestOnlyNewEventsAreObserved(TestDb db) throws Exception {
        loseHistory(db);

        try (var b = namedSubscriber(db).with("on-history-lost", "latest")) {
            var observed = b.recording();
            b.connected();
            observed.awaitIds(List.of(store("new")));

            assertReportedOnce(b);
            assertThat(observed.topics()).containsExactly("new");
        }
    }

    @Test
    void withFailNothingIsObservedUntilTheOptionIsChanged(TestDb db) throws Exception {
        String left = loseHistory(db);

        try (var b = namedSubscriber(db).with("on-history-lost", "fail")) {
            var observed = b.recording();
            b.started();
            await().atMost(TIMEOUT).until(() -> b.lifecycle(EmitterError.class).size() >= 2);

            assertThat(b.lifecycle(EmitterError.class))
                    .allSatisfy(error -> assertThat(error.cause())
                            .hasMessageContainingAll("RTH0312", "\"orders\"", "rethink.emitter.on-history-lost"));
            assertReportedOnce(b);
            assertThat(observed.events()).isEmpty();
        }
        try (var b = namedSubscriber(db)) {
            var observed = b.recording();
            b.connected();
            observed.awaitIds(List.of(left));
        }
    }

    @Test
    void eventsDeletedBeforeTheSubscribersPositionAreNotReportedAsMissed(TestDb db) throws Exception {
        runUntilObserved(db, "handled");
        outside.value("r.table('events_positions').insert({id: '#sweeper', swept: r.now().sub(600)})");
        String left = store("left");

        try (var b = namedSubscriber(db)) {
            var observed = b.recording();
            b.connected();

            observed.awaitIds(List.of(left));
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void rightsToReadAndWriteTheTablesAreEnough(TestDb db) throws Exception {
        createAllTables(db);
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            user.grantOnTable("events_positions", "{read: true, write: true}");
            user.grantOnTable("events_parked", "{read: true, write: true}");
            for (var topic : List.of("first", "second")) {
                try (var b = of(user)) {
                    var observed = b.recording();
                    b.connected();
                    observed.awaitIds(List.of(b.emitter()
                            .trigger(topic)
                            .toCompletableFuture()
                            .get()
                            .id()));

                    assertThat(observed.topics()).containsExactly(topic);
                    assertThat(b.lifecycle(EmitterError.class)).isEmpty();
                }
            }
            assertThat(outside.value("r.table('events_positions').get('orders')('whole')")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void withoutRightsOnThePositionsTheErrorSaysWhatToGrant(TestDb db) throws Exception {
        createAllTables(db);
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            user.grantOnTable("events_parked", "{read: true, write: true}");
            try (var b = of(user)) {
                b.recording();
                b.started();

                assertErrorSaysWhatToGrant(b);
                user.grantOnTable("events_positions", "{read: true, write: true}");
                b.awaitLifecycle(Connected.class);
            }
        }
    }

    @Test
    void withoutTheRightToWritePositionsTheErrorSaysWhatToGrant(TestDb db) throws Exception {
        createAllTables(db);
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            user.grantOnTable("events_parked", "{read: true, write: true}");
            user.grantOnTable("events_positions", "{read: true, write: false}");
            try (var b = of(user)) {
                var observed = b.recording();
                b.started();

                assertErrorSaysWhatToGrant(b);
                assertThat(observed.events()).isEmpty();
            }
        }
    }

    // As a user does who may create tables.
    private static void createAllTables(TestDb db) throws Exception {
        try (var other = TestApplication.on(db).with("subscriber", "other")) {
            other.connected();
        }
    }

    private static void assertErrorSaysWhatToGrant(TestApplication b) {
        assertThat(b.awaitLifecycle(EmitterError.class).cause())
                .hasMessageContainingAll("RTH0220", ".table(\"events_positions\").grant(", "{read: true, write: true}");
    }

    private static TestApplication namedSubscriber(TestDb db) {
        return TestApplication.on(db).with("subscriber", "orders");
    }

    private static TestApplication of(TestUser user) {
        return TestApplication.of(EmitterOptions.of(user.url()))
                .with("subscriber", "orders")
                .with("create", "never")
                .with("reconnect.max-delay", "500ms");
    }

    /** Stops a subscriber, then deletes an event after its position. Returns the id of the event that is left. */
    private String loseHistory(TestDb db) throws Exception {
        runUntilObserved(db, "handled");
        String deleted = store("deleted");
        outside.value("r.table('events_positions').insert({id: '#sweeper', swept: r.now()})");
        outside.value("r.table('events').get('" + deleted + "').delete()");
        return store("left");
    }

    private void runUntilObserved(TestDb db, String topic) throws Exception {
        try (var b = namedSubscriber(db)) {
            var observed = b.recording();
            b.connected();
            observed.awaitIds(List.of(store(topic)));
        }
    }

    private String store(String topic) {
        return outside.value("r.table('events').insert({args: ['" + topic + "'], ts: r.now()})('generated_keys')(0)")
                .asText();
    }

    private void assertReportedOnce(TestApplication b) {
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
