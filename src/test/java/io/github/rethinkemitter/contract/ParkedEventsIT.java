package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.EventRedriven;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An event on which an observer of a named subscriber fails to the last is stored, and handled when somebody redrives it. */
@ContractTest(alsoPacking = true)
@Timeout(180)
class ParkedEventsIT {

    private static final String OBSERVER = "TestApplication.beep";

    private final AtomicBoolean mended = new AtomicBoolean();
    private final List<RethinkEvent> handled = new CopyOnWriteArrayList<>();

    private TestApplication subscriber(TestDb db, IntPredicate fails) {
        return TestApplication.on(db)
                .with("subscriber", "orders")
                .with("observer.max-attempts", 2)
                .with("observer.delay", "10ms")
                .observing("beep", RethinkEvent.class, event -> {
                    if (fails.test(event.payload(int.class)) && !mended.get()) {
                        throw new IllegalArgumentException("no " + event.payload(int.class));
                    }
                    handled.add(event);
                });
    }

    private static List<String> trigger(TestApplication a, int from, int to) throws Exception {
        var stages = IntStream.range(from, to)
                .mapToObj(number -> a.emitter().trigger("beep", number).toCompletableFuture())
                .toList();
        var ids = new ArrayList<String>();
        for (var stage : stages) {
            ids.add(stage.get().id());
        }
        return ids;
    }

    private List<Integer> numbers() {
        return handled.stream().map(event -> event.payload(int.class)).toList();
    }

    @Test
    void theEventsOnWhichAnObserverFailsAreParkedAndNoOthers(TestDb db) throws Exception {
        try (var a = subscriber(db, number -> number % 10 == 3)) {
            var others = a.recording();
            a.connected();

            var ids = trigger(a, 0, 100);

            others.awaitIds(ids);
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(10));
            var parked = a.parkedEvents().find(ParkedQuery.all()).toList();
            assertThat(parked).hasSize(10).allSatisfy(one -> {
                assertThat(one.state()).isEqualTo(ParkedState.PARKED);
                assertThat(one.reason()).isEqualTo(ParkedReason.FAILED);
                assertThat(one.attempts()).isEqualTo(2);
                assertThat(one.owner()).isEqualTo("orders");
                assertThat(one.observer()).isEqualTo(OBSERVER);
                assertThat(one.cause()).get().satisfies(cause -> {
                    assertThat(cause.type()).isEqualTo("java.lang.IllegalArgumentException");
                    assertThat(cause.message()).isEqualTo("no " + one.event().payload(int.class));
                    assertThat(cause.stack()).contains("ParkedEventsIT");
                });
            });
            assertThat(parked)
                    .extracting(one -> one.event().payload(int.class))
                    .containsExactlyInAnyOrder(3, 13, 23, 33, 43, 53, 63, 73, 83, 93);
            await().untilAsserted(() -> assertThat(numbers()).hasSize(90));
        }
    }

    @Test
    void aRestartGoesOnBehindParkedEventsAndRedrivesThem(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).started()) {
            List<String> ids;
            try (var b = subscriber(db, number -> number == 3).connected()) {
                ids = trigger(a, 0, 10);
                b.awaitLifecycle(EventParked.class);
                await().untilAsserted(() -> assertThat(numbers()).hasSize(9));
            }
            deleteEvents(db); // as retention would
            mended.set(true);
            handled.clear();

            try (var b = subscriber(db, number -> number == 3).connected()) {
                assertThat(b.parkedEvents().by("alice").redrive(ParkedQuery.ofObserver(OBSERVER), Redrive.all()))
                        .isEqualTo(1);

                var redriven = b.awaitLifecycle(EventRedriven.class);
                assertThat(redriven.by()).isEqualTo("alice");
                assertThat(handled).singleElement().satisfies(event -> {
                    assertThat(event.id()).isEqualTo(ids.get(3));
                    assertThat(event.payload(int.class)).isEqualTo(3);
                    assertThat(event.redriven()).isTrue();
                    assertThat(event.redelivered()).isTrue();
                });
                var entry = a.parkedEvents().get(redriven.parkedId()).orElseThrow();
                assertThat(entry.state()).isEqualTo(ParkedState.HANDLED);
                assertThat(entry.by()).contains("alice");
                assertThat(b.lifecycle(EventsMissed.class)).isEmpty();
                assertThat(b.parkedEvents().count(ParkedQuery.all())).isZero();
            }
        }
    }

    private static void deleteEvents(TestDb db) {
        try (var outside = db.outside()) {
            outside.value("r.table('events').delete()");
        }
    }

    @Test
    void whatFailsAgainIsParkedAgain(TestDb db) throws Exception {
        try (var a = subscriber(db, number -> number == 3).connected()) {
            trigger(a, 0, 5);
            var first = a.awaitLifecycle(EventParked.class);

            assertThat(a.parkedEvents().redrive(first.parkedId())).isTrue();

            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(2));
            assertThat(a.lifecycle(EventParked.class))
                    .extracting(EventParked::parkedId)
                    .containsOnly(first.parkedId());
            assertThat(a.lifecycle(EventRedriven.class)).isEmpty();
            assertThat(a.parkedEvents().get(first.parkedId())).get().satisfies(entry -> {
                assertThat(entry.state()).isEqualTo(ParkedState.PARKED);
                assertThat(entry.attempts()).isEqualTo(2); // those since it was redriven
            });
        }
    }

    @Test
    void twoThatRedriveTheSameAtOnceHaveItHandledOnce(TestDb db) throws Exception {
        try (var a = subscriber(db, number -> true).connected();
                var b = TestApplication.on(db).started()) {
            trigger(a, 0, 50);
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(50));
            mended.set(true);
            var ready = new CountDownLatch(1);
            var redriven = new CopyOnWriteArrayList<Long>();
            var threads = new ArrayList<Thread>();
            for (var application : List.of(a, b, a, b)) {
                threads.add(new Thread(() -> {
                    try {
                        ready.await();
                        redriven.add(application.parkedEvents().redrive(ParkedQuery.all(), Redrive.all()));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            threads.forEach(Thread::start);
            ready.countDown();
            for (var thread : threads) {
                thread.join();
            }

            assertThat(redriven.stream().mapToLong(Long::longValue).sum()).isEqualTo(50);
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventRedriven.class)).hasSize(50));
            assertThat(handled)
                    .extracting(RethinkEvent::id)
                    .doesNotHaveDuplicates()
                    .hasSize(50);
        }
    }

    @Test
    void whatIsToBeParkedWhileTheDatabaseIsAwayIsParkedWhenItIsBack(TestDb db) throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var a = TestApplication.on(db).connected();
                var b = TestApplication.on(db)
                        .with("subscriber", "orders")
                        .with("observer.max-attempts", 1)
                        .observing("beep", Integer.class, number -> {
                            begun.countDown();
                            awaitAndFail(go);
                        })
                        .connected()) {
            var ids = trigger(a, 0, 1);
            begun.await();
            db.server().network().swallow();
            db.server().dropConnections();
            go.countDown();
            b.awaitLifecycle(ObserverFailed.class);
            assertThat(b.lifecycle(EventParked.class)).isEmpty();

            db.server().network().forward();
            db.server().dropConnections();

            assertThat(b.awaitLifecycle(EventParked.class).event().id()).isEqualTo(ids.get(0));
            assertThat(a.parkedEvents().count(ParkedQuery.all())).isEqualTo(1);
        }
    }

    private static void awaitAndFail(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("on purpose");
    }

    @Test
    void whatSeveralObserversOfOneNameFailedOnIsFoundAndRedrivenTogether(TestDb db) throws Exception {
        var called = new AtomicInteger();
        try (var a = subscriber(db, number -> true)
                .observing("beep", Integer.class, number -> {
                    called.incrementAndGet();
                    if (!mended.get()) {
                        throw new IllegalStateException("on purpose");
                    }
                })
                .connected()) {
            trigger(a, 0, 1);
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(2));
            mended.set(true);

            assertThat(a.parkedEvents().find(ParkedQuery.ofObserver(OBSERVER)))
                    .extracting(ParkedEvent::observer)
                    .containsExactlyInAnyOrder(OBSERVER, OBSERVER + "#2");
            assertThat(a.parkedEvents().redrive(ParkedQuery.ofObserver(OBSERVER), Redrive.all()))
                    .isEqualTo(2);

            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventRedriven.class)).hasSize(2));
            assertThat(handled).hasSize(1);
            assertThat(called).hasValue(3);
        }
    }

    @Test
    void whatWasDiscardedIsNotRedriven(TestDb db) throws Exception {
        try (var a = subscriber(db, number -> true).connected()) {
            trigger(a, 0, 3);
            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventParked.class)).hasSize(3));
            var first = a.lifecycle(EventParked.class).get(0);
            mended.set(true);

            assertThat(a.parkedEvents().by("bob").discard(first.parkedId(), "customer is gone"))
                    .isTrue();
            assertThat(a.parkedEvents().redrive(ParkedQuery.all(), Redrive.all()))
                    .isEqualTo(2);

            await().untilAsserted(
                            () -> assertThat(a.lifecycle(EventRedriven.class)).hasSize(2));
            assertThat(handled)
                    .extracting(RethinkEvent::id)
                    .doesNotContain(first.event().id());
            assertThat(a.parkedEvents().get(first.parkedId())).get().satisfies(entry -> {
                assertThat(entry.state()).isEqualTo(ParkedState.DISCARDED);
                assertThat(entry.by()).contains("bob");
                assertThat(entry.note()).contains("customer is gone");
            });
        }
    }

    @Test
    void withoutANameNothingIsParked(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)
                .with("observer.max-attempts", 1)
                .observing("beep", Integer.class, number -> {
                    throw new IllegalStateException("on purpose");
                })
                .connected()) {
            trigger(a, 0, 1);
            a.awaitLifecycle(ObserverFailed.class);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        try (var outside = db.outside()) {
            assertThat(outside.value("r.tableList()").toString()).doesNotContain("parked");
        }
    }
}
