package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.Reconnecting;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whatever interrupts a connection, acknowledged events are observed once and in order when it is restored. */
@ContractTest(alsoPacking = true)
class InterruptionIT {

    @Test
    void aCutConnectionLosesNothing(TestDb db) throws Exception {
        assertNothingIsLost(db, db.server()::dropConnections);
    }

    @Test
    void aConnectionCutInTheMiddleOfAFrameLosesNothing(TestDb db) throws Exception {
        assertNothingIsLost(db, () -> db.server().network().cutMidFrame(7));
    }

    @Test
    void anAbortedFeedOnAnOpenConnectionLosesNothing(TestDb db) throws Exception {
        assertNothingIsLost(db, () -> db.server().abortFeeds(db.name()));
    }

    @Test
    void aKilledAndRestartedDatabaseServerLosesNothing(TestDb db) throws Exception {
        assertNothingIsLost(db, () -> {
            db.server().kill();
            db.server().restart();
        });
    }

    @Test
    void aFrozenDatabaseServerIsNoticedAndNothingIsLost(TestDb db) throws Exception {
        try (var a = withShortTimeouts(db);
                var b = withShortTimeouts(db)) {
            var observed = b.recording();
            a.connected();
            b.connected();

            db.server().freeze();
            b.awaitLifecycle(Disconnected.class);
            var during = TriggeredEvents.start(a.emitter(), 2, 50);
            db.server().thaw();

            observed.awaitIds(TriggeredEvents.awaitOutcomes(during).acknowledged());
            assertThat(observed.events()).hasSizeGreaterThanOrEqualTo(100);
            observed.assertOnceAndInOrder();
        }
    }

    @Test
    void aHalfOpenConnectionIsNoticedAndNothingIsLost(TestDb db) throws Exception {
        try (var a = withShortTimeouts(db);
                var b = withShortTimeouts(db)) {
            var observed = b.recording();
            a.connected();
            b.connected();

            db.server().network().swallow();
            var during = TriggeredEvents.start(a.emitter(), 2, 50);
            a.awaitLifecycle(Disconnected.class);
            b.awaitLifecycle(Disconnected.class);
            db.server().network().forward();
            db.server().network().cut();

            observed.awaitIds(TriggeredEvents.awaitOutcomes(during).acknowledged());
            assertThat(observed.events()).hasSizeGreaterThanOrEqualTo(100);
            observed.assertOnceAndInOrder();
        }
    }

    @Test
    void eventsTriggeredWhileTheDatabaseIsAwayAreStoredLater(TestDb db) throws Exception {
        db.server().network().refuse();
        try (var a = TestApplication.on(db)) {
            var observed = a.recording();
            a.started();
            a.awaitLifecycle(Reconnecting.class);

            var waiting = TriggeredEvents.start(a.emitter(), 2, 20);
            db.server().network().accept();

            assertThat(TriggeredEvents.awaitOutcomes(waiting).failed()).isEmpty();
            a.awaitLifecycle(Connected.class);
            assertThat(a.lifecycle(Disconnected.class)).isEmpty();
            assertThat(observed.events().size()).isLessThanOrEqualTo(40);
        }
    }

    @Test
    void anObserverSoSlowThatItsFeedOverflowsMissesNothing(TestDb db) throws Exception {
        var gate = new CountDownLatch(1);
        try (var a = TestApplication.on(db).with("durability", "soft");
                var b = TestApplication.on(db)
                        .with("changefeed-queue-size", 10)
                        .with("subscribe.buffer-size", 10)
                        .observing("slow", String.class, payload -> awaitGate(gate))) {
            var observed = b.recording();
            a.connected();
            b.connected();

            a.emitter().trigger("slow", "down").toCompletableFuture().get();
            var sent = TriggeredEvents.byThreads(a.emitter(), 2, 2000);
            gate.countDown();

            assertThat(sent.failed()).isEmpty();
            observed.awaitIds(sent.acknowledged());
            observed.assertOnceAndInOrder();
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    // The index may be made again by anybody: this server does not notice that it was missing.
    @Test
    void eventsStoredWhileTheIndexIsMadeAgainAreObserved(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("heartbeat.interval", "2s");
                var other = TestApplication.on(db).with("heartbeat.interval", "1h");
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();
            other.connected();

            outside.value("r.table('events').indexDrop('ts')");
            var last = other.emitter()
                    .trigger("beep", "the last of its publisher")
                    .toCompletableFuture()
                    .get();
            outside.value("r.table('events').insert({id: 'node', args: ['beep', 'of Node'], ts: r.now()})");
            outside.value("r.branch(r.table('events').indexList().contains('ts'), null,"
                    + " r.table('events').indexCreate('ts'))");
            outside.value("r.table('events').indexWait('ts')");

            observed.awaitIds(List.of(last.id(), "node"));
            observed.assertOnceAndInOrder();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void lifecycleEventsAreFiredAtEachInterruption(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            a.recording();
            a.connected();
            for (int interruption = 1; interruption <= 2; interruption++) {
                int count = interruption;
                db.server().dropConnections();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> a.lifecycle(CaughtUp.class).size() == count
                                && a.lifecycle(Reconnected.class).size() == count);
            }

            assertThat(a.lifecycle().stream()
                            .<Class<?>>map(LifecycleEvent::getClass)
                            .distinct())
                    .contains(
                            Connected.class, Disconnected.class, Reconnecting.class, Reconnected.class, CaughtUp.class);
            assertThat(a.lifecycle(Connected.class)).hasSize(1);
            assertThat(a.lifecycle(Disconnected.class)).hasSize(2);
            assertThat(a.lifecycle(Disconnected.class).get(0).cause().getMessage())
                    .startsWith("RTH");
        }
    }

    /** Triggers events before, during and after the fault. All of them must be observed once and in order. */
    private static void assertNothingIsLost(TestDb db, Runnable fault) throws Exception {
        try (var a = withShortTimeouts(db);
                var b = withShortTimeouts(db)) {
            var atA = a.recording();
            var atB = b.recording();
            a.connected();
            b.connected();

            var before = TriggeredEvents.start(a.emitter(), 2, 100);
            fault.run();
            var during = TriggeredEvents.start(a.emitter(), 2, 100);
            var first = TriggeredEvents.awaitOutcomes(before);
            var second = TriggeredEvents.awaitOutcomes(during);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !b.lifecycle(Reconnected.class).isEmpty());
            var third = TriggeredEvents.byThreads(a.emitter(), 2, 100);

            for (var sent : List.of(first, second, third)) {
                assertThat(sent.failed()).isEmpty();
                atA.awaitIds(sent.acknowledged());
                atB.awaitIds(sent.acknowledged());
            }
            for (var observed : List.of(atA, atB)) {
                observed.assertOnceAndInOrder();
                assertThat(observed.events()).hasSize(600);
            }
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static TestApplication withShortTimeouts(TestDb db) {
        return TestApplication.on(db).with("heartbeat.interval", "1s").with("heartbeat.timeout", "1s");
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
