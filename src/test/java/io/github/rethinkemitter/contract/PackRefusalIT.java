package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.client.ReqlText;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database refuses some of the events that wait together, or all of them for a while. */
@ContractTest
class PackRefusalIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SET_WRITE_HOOK = 189;

    private RawClient outside;

    @BeforeEach
    void createTable(TestDb db) {
        outside = db.createEvents().outside();
    }

    @AfterEach
    void closeClient() {
        outside.close();
    }

    @Test
    void anEventThatTheServerRefusesFailsAlone(TestDb db) throws Exception {
        var embedded = db.server().embedded();
        assumeTrue(embedded.isPresent(), "a real server refuses by a write hook");
        embedded.get().faults().rejectInserts(document -> document.contains("bad"), "no bad things");

        assertOnlyTheBadEventsFail(db, "no bad things");

        assertThat(packs()).as("documents without a bad event").isPositive();
    }

    @Test
    void anEventThatAWriteHookRefusesFailsAlone(TestDb db) throws Exception {
        setWriteHook(
                db,
                "(context, old, document) => r.branch(document.toJSON().match('bad'), r.error('no bad things'), document)");

        assertOnlyTheBadEventsFail(db, "Error in write hook: no bad things");

        assertThat(packs()).as("documents without a bad event").isPositive();
    }

    // It was written for documents of one event: it fails at those that have no arguments.
    @Test
    void aWriteHookThatNeedsArgumentsRefusesTheBadEventsAndNoOthers(TestDb db) throws Exception {
        setWriteHook(
                db,
                "(context, old, document) => r.branch(document('args').isEmpty(), document,"
                        + " r.branch(document('args')(0).eq('bad'), r.error('no bad things'), document))");

        assertOnlyTheBadEventsFail(db, "Error in write hook: no bad things");

        assertThat(packs()).isZero();
    }

    private void setWriteHook(TestDb db, String function) {
        assumeTrue(db.server().embedded().isEmpty(), "the embedded server has no write hooks");
        var reply = outside.query("[" + SET_WRITE_HOOK + ",[[15,[\"events\"]]," + ReqlText.toWire(function) + "]]");
        assertThat(reply.json().path("r").path(0).path("created").asInt())
                .as(() -> reply.json().toString())
                .isOne();
    }

    private int packs() {
        return outside.value("r.table('events').filter({v: 2}).count()").asInt();
    }

    private static TestApplication packing(TestDb db) {
        return TestApplication.on(db).with("publish.pack", "auto");
    }

    /** Of 600 events, which are at least two packed documents, two of the first hundred are bad. */
    private static void assertOnlyTheBadEventsFail(TestDb db, String reason) throws Exception {
        try (var a = packing(db);
                var b = TestApplication.on(db)) {
            var observed = b.recording();
            b.connected();

            var stages = WaitingEvents.trigger(
                    db,
                    a,
                    600,
                    (emitter, number) ->
                            emitter.withKey("key " + number).trigger(isBad(number) ? "bad" : "load", 0, number));

            List<String> stored = new ArrayList<>();
            for (int number = 0; number < 600; number++) {
                CompletionStage<Receipt> stage = stages.get(number);
                if (isBad(number)) {
                    assertThat(stage.toCompletableFuture())
                            .failsWithin(60, TimeUnit.SECONDS)
                            .withThrowableThat()
                            .havingCause()
                            .isInstanceOf(EventRefusedException.class)
                            .withMessageContaining(reason);
                } else {
                    stored.add(stage.toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .id());
                }
            }
            observed.awaitIds(stored);
            observed.assertOnceAndInOrder();
            TriggeredEvents.assertOrderOfEachThread(observed.events());
            assertThat(observed.events())
                    .hasSize(598)
                    .allMatch(event -> event.key().equals(Optional.of("key " + event.arg(1, Integer.class))));
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static boolean isBad(int number) {
        return number == 7 || number == 93;
    }

    @Test
    void eventsThatWaitWhileTheRightToWriteIsWithdrawnAreRefusedAndLaterOnesAreStored(TestDb db) throws Exception {
        try (var user = TestUser.on(db, outside)) {
            user.grantOnTable("{read: true, write: true}");
            try (var a = TestApplication.of(EmitterOptions.of(user.url()).with("publish.pack", "auto"));
                    var b = TestApplication.on(db)) {
                var observed = b.recording();
                b.connected();
                var before = WaitingEvents.store(db, a, 50);

                user.grantOnTable("{read: true, write: false}");
                var refused = TriggeredEvents.byThreads(a.emitter(), 2, 100);
                user.grantOnTable("{read: true, write: true}");
                var after = TriggeredEvents.byThreads(a.emitter(), 2, 100);

                assertThat(refused.acknowledged()).isEmpty();
                assertThat(refused.failed()).hasSize(200).allMatch(EventRefusedException.class::isInstance);
                assertThat(after.failed()).isEmpty();
                observed.awaitIds(before);
                observed.awaitIds(after.acknowledged());
                observed.assertOnceAndInOrder();
                assertThat(observed.events()).hasSize(250);
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
                assertThat(packs()).isGreaterThan(1);
            }
        }
    }

    /** A document is stored, but its acknowledgement is lost with the connection; it is sent again and stored once. */
    @Test
    void packsWhoseAcknowledgementIsLostAreStoredOnce(TestDb db) throws Exception {
        try (var a = packing(db);
                var b = TestApplication.on(db)) {
            var observed = b.recording();
            b.connected();
            a.connected();
            Emitter emitter = a.emitter();
            emitter.trigger("load", 9, 0).toCompletableFuture().get();

            // Until the first answer comes, events wait; they are stored together, and the answer to that is a second
            // away.
            db.server().delay(Duration.ofSeconds(1));
            var stages = TriggeredEvents.start(emitter, 2, 500);
            await().atMost(TIMEOUT).until(() -> packs() > 0);
            db.server().dropConnections();
            db.server().delay(Duration.ZERO);

            var sent = TriggeredEvents.awaitOutcomes(stages);
            assertThat(sent.failed()).isEmpty();
            assertThat(sent.acknowledged()).hasSize(1000);
            observed.awaitIds(sent.acknowledged());
            observed.assertOnceAndInOrder();
            TriggeredEvents.assertOrderOfEachThread(observed.events());
            assertThat(observed.events()).hasSize(1001);
        }
    }
}
