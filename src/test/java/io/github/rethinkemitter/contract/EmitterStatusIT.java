package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Following;
import io.github.rethinkemitter.ChannelStatus.Link.State;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** While something is broken the status says so, and afterwards it says that all is well. */
@ContractTest
class EmitterStatusIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    // Less than this, and more than the audit interval, the time that a proof leaves out, and the time of a slow
    // machine.
    private static final Duration LAG_AT_REST = Duration.ofSeconds(15);

    @Test
    void aCutConnectionIsToldUntilItIsBack(TestDb db) throws Exception {
        try (var a = application(db)) {
            a.recording();
            a.connected();
            var before = awaitWhole(a);
            assertThat(before.link().host()).contains("localhost:" + db.server().port());

            db.server().network().refuse();
            db.server().dropConnections();
            awaitStatus(a, now -> {
                assertInterrupted(now);
                assertThat(now.link().attempts()).isPositive();
                assertThat(now.link().host()).isEmpty();
                assertThat(now.link().since()).isAfter(before.link().since());
                assertThat(now.following().orElseThrow().lag()).isGreaterThan(Duration.ofSeconds(4));
            });
            db.server().network().accept();

            var after = awaitWhole(a);
            assertThat(after.link().attempts()).isZero();
            assertThat(after.link().lastFailure()).isEmpty();
        }
    }

    @Test
    void aFrozenDatabaseServerIsToldWithTheEventsThatWaitForIt(TestDb db) throws Exception {
        try (var a = application(db)) {
            var observed = a.recording();
            a.connected();
            awaitWhole(a);

            db.server().freeze();
            var sent = TriggeredEvents.start(a.emitter(), 1, 20);
            awaitStatus(a, now -> {
                assertInterrupted(now);
                assertThat(now.publishing().waiting() + now.publishing().underWay())
                        .isEqualTo(20);
                assertThat(now.publishing().oldest()).isGreaterThan(Duration.ofSeconds(1));
            });
            db.server().thaw();

            observed.awaitIds(TriggeredEvents.awaitOutcomes(sent).acknowledged());
            var after = awaitWhole(a);
            assertThat(after.publishing().stored()).isEqualTo(20);
            assertThat(after.publishing().failed()).isZero();
            assertThat(after.following().orElseThrow().received()).isEqualTo(20);
            assertThat(after.following().orElseThrow().lastEvent()).isPresent();
            assertThat(after.observers())
                    .singleElement()
                    .satisfies(one -> assertThat(one.calls()).isEqualTo(20));
        }
    }

    @Test
    void anAbortedFeedIsToldAsAnInterruption(TestDb db) throws Exception {
        try (var a = application(db)) {
            a.recording();
            a.connected();
            var before = awaitWhole(a);

            db.server().abortFeeds(db.name());

            await().atMost(TIMEOUT)
                    .until(() -> a.status()
                            .now()
                            .link()
                            .since()
                            .isAfter(before.link().since()));
            awaitWhole(a);
        }
    }

    @Test
    void aDatabaseThatIsRestartedIsAwayUntilItIsBack(TestDb db) throws Exception {
        try (var a = application(db)) {
            a.recording();
            a.connected();
            awaitWhole(a);

            db.server().kill();
            awaitStatus(a, EmitterStatusIT::assertInterrupted);
            db.server().restart();

            awaitWhole(a);
        }
    }

    @Test
    void aTableThatIsAwayIsTold(TestDb db) throws Exception {
        db.createEvents();
        try (var a = application(db).with("create", "never");
                var outside = db.outside()) {
            a.recording();
            a.connected();
            awaitWhole(a);

            outside.value("r.table('events').config().update({name: 'elsewhere'})");
            awaitStatus(a, now -> {
                assertInterrupted(now);
                assertThat(now.problems()).singleElement().asString().contains("\"events\"");
            });
            outside.value("r.table('elsewhere').config().update({name: 'events'})");

            awaitWhole(a);
        }
    }

    @Test
    void observersThatHoldUpTheFeedAreToldAndSoIsTheOverflowThatFollows(TestDb db) throws Exception {
        var gate = new CountDownLatch(1);
        try (var publisher = application(db).with("durability", "soft");
                var a = application(db)
                        .with("changefeed-queue-size", 10)
                        .with("subscribe.buffer-size", 10)
                        .observing("**", Object.class, payload -> awaitGate(gate))) {
            publisher.connected();
            a.connected();
            awaitWhole(a);

            var sent = TriggeredEvents.byThreads(publisher.emitter(), 1, 1000);
            awaitStatus(a, now -> {
                assertThat(now.ready()).isFalse();
                assertThat(now.live()).isTrue();
                assertThat(now.problems()).singleElement().asString().contains("observers");
                assertThat(now.following().orElseThrow().waiting()).isPositive();
                assertThat(now.following().orElseThrow().lag()).isGreaterThan(Duration.ofSeconds(4));
            });
            gate.countDown();

            await().atMost(TIMEOUT)
                    .until(() -> a.status().now().following().orElseThrow().received() == 1000);
            assertThat(sent.failed()).isEmpty();
            awaitWhole(a);
        }
    }

    @Test
    void anObserverThatIsStuckIsToldAndTheChannelStaysReady(TestDb db) throws Exception {
        var gate = new CountDownLatch(1);
        try (var a = application(db)
                .with("observer.warn-after", "1s")
                .observing("slow", Object.class, payload -> awaitGate(gate))) {
            a.connected();
            awaitWhole(a);

            a.emitter().trigger("slow", "down");
            awaitStatus(a, now -> {
                assertThat(now.observers()).singleElement().satisfies(one -> {
                    assertThat(one.topic()).isEqualTo("slow");
                    assertThat(one.calls()).isEqualTo(1);
                    assertThat(one.stuck()).isEqualTo(1);
                });
                assertThat(now.following().orElseThrow().waiting()).isEqualTo(1);
                assertThat(now.following().orElseThrow().lag()).isGreaterThan(Duration.ofSeconds(6));
                assertThat(now.ready()).isTrue();
                assertThat(now.live()).isTrue();
                assertThat(now.problems()).isEmpty();
            });
            gate.countDown();

            assertThat(awaitWhole(a).observers())
                    .singleElement()
                    .satisfies(one -> assertThat(one.stuck()).isZero());
        }
    }

    @Test
    void insertsThatTheDatabaseRefusesAreCounted(TestDb db) throws Exception {
        db.createEvents();
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            user.grant("{read: true, write: false, config: true}");
            try (var a = application(db).with("url", user.url())) {
                a.connected();

                a.emitter().trigger("beep", 1);
                awaitStatus(a, now -> assertThat(now.publishing().failed()).isEqualTo(1));
                user.grant("{read: true, write: true, config: true}");
                a.emitter().trigger("beep", 2);

                awaitStatus(a, now -> {
                    assertThat(now.publishing().stored()).isEqualTo(1);
                    assertThat(now.publishing().failed()).isEqualTo(1);
                    assertThat(now.publishing().underWay()).isZero();
                    assertThat(now.following()).isEmpty();
                    assertThat(now.ready()).isTrue();
                });
            }
        }
    }

    @Test
    void whatIsStoredForAllServersIsTold(TestDb db) throws Exception {
        try (var outside = db.outside();
                var a = application(db)
                        .with("subscriber", "shop")
                        .with("observer.max-attempts", 1)
                        .observing("order", Object.class, payload -> {
                            throw new IllegalStateException("on purpose");
                        })
                        .connected()) {
            outside.value("r.table('events_positions').insert({id: 'gone', owner: 'x', ts: r.now().sub(3600),"
                    + " from: r.now().sub(3660), at: r.now().sub(700), whole: true, state: '', v: 1})");
            a.emitter().trigger("order", 1).toCompletableFuture().join();
            a.emitter().trigger("order", 2).toCompletableFuture().join();
            await().atMost(TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(2));

            var stored = a.status().stored();

            assertThat(stored.parked()).singleElement().satisfies(one -> {
                assertThat(one.subscriber()).isEqualTo("shop");
                assertThat(one.observer()).isEqualTo("TestApplication.order");
                assertThat(one.parked()).isEqualTo(2);
                assertThat(one.waiting()).isZero();
                assertThat(one.held()).isZero();
                assertThat(one.oldestParked().orElseThrow())
                        .isBetween(stored.at().minus(TIMEOUT), stored.at());
            });
            assertThat(stored.positions()).hasSize(2).first().satisfies(gone -> {
                assertThat(gone.subscriber()).isEqualTo("gone");
                assertThat(gone.lag())
                        .isBetween(Duration.ofHours(1), Duration.ofHours(1).plus(TIMEOUT));
                assertThat(gone.unused()).isTrue();
            });
            assertThat(stored.positions().get(1)).satisfies(shop -> {
                assertThat(shop.subscriber()).isEqualTo("shop");
                assertThat(shop.lag()).isBetween(Duration.ZERO, TIMEOUT);
                assertThat(shop.writtenAt()).isBetween(stored.at().minus(TIMEOUT), stored.at());
                assertThat(shop.unused()).isFalse();
            });
            var now = a.status().now();
            assertThat(now.following().orElseThrow().subscriber()).contains("shop");
            assertThat(now.observers()).singleElement().satisfies(one -> {
                assertThat(one.failures()).isEqualTo(2);
                assertThat(one.parked()).isEqualTo(2);
            });
        }
    }

    @Test
    void whereNoServerHasALastingNameNothingIsStoredBesideTheEvents(TestDb db) throws Exception {
        try (var a = application(db).connected()) {
            var stored = a.status().stored();

            assertThat(stored.parked()).isEmpty();
            assertThat(stored.positions()).isEmpty();
        }
    }

    @Test
    void aSubscriberWithoutEventsWritesItsPositionAllTheSame(TestDb db) throws Exception {
        try (var a = application(db).with("subscriber", "idle")) {
            a.recording();
            a.connected();
            EmitterStatus status = a.status();
            var first = status.stored().positions().get(0);

            await().atMost(TIMEOUT)
                    .until(() -> status.stored()
                            .positions()
                            .get(0)
                            .writtenAt()
                            .isAfter(first.writtenAt().plusSeconds(3)));
        }
    }

    private static TestApplication application(TestDb db) {
        return TestApplication.on(db).with("heartbeat.interval", "1s").with("heartbeat.timeout", "1s");
    }

    private static void assertInterrupted(ChannelStatus now) {
        assertThat(now.link().state()).isEqualTo(State.INTERRUPTED);
        assertThat(now.link().lastFailure().orElseThrow()).startsWith("RTH");
        assertThat(now.ready()).isFalse();
        assertThat(now.started()).isTrue();
        assertThat(now.live()).isTrue();
        assertThat(now.problems()).singleElement().asString().contains("interrupted since");
        assertThat(now.following().orElseThrow().phase()).isNotEqualTo(Following.Phase.LIVE);
    }

    private static void awaitStatus(TestApplication application, Consumer<ChannelStatus> assertions) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertions.accept(application.status().now()));
    }

    private static ChannelStatus awaitWhole(TestApplication application) {
        awaitStatus(application, now -> {
            assertThat(now.problems()).isEmpty();
            assertThat(now.ready()).isTrue();
            assertThat(now.started()).isTrue();
            assertThat(now.live()).isTrue();
            assertThat(now.link().state()).isEqualTo(State.CONNECTED);
            assertThat(now.publishing().waiting() + now.publishing().underWay()).isZero();
            assertThat(now.publishing().oldest()).isZero();
            var following = now.following().orElseThrow();
            assertThat(following.phase()).isEqualTo(Following.Phase.LIVE);
            assertThat(following.lag()).isLessThan(LAG_AT_REST);
            assertThat(following.waiting()).isZero();
            assertThat(following.held()).isZero();
            assertThat(following.missed()).isZero();
            assertThat(following.provenUpTo()).isPresent();
        });
        return application.status().now();
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
