package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.RethinkEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DispatcherTest {

    private final List<Object> seen = new CopyOnWriteArrayList<>();

    @Test
    void observersOfATopicAreCalledInTheOrderOfTheirPriorities() throws Exception {
        try (var fixture = new DispatcherFixture(
                8,
                sync("beep", String.class, 300, payload -> seen.add("late " + payload)),
                sync("boop", String.class, 200, payload -> seen.add("wrong topic")),
                sync("*", String.class, 100, payload -> seen.add("early " + payload)))) {

            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("early a", "late a", "early b", "late b");
        }
    }

    static List<Throwable> exceptionsOfObservers() {
        return List.of(
                new IllegalStateException("boom"),
                new Exception("checked"),
                new InterruptedException("not by us"),
                new StackOverflowError(),
                new NoClassDefFoundError("Gone"),
                new OutOfMemoryError("pretended"));
    }

    @ParameterizedTest
    @MethodSource("exceptionsOfObservers")
    void anObserverThatThrowsIsReportedAndHarmsNothingElse(Throwable thrown) throws Exception {
        try (var fixture = new DispatcherFixture(
                8,
                sync("beep", String.class, 1, payload -> sneak(thrown)),
                sync("beep", String.class, 2, payload -> seen.add(payload)))) {

            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly("a", "b");
            assertThat(fixture.lifecycle).hasSize(2).first().isInstanceOfSatisfying(ObserverFailed.class, failure -> {
                assertThat(failure.channel()).isEqualTo("audit");
                assertThat(failure.event().id()).isEqualTo("a");
                assertThat(failure.observer()).isEqualTo("Observers.sync1");
                assertThat(failure.attempt()).isEqualTo(1);
                assertThat(failure.cause()).isSameAs(thrown);
            });
            assertThat(fixture.errors).isEmpty();
            assertThat(fixture.log.of("RTH0411 observer Observers.sync1 failed on event \"a\" of topic \"beep\""))
                    .hasSize(1);
        }
    }

    @Test
    void anObserverWhoseTypeDoesNotFitIsTheOnlyOneWithoutTheEvent() throws Exception {
        try (var fixture = new DispatcherFixture(
                8,
                sync("beep", int.class, 1, payload -> seen.add("never")),
                sync("beep", String.class, 2, seen::add))) {

            fixture.deliver("beep", "boop");
            fixture.deliver("beep", "null");

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(2));
            assertThat(seen).containsExactly("boop", null);
            assertThat(fixture.lifecycle)
                    .extracting(failure -> ((ObserverFailed) failure).cause())
                    .hasOnlyElementsOfType(PayloadMismatchException.class)
                    .extracting(Throwable::getMessage)
                    .satisfiesExactly(
                            message -> assertThat(message).startsWith("RTH0401"),
                            message -> assertThat(message)
                                    .startsWith("RTH0412 topic \"beep\": event null has no payload"));
        }
    }

    @Test
    void noTwoObserversShareAnObjectThatCanBeChanged() throws Exception {
        try (var fixture = new DispatcherFixture(
                8,
                sync(
                        "beep",
                        AtomicReference.class,
                        1,
                        payload -> seen.add(((AtomicReference<?>) payload).getAndSet(null))),
                sync("beep", AtomicReference.class, 2, payload -> seen.add(((AtomicReference<?>) payload).get())),
                sync("beep", String.class, 3, seen::add),
                sync("beep", String.class, 4, seen::add))) {

            fixture.deliver("beep", "boop");

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(1));
            assertThat(seen.get(1)).isEqualTo("boop");
            assertThat(seen.get(2)).isSameAs(seen.get(3));
        }
    }

    @Test
    void anObserverOfTheWholeEventGetsItWithItsChannelAndOrigin() throws Exception {
        try (var fixture = new DispatcherFixture(8, sync("**", RethinkEvent.class, 1, seen::add))) {
            fixture.deliver("order.placed", "7", "node-1", 12);

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(1));
            var event = (RethinkEvent) seen.get(0);
            assertThat(event.topic()).isEqualTo("order.placed");
            assertThat(event.channel()).isEqualTo("audit");
            assertThat(event.origin()).contains("node-1");
            assertThat(event.sequence()).hasValue(12);
            assertThat(event.replayed()).isTrue();
            assertThat(event.payload(int.class)).isEqualTo(7);
            assertThat(event).asString().doesNotContain("[7]");
        }
    }

    @Test
    void anAsynchronousObserverGetsPublishersInParallelButEachInOrder() throws Exception {
        var perPublisher = new ConcurrentHashMap<String, List<Long>>();
        var bothAreIn = new CountDownLatch(2);
        try (var fixture = new DispatcherFixture(1000, async("beep", RethinkEvent.class, payload -> {
            var event = (RethinkEvent) payload;
            var publisher = event.origin().orElseThrow();
            perPublisher
                    .computeIfAbsent(publisher, p -> new ArrayList<>())
                    .add(event.sequence().orElseThrow());
            if (event.sequence().orElseThrow() == 0) {
                bothAreIn.countDown();
                assertThat(bothAreIn.await(30, SECONDS)).isTrue();
            }
        }))) {
            var expected = new ArrayList<Long>();
            for (long seq = 0; seq < 200; seq++) {
                fixture.deliver("beep", "a" + seq, "A", seq);
                fixture.deliver("beep", "b" + seq, "B", seq);
                expected.add(seq);
            }

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(400));
            assertThat(perPublisher).isEqualTo(Map.of("A", expected, "B", expected));
        }
    }

    @Test
    void anEventIsHandledAsSoonAsItsOwnObserversHaveReturned() throws Exception {
        var gate = new CountDownLatch(1);
        try (var fixture = new DispatcherFixture(
                8,
                async(
                        "slow",
                        String.class,
                        payload -> assertThat(gate.await(30, SECONDS)).isTrue()),
                sync("**", String.class, 1, seen::add))) {
            fixture.deliver("slow", "a");
            fixture.deliver("fast", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b"));
            assertThat(seen).containsExactly("a", "b");
            gate.countDown();

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("b", "a"));
        }
    }

    @Test
    void aRefusedAsynchronousCallIsReported() throws Exception {
        try (var fixture = new DispatcherFixture(
                8, async("beep", String.class, seen::add), sync("beep", String.class, 1, seen::add))) {
            fixture.pool.shutdown();
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(seen).containsExactly("a");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                    .singleElement()
                    .extracting(ObserverFailed::cause, THROWABLE)
                    .hasMessageStartingWith("RTH0413 the executor refused to run observer Observers.async");
        }
    }

    @Test
    void anInterruptThatAnObserverLeavesBehindStopsNothing() throws Exception {
        try (var fixture = new DispatcherFixture(
                8,
                sync("beep", String.class, 1, payload -> Thread.currentThread().interrupt()),
                sync(
                        "beep",
                        String.class,
                        2,
                        payload -> seen.add(Thread.currentThread().isInterrupted())))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(seen).containsExactly(false, false);
        }
    }

    @Test
    void aPlaceholderInAPublishersSequenceIsHandledAndNotObserved() throws Exception {
        try (var fixture = new DispatcherFixture(8, sync("**", String.class, 1, seen::add))) {
            fixture.deliver("", "a");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a"));
            assertThat(seen).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
