package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.embedded.Faults;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Events that are committed late: the position of every server is already so far behind their time that a reconnected server
 * does not read them again. Only the embedded server can be told to commit late.
 */
@ContractTest(alsoPacking = true)
class LateCommitIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private Faults faults;

    @BeforeEach
    void needsTheEmbeddedServer(TestDb db) {
        var embedded = db.server().embedded();
        assumeTrue(embedded.isPresent(), "a real server cannot be told to commit late");
        faults = embedded.orElseThrow().faults();
    }

    @Test
    void anEventCommittedAfterAllServersHavePassedItsTimeIsObserved(TestDb db) throws Exception {
        assertObservedAlthoughLate(db, () -> db.server().abortFeeds(db.name()));
    }

    @Test
    void anEventCommittedLateIsObservedAlthoughItsAcknowledgementIsLost(TestDb db) throws Exception {
        assertObservedAlthoughLate(db, db.server()::dropConnections);
    }

    private void assertObservedAlthoughLate(TestDb db, Runnable interruption) throws Exception {
        var commit = new CountDownLatch(1);
        try (var a = withOverlap(db);
                var b = withOverlap(db)) {
            var atA = a.recording();
            var atB = b.recording();
            a.connected();
            b.connected();
            trigger(a, "first");
            var arrived = holdInsertsOf("late", commit);

            var late = IntStream.range(0, 20)
                    .mapToObj(i -> a.emitter().trigger("late", i))
                    .toList();
            assertThat(arrived.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Instant began = trigger(b, "tick").storedAt();
            Receipt tick = tickUntil(b, began.plus(OVERLAP).plus(OVERLAP));
            atA.awaitIds(List.of(tick.id()));
            atB.awaitIds(List.of(tick.id()));
            interruption.run();
            awaitCaughtUp(a, 1);
            awaitCaughtUp(b, 1);
            commit.countDown();

            for (var stage : late) {
                Receipt receipt = stage.toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                for (var observed : List.of(atA, atB)) {
                    observed.awaitIds(List.of(receipt.id()));
                }
                assertThat(receipt.storedAt()).isAfter(tick.storedAt());
            }
            db.server().dropConnections();
            awaitCaughtUp(a, 2);
            awaitCaughtUp(b, 2);
            String last = trigger(b, "last").id();
            for (var observed : List.of(atA, atB)) {
                observed.awaitIds(List.of(last));
                observed.assertOnceAndInOrder();
            }
        } finally {
            commit.countDown();
        }
    }

    @Test
    void acknowledgedEventsAreObservedOnceAndInOrderHoweverLateTheyAreCommitted(TestDb db) throws Exception {
        try (var a = withOverlap(db).with("order-wait", "20s");
                var b = withOverlap(db).with("order-wait", "20s");
                var c = withOverlap(db)) {
            var observed = b.recording();
            a.connected();
            b.connected();
            c.connected();
            List<String> acknowledged = new ArrayList<>();
            for (int round = 1; round <= 3; round++) {
                faults.delayCommits(Duration.ofSeconds(3).plusMillis(500));
                var late = TriggeredEvents.start(a.emitter(), 2, 10);
                assertThat(a.emitter().flush(Duration.ofMillis(500))).isFalse();
                faults.delayCommits(Duration.ZERO);
                Instant began = trigger(c, "tick").storedAt();
                tickUntil(c, began.plus(OVERLAP).plusMillis(600));
                db.server().dropConnections();
                var settled = TriggeredEvents.awaitOutcomes(late);
                assertThat(settled.failed()).isEmpty();
                acknowledged.addAll(settled.acknowledged());
            }

            observed.awaitIds(acknowledged);
            observed.assertOnceAndInOrder();
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static TestApplication withOverlap(TestDb db) {
        return TestApplication.on(db).with("resume-overlap", OVERLAP.toSeconds() + "s");
    }

    /** Holds up inserts of this topic when they have taken their time but are not yet written. Counts down at such an insert. */
    private CountDownLatch holdInsertsOf(String topic, CountDownLatch until) {
        var arrived = new CountDownLatch(1);
        faults.rejectInserts(
                document -> {
                    if (document.contains("\"" + topic + "\"")) {
                        arrived.countDown();
                        awaitLatch(until);
                    }
                    return false;
                },
                "never");
        return arrived;
    }

    // When the connection is cut, the server interrupts this thread and then writes the document.
    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Receipt trigger(TestApplication from, String topic) throws Exception {
        return from.emitter().trigger(topic).toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Triggers events until one has a later time than this. Then the positions of its observers have passed the time, too. */
    private static Receipt tickUntil(TestApplication from, Instant time) {
        return await().atMost(TIMEOUT)
                .until(() -> trigger(from, "tick"), tick -> tick.storedAt().isAfter(time));
    }

    private static void awaitCaughtUp(TestApplication application, int times) {
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(application.lifecycle(CaughtUp.class)).hasSizeGreaterThanOrEqualTo(times));
    }
}
