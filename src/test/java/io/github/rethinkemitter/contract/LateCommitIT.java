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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writes that become visible so long after they took their time that servers have passed that time, and what they read again
 * when they reconnect does not reach back to it. Only the embedded server can be made to do so.
 */
@ContractTest
class LateCommitIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private Faults faults;

    @BeforeEach
    void needsTheEmbeddedServer(TestDb db) {
        var embedded = db.server().embedded();
        assumeTrue(embedded.isPresent(), "a real server cannot be told to commit late");
        faults = embedded.orElseThrow().faults();
    }

    @Test
    void anEventThatIsCommittedWhenAllFeedsHavePassedItIsObserved(TestDb db) throws Exception {
        passedBy(db, () -> db.server().abortFeeds(db.name()));
    }

    @Test
    void soIsOneWhoseAcknowledgementIsLostOnTheWay(TestDb db) throws Exception {
        passedBy(db, db.server()::dropConnections);
    }

    private void passedBy(TestDb db, Runnable interruption) throws Exception {
        var commit = new CountDownLatch(1);
        try (var a = impatient(db);
                var b = impatient(db)) {
            var atA = a.recording();
            var atB = b.recording();
            a.connected();
            b.connected();
            trigger(a, "first");
            var arrived = holdInsertsOf("late", commit);

            var late = a.emitter().trigger("late");
            assertThat(arrived.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Instant began = trigger(b, "tick").storedAt();
            Receipt tick = tickUntil(b, began.plus(OVERLAP).plus(OVERLAP));
            atA.awaitIds(List.of(tick.id()));
            atB.awaitIds(List.of(tick.id()));
            interruption.run();
            awaitCaughtUp(a, 1);
            awaitCaughtUp(b, 1);
            commit.countDown();

            Receipt receipt = late.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (var seen : List.of(atA, atB)) {
                seen.awaitIds(List.of(receipt.id()));
            }
            assertThat(receipt.storedAt()).isAfter(tick.storedAt());
            db.server().dropConnections();
            awaitCaughtUp(a, 2);
            awaitCaughtUp(b, 2);
            String last = trigger(b, "last").id();
            for (var seen : List.of(atA, atB)) {
                seen.awaitIds(List.of(last));
                seen.assertOnceAndInOrder();
            }
        } finally {
            commit.countDown();
        }
    }

    @Test
    void everythingAcknowledgedIsObservedOnceAndInOrderHoweverLate(TestDb db) throws Exception {
        try (var a = impatient(db).with("order-wait", "20s");
                var b = impatient(db).with("order-wait", "20s");
                var c = impatient(db)) {
            var seen = b.recording();
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
                var settled = TriggeredEvents.settled(late);
                assertThat(settled.failed()).isEmpty();
                acknowledged.addAll(settled.acknowledged());
            }

            seen.awaitIds(acknowledged);
            seen.assertOnceAndInOrder();
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static TestApplication impatient(TestDb db) {
        return TestApplication.on(db).with("resume-overlap", OVERLAP.toSeconds() + "s");
    }

    /** Inserts of that topic have their time, and are held up before they are written. Counts down when one came. */
    private CountDownLatch holdInsertsOf(String topic, CountDownLatch until) {
        var arrived = new CountDownLatch(1);
        faults.rejectInserts(
                document -> {
                    if (document.contains("\"" + topic + "\"")) {
                        arrived.countDown();
                        awaitQuietly(until);
                    }
                    return false;
                },
                "never");
        return arrived;
    }

    // Whose connection is cut is interrupted, and written then.
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Receipt trigger(TestApplication from, String topic) throws Exception {
        return from.emitter().trigger(topic).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Triggers until the server's clock has come so far: the position of all who observe that has, too. */
    private static Receipt tickUntil(TestApplication from, Instant time) {
        return await().atMost(PATIENCE)
                .until(() -> trigger(from, "tick"), tick -> tick.storedAt().isAfter(time));
    }

    private static void awaitCaughtUp(TestApplication application, int times) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(application.lifecycle(CaughtUp.class)).hasSizeGreaterThanOrEqualTo(times));
    }
}
