package io.github.rethinkemitter.internal.park;

import static io.github.rethinkemitter.internal.park.ParkFixture.EARLIER;
import static io.github.rethinkemitter.internal.park.ParkFixture.OWNER;
import static io.github.rethinkemitter.internal.park.ParkFixture.event;
import static io.github.rethinkemitter.internal.park.ParkFixture.parked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes again after a crash goes to observers one event at a time, with an entry that counts the attempt. */
@Timeout(60)
class RedeliveryGuardTest {

    private final ParkFixture fixture = new ParkFixture();
    private final GuardedObservers observers = new GuardedObservers();
    private final AtomicInteger crashes = new AtomicInteger(2);
    private final RedeliveryGuard guard = guard(10);

    private RedeliveryGuard guard(int events) {
        fixture.queue.open();
        return new RedeliveryGuard(
                "audit", OWNER, fixture.queue, fixture::await, observers, crashes::get, events, Duration.ofSeconds(30));
    }

    private final class GuardedObservers implements RedeliveryGuard.Observers {
        final List<Delivery> given = new CopyOnWriteArrayList<>();
        final List<Duration> waits = new ArrayList<>();
        final List<ParkedEntry> heldAtCall = new ArrayList<>();
        boolean idle = true;
        boolean closed;

        @Override
        public void accept(Delivery delivery) {
            heldAtCall.addAll(fixture.store.all());
            given.add(delivery);
        }

        @Override
        public List<String> observersOf(String topic) {
            return List.of("billing", "audit");
        }

        @Override
        public boolean awaitIdle(Duration timeout) {
            waits.add(timeout);
            return idle;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }
    }

    private static Delivery redelivered(String event) {
        return new Delivery(event(event), true, true);
    }

    @Test
    void whatComesForTheFirstTimePaysNothing() throws Exception {
        var first = new Delivery(event("a"), false, false);

        guard.accept(first);
        guard.handled(event("a"));

        assertThat(observers.given).singleElement().isSameAs(first);
        assertThat(observers.waits).isEmpty();
        assertThat(fixture.store.calls()).isEmpty();
    }

    @Test
    void afterASingleCrashAnObserverForWhichTheEventIsStoredDoesNotGetItAgain() throws Exception {
        crashes.set(1);
        fixture.store.park(EARLIER, List.of(fixture.write("b", ParkedState.PARKED, 3)));

        guard.accept(redelivered("a"));
        guard.accept(redelivered("b"));
        guard.accept(redelivered("c"));

        assertThat(observers.given)
                .extracting(delivery -> delivery.event().id())
                .containsExactly("a", "b", "c");
        assertThat(observers.given).extracting(Delivery::except).containsExactly(Set.of(), Set.of("billing"), Set.of());
        assertThat(observers.waits).isEmpty();
        assertThat(fixture.store.calls()).containsExactly("park 1", "changedSincePosition 10000");
    }

    @Test
    void afterAnOrderlyStopWhatWasLeftUnhandledGoesOnlyToObserversForWhichItIsNotStored() throws Exception {
        crashes.set(0);
        fixture.store.park(EARLIER, List.of(fixture.write("a", ParkedState.WAITING, 1)));

        guard.accept(redelivered("a"));

        assertThat(observers.given)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.except()).containsExactly("billing"));
    }

    @Test
    void anEntryForEachObserverIsHeldFromBeforeTheCallUntilTheEventIsHandled() throws Exception {
        guard.accept(redelivered("a"));

        assertThat(observers.heldAtCall).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.state()).isEqualTo(ParkedState.REDRIVING);
            assertThat(entry.reason()).isEqualTo(ParkedReason.CRASH);
            assertThat(entry.attempts()).isEqualTo(3); // two by processes that have crashed
            assertThat(fixture.store.holder(entry.id())).isEqualTo("now");
        });
        assertThat(fixture.queue.held()).hasSize(2);

        guard.handled(event("a"));

        assertThat(fixture.queue.forgotten()).hasSize(2);
        fixture.store.forget(OWNER, fixture.queue.forgotten());
        fixture.queue.forgot(fixture.queue.forgotten());
        assertThat(fixture.store.all()).isEmpty();
        assertThat(fixture.queue.held()).isEmpty();
    }

    @Test
    void anObserverForWhichTheEventIsStoredDoesNotGetItAgain() throws Exception {
        fixture.store.park(EARLIER, List.of(fixture.write("a", ParkedState.PARKED, 3)));

        guard.accept(redelivered("a"));

        assertThat(observers.given)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.except()).containsExactly("billing"));
        guard.handled(event("a"));
        assertThat(fixture.queue.forgotten()).hasSize(1).doesNotContain(fixture.id("a"));
    }

    @Test
    void theNextEventComesWhenThatBeforeIsDone() throws Exception {
        guard.accept(redelivered("a"));
        guard.accept(redelivered("b"));
        assertThat(observers.waits).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));

        observers.idle = false; // an observer is stuck: it is waited for once
        guard.accept(redelivered("c"));
        guard.accept(redelivered("d"));
        guard.accept(redelivered("e"));
        assertThat(observers.waits.subList(2, 5)).containsExactly(Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO);
    }

    @Test
    void anEntryWithAnOutcomeIsNotForgotten() throws Exception {
        guard.accept(redelivered("a"));
        fixture.queue.store(parked("a"), id -> guard.handled(event("a")));

        var outcomes = fixture.queue.first(10, 1_000);
        fixture.store.park(OWNER, List.of(fixture.write("a", ParkedState.PARKED, 2)));
        fixture.queue.stored(outcomes);

        assertThat(fixture.queue.forgotten()).hasSize(1).doesNotContain(fixture.id("a"));
        assertThat(Objects.requireNonNull(fixture.store.entry(fixture.id("a"))).state())
                .isEqualTo(ParkedState.PARKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withoutTheDatabaseNothingIsGiven(int before) throws Exception {
        crashes.set(before);
        fixture.store.setDown(true);
        var thrown = new AtomicReference<Throwable>();
        var feed = new Thread(() -> {
            try {
                guard.accept(redelivered("a"));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        feed.start();
        await().until(() -> fixture.store.calls().size() > 2);
        assertThat(observers.given).isEmpty();

        fixture.store.setDown(false);

        feed.join(30_000);
        assertThat(observers.given).hasSize(1);
        assertThat(thrown.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStopEndsTheWaitForTheDatabase(int before) {
        crashes.set(before);
        fixture.store.setDown(true);
        observers.closed = true;

        assertThatThrownBy(() -> guard.accept(redelivered("a"))).isInstanceOf(InterruptedException.class);
        assertThat(observers.given).isEmpty();
    }

    @Test
    void afterAsManyEventsAsMayHaveBeenUnderWayTheOthersComeWithoutCare() throws Exception {
        var two = guard(2);

        two.accept(redelivered("a"));
        two.accept(redelivered("b"));
        two.accept(redelivered("c"));

        assertThat(observers.given).hasSize(3);
        assertThat(fixture.store.calls()).containsExactly("hold 2", "hold 2", "changedSincePosition 10000");
    }
}
