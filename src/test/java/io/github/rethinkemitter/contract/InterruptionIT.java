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

/** Whatever interrupts the link: what was acknowledged is observed, once and in order, when it is back. */
@ContractTest
class InterruptionIT {

    @Test
    void aCutConnectionLosesNothing(TestDb db) throws Exception {
        survives(db, db.server()::dropConnections);
    }

    @Test
    void aConnectionCutInTheMiddleOfAFrameLosesNothing(TestDb db) throws Exception {
        survives(db, () -> db.server().network().cutMidFrame(7));
    }

    @Test
    void anAbortedFeedLosesNothingAlthoughTheConnectionStays(TestDb db) throws Exception {
        survives(db, () -> db.server().abortFeeds(db.name()));
    }

    @Test
    void aKilledAndRestartedServerLosesNothing(TestDb db) throws Exception {
        survives(db, () -> {
            db.server().kill();
            db.server().restart();
        });
    }

    @Test
    void aFrozenServerIsNoticedAndLosesNothing(TestDb db) throws Exception {
        try (var a = impatient(db);
                var b = impatient(db)) {
            var seen = b.recording();
            a.connected();
            b.connected();

            db.server().freeze();
            b.awaitLifecycle(Disconnected.class);
            var during = TriggeredEvents.start(a.emitter(), 2, 50);
            db.server().thaw();

            seen.awaitIds(TriggeredEvents.settled(during).acknowledged());
            assertThat(seen.events()).hasSizeGreaterThanOrEqualTo(100);
            seen.assertOnceAndInOrder();
        }
    }

    @Test
    void aHalfOpenLinkIsNoticedAndLosesNothing(TestDb db) throws Exception {
        try (var a = impatient(db);
                var b = impatient(db)) {
            var seen = b.recording();
            a.connected();
            b.connected();

            db.server().network().swallow();
            var during = TriggeredEvents.start(a.emitter(), 2, 50);
            a.awaitLifecycle(Disconnected.class);
            b.awaitLifecycle(Disconnected.class);
            db.server().network().forward();
            db.server().network().cut();

            seen.awaitIds(TriggeredEvents.settled(during).acknowledged());
            assertThat(seen.events()).hasSizeGreaterThanOrEqualTo(100);
            seen.assertOnceAndInOrder();
        }
    }

    @Test
    void eventsTriggeredWhileTheDatabaseIsAwayWaitForIt(TestDb db) throws Exception {
        db.server().network().refuse();
        try (var a = TestApplication.on(db)) {
            var seen = a.recording();
            a.started();
            a.awaitLifecycle(Reconnecting.class);

            var waiting = TriggeredEvents.start(a.emitter(), 2, 20);
            db.server().network().accept();

            assertThat(TriggeredEvents.settled(waiting).failed()).isEmpty();
            a.awaitLifecycle(Connected.class);
            assertThat(a.lifecycle(Disconnected.class)).isEmpty();
            assertThat(seen.events().size()).isLessThanOrEqualTo(40);
        }
    }

    @Test
    void aSlowObserverMayOverflowItsFeedAndLosesNothing(TestDb db) throws Exception {
        var gate = new CountDownLatch(1);
        try (var a = TestApplication.on(db).with("durability", "soft");
                var b = TestApplication.on(db)
                        .with("changefeed-queue-size", 10)
                        .with("subscribe.buffer-size", 10)
                        .observing("slow", String.class, payload -> awaitGate(gate))) {
            var seen = b.recording();
            a.connected();
            b.connected();

            a.emitter().trigger("slow", "down").toCompletableFuture().get();
            var sent = TriggeredEvents.fromThreads(a.emitter(), 2, 2000);
            gate.countDown();

            assertThat(sent.failed()).isEmpty();
            seen.awaitIds(sent.acknowledged());
            seen.assertOnceAndInOrder();
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    // Whoever made the index again: this server never saw that it was missing.
    @Test
    void whatIsStoredWhileTheIndexIsMadeAgainIsObserved(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("heartbeat.interval", "2s");
                var other = TestApplication.on(db).with("heartbeat.interval", "1h");
                var outside = db.outside()) {
            var seen = a.recording();
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

            seen.awaitIds(List.of(last.id(), "node"));
            seen.assertOnceAndInOrder();
            assertThat(a.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    @Test
    void theLifecycleIsToldEachTime(TestDb db) throws Exception {
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

    /** Events before, during and after the fault. */
    private static void survives(TestDb db, Runnable fault) throws Exception {
        try (var a = impatient(db);
                var b = impatient(db)) {
            var atA = a.recording();
            var atB = b.recording();
            a.connected();
            b.connected();

            var before = TriggeredEvents.start(a.emitter(), 2, 100);
            fault.run();
            var during = TriggeredEvents.start(a.emitter(), 2, 100);
            var first = TriggeredEvents.settled(before);
            var second = TriggeredEvents.settled(during);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !b.lifecycle(Reconnected.class).isEmpty());
            var third = TriggeredEvents.fromThreads(a.emitter(), 2, 100);

            for (var sent : List.of(first, second, third)) {
                assertThat(sent.failed()).isEmpty();
                atA.awaitIds(sent.acknowledged());
                atB.awaitIds(sent.acknowledged());
            }
            for (var seen : List.of(atA, atB)) {
                seen.assertOnceAndInOrder();
                assertThat(seen.events()).hasSize(600);
            }
            assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
        }
    }

    private static TestApplication impatient(TestDb db) {
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
