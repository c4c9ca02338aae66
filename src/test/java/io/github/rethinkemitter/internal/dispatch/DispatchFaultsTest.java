package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.bufferOf;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is thrown while an event is dispatched: the event is handled or left unhandled, and the next ones are
 * dispatched.
 */
@Timeout(60)
class DispatchFaultsTest {

    private final List<Object> seen = new CopyOnWriteArrayList<>();

    static List<Throwable> exceptions() {
        return List.of(
                new RejectedExecutionException("full"),
                new IllegalStateException("boom"),
                new NoClassDefFoundError("Gone"),
                new StackOverflowError(),
                new OutOfMemoryError("pretended"),
                new Exception("checked, by trickery"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whateverTheExecutorThrowsOnlyThatCallFails(Throwable thrown) throws Exception {
        var calls = new AtomicInteger();
        try (var fixture = new DispatcherFixture(
                bufferOf(2),
                b -> task -> {
                    if (calls.incrementAndGet() == 1) {
                        sneak(thrown);
                    }
                    b.pool.execute(task);
                },
                async("beep", String.class, seen::add))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            fixture.deliver("beep", "c");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b", "c"));
            assertThat(seen).containsExactly("b", "c");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.cause())
                            .hasMessageStartingWith("RTH0413")
                            .hasCause(thrown));
        }
    }

    @Test
    void aCallThatRanIsHandledThoughTheExecutorThrowsAfterwards() throws Exception {
        Executor both = task -> {
            task.run();
            throw new RejectedExecutionException("too late");
        };
        try (var fixture = new DispatcherFixture(bufferOf(2), b -> both, async("beep", String.class, seen::add))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "b");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).isEmpty();
        }
    }

    @Test
    void aCallThatTheExecutorRefusedAndRunsLaterCallsNoObserver() throws Exception {
        var late = new ArrayList<Runnable>();
        try (var fixture = new DispatcherFixture(
                bufferOf(2),
                b -> task -> {
                    if (late.isEmpty()) {
                        late.add(task);
                        throw new OutOfMemoryError("pretended: no thread for what was queued");
                    }
                    b.pool.execute(task);
                },
                async("beep", String.class, seen::add))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));

            late.get(0).run();

            assertThat(seen).containsExactly("b");
            assertThat(fixture.handled).containsExactly("a", "b");
        }
    }

    @Test
    void noSecondCallBeginsWhileTheFirstRunsThoughTheExecutorThrew() throws Exception {
        var dispatched = new CopyOnWriteArrayList<Object>();
        var calls = new AtomicInteger();
        var inside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(
                bufferOf(2),
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
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            await().until(() -> dispatched.contains("b"));
            fixture.awaitNextLook();
            assertThat(seen).isEmpty();
            gate.countDown();

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "b");
        }
    }

    @Test
    void anInterruptThatAnObserverLeavesBehindDoesNotReachTheDeliveryListener() throws Exception {
        DispatcherFixture.Body interrupts = payload -> Thread.currentThread().interrupt();
        try (var fixture = new DispatcherFixture(
                bufferOf(2),
                b -> b.pool,
                doingFirst(event -> {
                    seen.add(Thread.currentThread().isInterrupted());
                }),
                DispatcherFixture::start,
                async("beep", String.class, interrupts),
                sync("boop", String.class, 1, interrupts))) {
            fixture.deliver("beep", "a");
            fixture.deliver("boop", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(2));
            assertThat(seen).containsExactly(false, false);
        }
    }

    /** An observer that makes a step of the dispatching thread fail some times. */
    private static final class FailingStep implements Observer {
        private final AtomicInteger failures;
        private final DispatcherFixture.TestObserver observer;

        private FailingStep(int failures, DispatcherFixture.TestObserver observer) {
            this.failures = new AtomicInteger(failures);
            this.observer = observer;
        }

        @Override
        public boolean async() {
            // Also asked when the observers are sorted, by the thread of the test.
            if (Thread.currentThread().getName().equals("dispatch-under-test") && failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("pretended");
            }
            return observer.async();
        }

        @Override
        public String topic() {
            return observer.topic();
        }

        @Override
        public Type type() {
            return observer.type();
        }

        @Override
        public int priority() {
            return observer.priority();
        }

        @Override
        public String method() {
            return observer.method();
        }

        @Override
        public void call(@Nullable Object payload) throws Exception {
            observer.call(payload);
        }
    }

    @Test
    void aStepOfTheDispatchingThatFailsIsTriedAgain() throws Exception {
        try (var fixture = new DispatcherFixture(
                2,
                new FailingStep(2, sync("beep", String.class, 1, seen::add)),
                sync("beep", String.class, 2, seen::add))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "a", "b", "b");
            assertThat(fixture.errors).isNotEmpty();
            assertThat(fixture.log.of("RTH0417")).isNotEmpty();
        }
    }

    @Test
    void aStepThatFailsEachTimeIsLeftOutAndTheEventIsLeftUnhandled() throws Exception {
        try (var fixture = new DispatcherFixture(
                2,
                new FailingStep(3, sync("beep", String.class, 1, seen::add)),
                sync("beep", String.class, 2, seen::add))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            fixture.deliver("beep", "c");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b", "c"));
            assertThat(fixture.leftUnhandled).containsExactly("a");
            assertThat(seen).containsExactly("a", "b", "b", "c", "c");
            assertThat(fixture.log.of("RTH0426")).singleElement().asString().contains("\"a\"");
        }
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void anExceptionOfTheDeliveryListenerDoesNotStopLaterEvents(Throwable thrown) throws Exception {
        try (var fixture = new DispatcherFixture(
                bufferOf(1),
                b -> b.pool,
                doingFirst(event -> {
                    if (event.id().equals("a")) {
                        sneak(thrown);
                    }
                }),
                DispatcherFixture::start,
                sync("beep", String.class, 1, seen::add))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b"));
            assertThat(fixture.log.of("RTH0415")).singleElement().asString().contains("\"a\"");
        }
    }

    @Test
    void theDeliveryListenerIsCalledWithoutALock() throws Exception {
        var others = new AtomicInteger();
        var fixture = new AtomicReference<DispatcherFixture>();
        try (var opened = new DispatcherFixture(
                bufferOf(4),
                b -> b.pool,
                doingFirst(event -> {
                    // Meanwhile another thread can do all that takes a lock.
                    if (event.id().equals("a")) {
                        var other = fixture.get().deliverOnOwnThread("beep", "b");
                        await().until(() -> !other.isAlive());
                        assertThat(fixture.get().dispatcher.isRunBy(other)).isFalse();
                        others.incrementAndGet();
                    }
                }),
                DispatcherFixture::start,
                sync("beep", String.class, 1, seen::add))) {
            fixture.set(opened);
            opened.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(opened.handled).containsExactly("a", "b"));
            assertThat(others).hasValue(1);
        }
    }

    @Test
    void dispatchingCanBeginAgainAfterAnException() {
        var dispatched = new ArrayList<DispatchTurn>();
        var threads = new DispatchThreads("audit", DispatcherFixture::start, () -> {}, () -> 0);
        var turns = new DispatchTurns(threads, turn -> {
            dispatched.add(turn);
            if (dispatched.size() == 1) {
                throw new OutOfMemoryError("pretended");
            }
            throw new IllegalStateException("enough");
        });

        assertThatThrownBy(turns::serve).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(turns::serve).isInstanceOf(IllegalStateException.class);

        assertThat(dispatched).doesNotHaveDuplicates().hasSize(2);
        assertThat(turns.current()).isNull();
    }

    @Test
    void anInterruptOfTheDispatchingThreadStopsNothing() throws Exception {
        try (var fixture = new DispatcherFixture(
                8,
                sync(
                        "beep",
                        String.class,
                        1,
                        payload -> seen.add(Thread.currentThread().isInterrupted())))) {
            await().until(() -> DispatcherFixture.isWaiting(fixture.thread));
            fixture.thread.interrupt();
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(seen).containsExactly(false);
        }
    }

    @Test
    void aWatchThreadIsRequestedAgainWhenTheServerHadNone() throws Exception {
        var watches = new AtomicInteger();
        try (var fixture = new DispatcherFixture(
                bufferOf(8),
                b -> b.pool,
                UnaryOperator.identity(),
                (name, task) -> {
                    if (name.equals("observers-watch") && watches.incrementAndGet() == 1) {
                        throw new IllegalStateException("the server is not ready");
                    }
                    return start(name, task);
                },
                sync("beep", String.class, 1, seen::add))) {
            await().until(() -> watches.get() == 1);
            fixture.letPass(Duration.ofSeconds(1));
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(watches).hasValue(2));
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
        }
    }

    /** A delivery listener that does something of its own before it is told of a handled event. */
    private static UnaryOperator<DeliveryListener> doingFirst(Consumer<StoredEvent> first) {
        return listener -> new DeliveryListener() {
            @Override
            public void handled(StoredEvent event) {
                first.accept(event);
                listener.handled(event);
            }

            @Override
            public void leftUnhandled(StoredEvent event) {
                listener.leftUnhandled(event);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
