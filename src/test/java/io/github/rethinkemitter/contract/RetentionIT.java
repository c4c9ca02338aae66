package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events are deleted, and when. */
@ContractTest
class RetentionIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SWEEPER = "r.table('events_positions').get('#sweeper')";

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
    void eventsOlderThanTheRetentionAreDeleted(TestDb db) throws Exception {
        store("old", "r.now().sub(100)");
        store("young", "r.now().sub(10)");

        try (var a = TestApplication.on(db).with("retention", "1m").connected()) {
            awaitEventCount(1);

            assertThat(outside.value("r.table('events').nth(0)('args')(0)").asText())
                    .isEqualTo("young");
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void eventsAreDeletedAgainAndAgain(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("retention", "1s").connected()) {
            for (int i = 0; i < 3; i++) {
                a.emitter().trigger("beep").toCompletableFuture().get();
                awaitEventCount(0);
            }
        }
    }

    @Test
    void eventsThatANamedSubscriberHasNotReadAreNotDeleted(TestDb db) throws Exception {
        store("done with", "r.now().sub(300)");
        store("needed", "r.now().sub(100)");
        outside.value("r.table('events_positions').insert({id: 'orders', from: r.now().sub(200), ts: r.now(), v: 1})");
        outside.value("r.table('events_positions').insert({id: 'bills', from: r.now(), ts: r.now(), v: 1})");

        try (var a = TestApplication.on(db)
                .with("retention", "1s")
                .with("persist", "false")
                .with("ephemeral-grace", "1s")
                .connected()) {
            awaitEventCount(1);
            a.emitter().trigger("beep").toCompletableFuture().get();
            await().atMost(TIMEOUT)
                    .until(() -> !outside.value(SWEEPER + "('ephemeral').default(null)")
                            .isNull());
            await().during(Duration.ofSeconds(3))
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(countEvents()).isEqualTo(2));

            outside.value("r.table('events_positions').get('orders').delete()");
            awaitEventCount(1);
            outside.value("r.table('events_positions').get('bills').delete()");
            awaitEventCount(0);
        }
    }

    @Test
    void retentionHardDeletesEventsThatANamedSubscriberHasNotRead(TestDb db) throws Exception {
        store("needed", "r.now().sub(100)");
        outside.value("r.table('events_positions').insert({id: 'orders', from: r.now().sub(200), ts: r.now(), v: 1})");

        try (var a = TestApplication.on(db)
                .with("retention", "1m")
                .with("retention-hard", "true")
                .connected()) {
            awaitEventCount(0);

            assertThat(outside.value(SWEEPER + "('swept').gt(r.now().sub(200))").asBoolean())
                    .as("the subscriber can see that events were deleted")
                    .isTrue();
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void onlyOneServerDeletesAtATime(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("retention", "1s").connected();
                var b = TestApplication.on(db).with("retention", "1s").connected()) {
            var changes = outside.feed("r.table('events_positions').changes({squash: false})");
            a.emitter().trigger("beep").toCompletableFuture().get();
            b.emitter().trigger("beep").toCompletableFuture().get();
            awaitEventCount(0);
            // A server that is closed during a sweep keeps its lease to the end.
            await().atMost(TIMEOUT)
                    .until(() ->
                            outside.value(SWEEPER + "('until').le(r.now())").asBoolean());
            a.close();
            b.emitter().trigger("beep").toCompletableFuture().get();
            awaitEventCount(0);

            for (JsonNode change : changes.take(6, TIMEOUT)) {
                assertHandedOver(change.path("old_val"), change.path("new_val"));
            }
            changes.stop();
        }
    }

    // A lease lasts two query timeouts, so that its end minus 60 seconds is when it was taken.
    private static void assertHandedOver(JsonNode before, JsonNode after) {
        if (!before.path("owner").equals(after.path("owner"))) {
            assertThat(seconds(after, "until") - 60).isGreaterThanOrEqualTo(seconds(before, "until"));
        }
        assertThat(seconds(after, "swept")).isGreaterThanOrEqualTo(seconds(before, "swept"));
    }

    @Test
    void nothingIsDeletedWhileAnotherServerHasTheLease(TestDb db) throws Exception {
        store("old", "r.now().sub(100)");
        outside.value("r.table('events_positions').insert({id: '#sweeper', owner: 'another', until: r.now().add(60)})");

        try (var a = TestApplication.on(db)
                .with("retention", "1s")
                .with("persist", "false")
                .with("ephemeral-grace", "1s")
                .connected()) {
            a.emitter().trigger("beep").toCompletableFuture().get();

            await().during(Duration.ofSeconds(4))
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(countEvents()).isEqualTo(2));
            assertThat(outside.value(SWEEPER + "('owner')").asText()).isEqualTo("another");
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
        }
    }

    @Test
    void theLeaseOfACrashedServerExpires(TestDb db) throws Exception {
        store("old", "r.now().sub(100)");
        outside.value("r.table('events_positions').insert({id: '#sweeper', owner: 'crashed', until: r.now().add(4)})");
        double expires = outside.value(SWEEPER + "('until').toEpochTime()").asDouble();

        try (var a = TestApplication.on(db).with("retention", "1s").connected()) {
            awaitEventCount(0);

            assertThat(outside.value("r.now().toEpochTime()").asDouble()).isGreaterThan(expires);
            assertThat(outside.value(SWEEPER + "('owner')").asText()).isNotEqualTo("crashed");
        }
    }

    @Test
    void theDeletesAreNotEvents(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("persist", "false").with("ephemeral-grace", "1s")) {
            var observed = a.recording();
            a.connected();
            a.emitter().trigger("beep").toCompletableFuture().get();
            awaitEventCount(0);

            a.emitter().trigger("last").toCompletableFuture().get();

            await().until(() -> observed.topics().contains("last"));
            assertThat(observed.topics()).containsExactly("beep", "last");
            assertThat(a.lifecycle(EmitterError.class)).isEmpty();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void rightsToReadAndWriteTheEventsAreEnoughToDeleteEphemeralEvents(TestDb db) throws Exception {
        outside.value("r.tableDrop('events_positions')");
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            try (var a = TestApplication.of(EmitterOptions.of(user.url()))
                    .with("persist", "false")
                    .with("ephemeral-grace", "1s")
                    .connected()) {
                a.emitter().trigger("beep").toCompletableFuture().get();

                awaitEventCount(0);
                assertThat(a.lifecycle(EmitterError.class)).isEmpty();
            }
        }
    }

    @Test
    void withoutRightsOnThePositionsNothingIsDeletedAndTheErrorSaysSo(TestDb db) throws Exception {
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            try (var a = TestApplication.of(EmitterOptions.of(user.url()))
                    .with("persist", "false")
                    .with("ephemeral-grace", "1s")
                    .connected()) {
                a.emitter().trigger("beep").toCompletableFuture().get();

                assertThat(a.awaitLifecycle(EmitterError.class).cause())
                        .hasMessageContainingAll("RTH0118", "RTH0220", ".table(\"events_positions\").grant(");
                await().during(Duration.ofSeconds(2))
                        .atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(countEvents()).isEqualTo(1));
            }
        }
    }

    private void store(String topic, String ts) {
        outside.value("r.table('events').insert({args: ['" + topic + "'], ts: " + ts + "})");
    }

    private long countEvents() {
        return outside.value("r.table('events').count()").asLong();
    }

    private void awaitEventCount(long count) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(countEvents()).isEqualTo(count));
    }

    private static double seconds(JsonNode document, String field) {
        return document.path(field).path("epoch_time").asDouble();
    }
}
