package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown between the arrival of an event and its end: it ends, or is told as left, and the next ones come. */
@Timeout(60)
class DispatchFaultsTest {

    private final List<Object> seen = new CopyOnWriteArrayList<>();

    static List<Throwable> whatIsThrown() {
        return List.of(
                new RejectedExecutionException("full"),
                new IllegalStateException("boom"),
                new NoClassDefFoundError("Gone"),
                new StackOverflowError(),
                new OutOfMemoryError("pretended"),
                new Exception("checked, by trickery"));
    }

    @ParameterizedTest
    @MethodSource("whatIsThrown")
    void anExecutorMayRefuseByAnything(Throwable thrown) throws Exception {
        var calls = new AtomicInteger();
        try (var bench = new DispatcherFixture(
                with(2),
                b -> task -> {
                    if (calls.incrementAndGet() == 1) {
                        sneak(thrown);
                    }
                    b.pool.execute(task);
                },
                async("beep", String.class, seen::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");
            bench.deliver("beep", "c");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a", "b", "c"));
            assertThat(seen).containsExactly("b", "c");
            assertThat(bench.told(ObserverFailed.class))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.cause())
                            .hasMessageStartingWith("RTH0413")
                            .hasCause(thrown));
        }
    }

    @Test
    void anExecutorThatRunsACallAndThrowsAllTheSameHasRunIt() throws Exception {
        Executor both = task -> {
            task.run();
            throw new RejectedExecutionException("too late");
        };
        try (var bench = new DispatcherFixture(with(2), b -> both, async("beep", String.class, seen::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "b");
            assertThat(bench.told(ObserverFailed.class)).isEmpty();
        }
    }

    @Test
    void anExecutorThatThrowsAndRunsTheCallLaterCallsNobodyTwice() throws Exception {
        var late = new ArrayList<Runnable>();
        try (var bench = new DispatcherFixture(
                with(2),
                b -> task -> {
                    if (late.isEmpty()) {
                        late.add(task);
                        throw new OutOfMemoryError("pretended: no thread for what was queued");
                    }
                    b.pool.execute(task);
                },
                async("beep", String.class, seen::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");
            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a", "b"));

            late.get(0).run();

            assertThat(seen).containsExactly("b");
            assertThat(bench.handled).containsExactly("a", "b");
        }
    }

    @Test
    void anExecutorThatThrowsWhileItRunsACallLetsNoOtherRunBesideIt() throws Exception {
        var dispatched = new CopyOnWriteArrayList<Object>();
        var calls = new AtomicInteger();
        var inside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var bench = new DispatcherFixture(
                with(2),
                b -> task -> {
                    b.pool.execute(task);
                    if (calls.incrementAndGet() == 1) {
                        await().until(() -> inside.getCount() == 0);
                        throw new OutOfMemoryError("pretended: no thread for what runs");
                    }
                },
                async("beep", String.class, payload -> {
                    inside.countDown();
                    if ("a".equals(payload)) {
                        gate.await();
                    }
                    seen.add(payload);
                }),
                sync("beep", String.class, 1, dispatched::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");
            await().until(() -> dispatched.contains("b"));
            bench.awaitLook();
            assertThat(seen).isEmpty();
            gate.countDown();

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "b");
        }
    }

    @Test
    void anInterruptThatAnObserverLeavesBehindIsNotForWhoeverIsTold() throws Exception {
        DispatcherFixture.Body interrupts = payload -> Thread.currentThread().interrupt();
        try (var bench = new DispatcherFixture(
                with(2),
                b -> b.pool,
                told -> new DeliveryListener() {
                    @Override
                    public void handled(StoredEvent event) {
                        seen.add(Thread.currentThread().isInterrupted());
                        told.handled(event);
                    }

                    @Override
                    public void leftUnhandled(StoredEvent event) {
                        told.leftUnhandled(event);
                    }
                },
                DispatcherFixture::start,
                async("beep", String.class, interrupts),
                sync("boop", String.class, 1, interrupts))) {
            bench.deliver("beep", "a");
            bench.deliver("boop", "b");

            await().untilAsserted(() -> assertThat(bench.handled).hasSize(2));
            assertThat(seen).containsExactly(false, false);
        }
    }

    /** One of the library's own steps fails some times. */
    private static final class Failing implements Observer {
        private final AtomicInteger failures;
        private final DispatcherFixture.Seat seat;

        private Failing(int failures, DispatcherFixture.Seat seat) {
            this.failures = new AtomicInteger(failures);
            this.seat = seat;
        }

        @Override
        public boolean async() {
            // Asked first when the observers are sorted.
            if (Thread.currentThread().getName().equals("dispatch-under-test") && failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("pretended");
            }
            return seat.async();
        }

        @Override
        public String topic() {
            return seat.topic();
        }

        @Override
        public Type type() {
            return seat.type();
        }

        @Override
        public int priority() {
            return seat.priority();
        }

        @Override
        public String method() {
            return seat.method();
        }

        @Override
        public void call(@Nullable Object payload) throws Exception {
            seat.call(payload);
        }
    }

    @Test
    void aStepThatFailsIsTriedAgain() throws Exception {
        try (var bench = new DispatcherFixture(
                2,
                new Failing(2, sync("beep", String.class, 1, seen::add)),
                sync("beep", String.class, 2, seen::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "a", "b", "b");
            assertThat(bench.errors).isNotEmpty();
            assertThat(bench.log.of("RTH0417")).isNotEmpty();
        }
    }

    @Test
    void aStepThatFailsEachTimeIsLeftOutAndTheEventComesAgain() throws Exception {
        try (var bench = new DispatcherFixture(
                2,
                new Failing(3, sync("beep", String.class, 1, seen::add)),
                sync("beep", String.class, 2, seen::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");
            bench.deliver("beep", "c");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("b", "c"));
            assertThat(bench.left).containsExactly("a");
            assertThat(seen).containsExactly("a", "b", "b", "c", "c");
            assertThat(bench.log.of("RTH0426")).singleElement().asString().contains("\"a\"");
        }
    }

    @ParameterizedTest
    @MethodSource("whatIsThrown")
    void whoIsToldMayThrowAnything(Throwable thrown) throws Exception {
        try (var bench = new DispatcherFixture(
                with(1),
                b -> b.pool,
                told -> new DeliveryListener() {
                    @Override
                    public void handled(StoredEvent event) {
                        if (event.id().equals("a")) {
                            sneak(thrown);
                        }
                        told.handled(event);
                    }

                    @Override
                    public void leftUnhandled(StoredEvent event) {
                        told.leftUnhandled(event);
                    }
                },
                DispatcherFixture::start,
                sync("beep", String.class, 1, seen::add))) {
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("b"));
            assertThat(bench.log.of("RTH0415")).singleElement().asString().contains("\"a\"");
        }
    }

    @Test
    void whoeverIsToldIsNotCalledUnderALock() throws Exception {
        var others = new AtomicInteger();
        var bench = new AtomicReferenceOfBench();
        try (var opened = new DispatcherFixture(
                with(4),
                b -> b.pool,
                told -> new DeliveryListener() {
                    @Override
                    public void handled(StoredEvent event) {
                        // Another thread gets through everything that takes a lock meanwhile.
                        if (event.id().equals("a")) {
                            var other = bench.get().delivering("beep", "b");
                            await().until(() -> !other.isAlive());
                            assertThat(bench.get().dispatcher.isRunBy(other)).isFalse();
                            others.incrementAndGet();
                        }
                        told.handled(event);
                    }

                    @Override
                    public void leftUnhandled(StoredEvent event) {
                        told.leftUnhandled(event);
                    }
                },
                DispatcherFixture::start,
                sync("beep", String.class, 1, seen::add))) {
            bench.set(opened);
            opened.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(opened.handled).containsExactly("a", "b"));
            assertThat(others).hasValue(1);
        }
    }

    private static final class AtomicReferenceOfBench {
        private volatile @Nullable DispatcherFixture bench;

        private void set(DispatcherFixture opened) {
            bench = opened;
        }

        private DispatcherFixture get() {
            var known = bench;
            if (known == null) {
                throw new AssertionError("no event was delivered yet");
            }
            return known;
        }
    }

    @Test
    void whatRunsTheDispatchingMayBeginAgainAfterAnException() {
        var dispatched = new ArrayList<DispatchTurn>();
        var shifts = new DispatchTurns(
                "audit",
                DispatcherFixture::start,
                shift -> {
                    dispatched.add(shift);
                    if (dispatched.size() == 1) {
                        throw new OutOfMemoryError("pretended");
                    }
                    throw new IllegalStateException("enough");
                },
                () -> {},
                () -> 0);

        assertThatThrownBy(shifts::serve).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(shifts::serve).isInstanceOf(IllegalStateException.class);

        assertThat(dispatched).doesNotHaveDuplicates().hasSize(2);
        assertThat(shifts.active()).isNull();
    }

    @Test
    void anInterruptOfTheThreadThatDispatchesStopsNothing() throws Exception {
        try (var bench = new DispatcherFixture(
                8,
                sync(
                        "beep",
                        String.class,
                        1,
                        payload -> seen.add(Thread.currentThread().isInterrupted())))) {
            await().until(() -> DispatcherFixture.waits(bench.thread));
            bench.thread.interrupt();
            bench.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a"));
            assertThat(seen).containsExactly(false);
        }
    }

    @Test
    void whereThereIsNoThreadToKeepWatchItIsTriedAgain() throws Exception {
        var watches = new AtomicInteger();
        try (var bench = new DispatcherFixture(
                with(8),
                b -> b.pool,
                told -> told,
                (name, task) -> {
                    if (name.equals("observers-watch") && watches.incrementAndGet() == 1) {
                        throw new IllegalStateException("the server is not ready");
                    }
                    return start(name, task);
                },
                sync("beep", String.class, 1, seen::add))) {
            await().until(() -> watches.get() == 1);
            bench.pass(Duration.ofSeconds(1));
            bench.deliver("beep", "a");
            bench.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(watches).hasValue(2));
            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("a", "b"));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
