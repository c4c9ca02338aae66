package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.with;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StuckObserverTest {

    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Object> stuckSaw = new CopyOnWriteArrayList<>();

    @AfterEach
    void letGo() {
        gate.countDown();
    }

    /** Notes what comes, and does not return from what matches before the gate is open. */
    private DispatcherFixture.Body hangingOn(Predicate<Object> which) {
        return payload -> {
            stuckSaw.add(String.valueOf(payload));
            if (which.test(String.valueOf(payload))) {
                assertThat(gate.await(60, SECONDS)).isTrue();
            }
        };
    }

    private static List<String> names(String prefix, int from, int to) {
        var names = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    private static void deliver(DispatcherFixture bench, String topic, List<String> texts) throws InterruptedException {
        for (var text : texts) {
            bench.deliver(topic, text);
        }
    }

    private DispatcherFixture bench(boolean async, int bufferSize) {
        var hanging = async
                ? async("slow", String.class, "Slow.hangs", hangingOn("s0"::equals))
                : new DispatcherFixture.Seat("slow", String.class, false, 1, "Slow.hangs", hangingOn("s0"::equals));
        return new DispatcherFixture(bufferSize, hanging, sync("**", String.class, 2, seen::add));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatHangsDoesNotDelayOthers(boolean async) throws Exception {
        try (var bench = bench(async, 4)) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);

            deliver(bench, "fast", names("f", 0, 20));

            await().untilAsserted(() -> assertThat(bench.handled).containsExactlyElementsOf(names("f", 0, 20)));
            assertThat(seen).startsWith("s0", "f0").hasSize(21);
            assertThat(bench.left).isEmpty();
            gate.countDown();
            await().untilAsserted(() -> assertThat(bench.handled).contains("s0").hasSize(21));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatHangsIsToldOnceAndAgainWhenItReturns(boolean async) throws Exception {
        try (var bench = bench(async, 4)) {
            bench.pass(Duration.ofSeconds(7));
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));

            bench.pass(WARN_AFTER);

            await().untilAsserted(() -> assertThat(bench.told(ObserverStuck.class))
                    .singleElement()
                    .satisfies(stuck -> {
                        assertThat(stuck.channel()).isEqualTo("audit");
                        assertThat(stuck.observer()).isEqualTo("Slow.hangs");
                        assertThat(stuck.event().id()).isEqualTo("s0");
                        assertThat(stuck.since()).isEqualTo(Instant.EPOCH.plusSeconds(7));
                    }));
            assertThat(bench.log.of("RTH0419"))
                    .singleElement()
                    .asString()
                    .contains(
                            "Slow.hangs",
                            "\"s0\"",
                            "\"slow\"",
                            "1970-01-01T00:00:07Z",
                            async ? "pool-" : "dispatch-under-test");
            assertThat(bench.told(ObserverReturned.class)).isEmpty();

            bench.pass(Duration.ofSeconds(3));
            gate.countDown();

            await().untilAsserted(() -> assertThat(bench.told(ObserverReturned.class))
                    .singleElement()
                    .satisfies(back -> {
                        assertThat(back.observer()).isEqualTo("Slow.hangs");
                        assertThat(back.event().id()).isEqualTo("s0");
                        assertThat(back.since()).isEqualTo(Instant.EPOCH.plusSeconds(7));
                        assertThat(back.duration()).isEqualTo(WARN_AFTER.plusSeconds(3));
                    }));
            assertThat(bench.told(ObserverStuck.class)).hasSize(1);
            assertThat(bench.log.of("RTH0420")).hasSize(1);
        }
    }

    @Test
    void aSynchronousObserverThatHungGetsWhatItMissedInOrderAndOneAtATime() throws Exception {
        var inside = new AtomicInteger();
        var together = new AtomicBoolean();
        var body = hangingOn("s0"::equals);
        try (var bench = new DispatcherFixture(
                8,
                sync("slow", String.class, 1, payload -> {
                    together.compareAndSet(false, inside.incrementAndGet() > 1);
                    body.call(payload);
                    inside.decrementAndGet();
                }),
                sync("**", String.class, 2, seen::add))) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            deliver(bench, "slow", names("s", 1, 5));
            await().untilAsserted(() ->
                    assertThat(seen).containsExactly(names("s", 0, 5).toArray()));
            assertThat(bench.handled).isEmpty();

            gate.countDown();
            await().until(() -> bench.handled.contains("s0")); // before that, what does not fit is left
            deliver(bench, "slow", names("s", 5, 50));

            await().untilAsserted(() -> assertThat(bench.handled).hasSize(50));
            assertThat(stuckSaw).containsExactly(names("s", 0, 50).toArray());
            assertThat(seen).containsExactly(names("s", 0, 50).toArray());
            assertThat(together).isFalse();
        }
    }

    @Test
    void aSynchronousObserverThatCameBackIsCalledBeforeThoseOfLaterPrioritiesAgain() throws Exception {
        try (var bench = bench(false, 8)) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            await().until(() -> seen.contains("s0"));
            gate.countDown();
            await().until(() -> bench.handled.contains("s0"));
            bench.deliver("slow", "between");
            await().until(() -> bench.handled.contains("between"));

            var order = new ArrayList<>();
            for (var text : names("s", 1, 20)) {
                bench.deliver("slow", text);
                await().until(() -> bench.handled.contains(text));
                order.add(stuckSaw.get(stuckSaw.size() - 1));
                assertThat(seen.get(seen.size() - 1)).isEqualTo(text);
            }

            assertThat(order).isEqualTo(names("s", 1, 20));
            assertThat(bench.threads).as("the watch, and one that took over").hasSize(2);
        }
    }

    @Test
    void twoSynchronousObserversMayHangAtOnce() throws Exception {
        try (var bench = new DispatcherFixture(
                4,
                sync("slow", String.class, 1, hangingOn("s0"::equals)),
                sync("slow", String.class, 2, hangingOn("s0"::equals)),
                sync("**", String.class, 3, seen::add))) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.size() == 1);
            bench.pass(WARN_AFTER);
            await().until(() -> stuckSaw.size() == 2);
            bench.pass(WARN_AFTER);

            deliver(bench, "fast", names("f", 0, 20));

            await().untilAsserted(() -> assertThat(bench.handled).containsExactlyElementsOf(names("f", 0, 20)));
            gate.countDown();
            await().until(() -> bench.handled.contains("s0"));
            assertThat(bench.told(ObserverStuck.class)).hasSize(2);
            assertThat(bench.told(ObserverReturned.class)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatDoesNotFitBehindAStuckCallIsLeftForARestartWhenOthersHadIt(boolean async) throws Exception {
        try (var bench = bench(async, 4)) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            await().until(() -> !bench.told(ObserverStuck.class).isEmpty());

            deliver(bench, "slow", names("s", 1, 30));

            await().untilAsserted(() -> assertThat(bench.left).containsExactlyElementsOf(names("s", 4, 30)));
            assertThat(seen).containsExactly(names("s", 0, 30).toArray());
            assertThat(bench.handled).isEmpty();
            await().untilAsserted(() -> assertThat(bench.log.of("RTH0421")).isNotEmpty());
            assertThat(bench.log.of("RTH0421").get(0)).contains("Slow.hangs did not get ");

            gate.countDown();
            await().untilAsserted(() -> assertThat(bench.handled).containsExactlyElementsOf(names("s", 0, 4)));
            bench.deliver("slow", "later");
            await().untilAsserted(() -> assertThat(bench.handled).contains("later"));
            assertThat(stuckSaw).containsExactly("s0", "s1", "s2", "s3", "later");
            assertThat(bench.dispatcher.stop(Duration.ofSeconds(30)))
                    .as("all were handled")
                    .isFalse();
        }
    }

    @Test
    void howManyAreLeftIsLoggedOnceAMinute() throws Exception {
        try (var bench = bench(true, 1)) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            await().until(() -> !bench.told(ObserverStuck.class).isEmpty());
            bench.deliver("slow", "s1");
            await().until(() -> bench.log.of("RTH0421").size() == 1);

            deliver(bench, "slow", names("s", 2, 9));
            await().until(() -> bench.left.size() == 8);
            bench.pass(Duration.ofSeconds(59));
            bench.deliver("slow", "s9");
            await().until(() -> bench.left.size() == 9);
            bench.awaitLook();
            assertThat(bench.log.of("RTH0421")).hasSize(1);
            bench.pass(Duration.ofSeconds(1));

            await().until(() -> bench.log.of("RTH0421").size() == 2);
            assertThat(bench.log.of("RTH0421").get(1)).contains("did not get 9 events");
            gate.countDown();
        }
    }

    @Test
    void theWeightOfWhatWaitsForAStuckCallIsBounded() throws Exception {
        var big = "x".repeat(600_000);
        try (var bench = bench(true, 100)) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            await().until(() -> !bench.told(ObserverStuck.class).isEmpty());

            bench.deliver("slow", big + 1);
            bench.deliver("slow", big + 2);
            bench.deliver("slow", "small, but behind one that was left");

            await().untilAsserted(() ->
                    assertThat(bench.left).containsExactly(big + 2, "small, but behind one that was left"));
            gate.countDown();
        }
    }

    @Test
    void behindAnObserverThatIsMerelySlowEventsWait() throws Exception {
        var permits = new Semaphore(0);
        try (var bench = new DispatcherFixture(2, async("slow", String.class, payload -> {
            permits.acquire();
            stuckSaw.add(payload);
        }))) {
            deliver(bench, "slow", List.of("s0", "s1"));
            var third = bench.delivering("slow", "s2");
            await().until(() -> DispatcherFixture.waits(third));
            for (int i = 0; i < 3; i++) {
                bench.pass(WARN_AFTER.dividedBy(2));
                bench.awaitLook();
                int called = i + 1;
                permits.release();
                await().until(() -> stuckSaw.size() == called);
            }
            third.join(30_000);

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("s0", "s1", "s2"));
            assertThat(bench.left).isEmpty();
            assertThat(bench.told(ObserverStuck.class)).isEmpty();
        }
    }

    @Test
    void whoWaitsForRoomGoesOnWhenTheObserverTurnsOutToBeStuck() throws Exception {
        try (var bench = bench(false, 2)) {
            deliver(bench, "slow", List.of("s0", "s1"));
            var third = bench.delivering("fast", "f0");
            await().until(() -> DispatcherFixture.waits(third) && stuckSaw.contains("s0"));

            bench.pass(WARN_AFTER);

            third.join(30_000);
            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("f0"));
            gate.countDown();
        }
    }

    @Test
    void anAsynchronousObserverThatHangsOnOnePublisherGetsTheEventsOfOthers() throws Exception {
        try (var bench = bench(true, 4)) {
            bench.deliver("slow", "s0", "A", 1);
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            await().until(() -> !bench.told(ObserverStuck.class).isEmpty());

            for (var text : names("b", 0, 20)) {
                bench.deliver("slow", text, "B", 1);
            }

            await().untilAsserted(() -> assertThat(bench.handled).containsExactlyElementsOf(names("b", 0, 20)));
            assertThat(stuckSaw).startsWith("s0").hasSize(21).endsWith("b19");
            gate.countDown();
        }
    }

    @Test
    void anObserverThatHangsOnEveryPublisherHoldsNeitherThreadsWithoutEndNorOthers() throws Exception {
        try (var bench = new DispatcherFixture(
                2, async("slow", String.class, hangingOn(payload -> true)), async("fast", String.class, seen::add))) {
            for (int i = 0; i < 12; i++) {
                var publisher = "P" + i;
                var next = start("delivering", () -> quietly(() -> bench.deliver("slow", publisher, publisher, 1)));
                await().until(() -> {
                    bench.pass(WARN_AFTER);
                    return !next.isAlive();
                });
            }
            bench.pass(WARN_AFTER);
            bench.deliver("fast", "f0");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("f0"));
            assertThat(stuckSaw.size()).isLessThanOrEqualTo(7);
            assertThat(bench.left).hasSize(12 - stuckSaw.size());
            gate.countDown();
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static void quietly(Task task) {
        try {
            task.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anExecutorThatBeginsNothingDoesNotDelayOthers() throws Exception {
        var kept = new CopyOnWriteArrayList<Runnable>();
        try (var bench = new DispatcherFixture(
                with(2),
                b -> kept::add,
                async("slow", String.class, "Slow.waits", stuckSaw::add),
                sync("fast", String.class, 1, seen::add))) {
            bench.deliver("slow", "s0");
            await().until(() -> kept.size() == 1);
            bench.pass(WARN_AFTER);

            deliver(bench, "fast", names("f", 0, 9));

            await().untilAsserted(() -> assertThat(bench.handled).containsExactlyElementsOf(names("f", 0, 9)));
            await().untilAsserted(
                            () -> assertThat(bench.told(ObserverStuck.class)).hasSize(1));
            assertThat(bench.log.of("RTH0424")).singleElement().asString().contains("Slow.waits");
            kept.get(0).run();
            assertThat(stuckSaw).containsExactly("s0");
            assertThat(bench.told(ObserverReturned.class)).hasSize(1);
        }
    }

    @Test
    void anExecutorWithALongQueueIsNotStuck() throws Exception {
        var kept = new CopyOnWriteArrayList<Runnable>();
        try (var bench = new DispatcherFixture(with(8), b -> kept::add, async("slow", String.class, stuckSaw::add))) {
            for (var publisher : names("P", 0, 8)) {
                bench.deliver("slow", publisher, publisher, 1);
            }
            await().until(() -> kept.size() == 8);
            for (var next : List.copyOf(kept)) {
                bench.pass(WARN_AFTER.dividedBy(2));
                bench.awaitLook();
                next.run();
            }

            await().untilAsserted(() -> assertThat(bench.handled).hasSize(8));
            assertThat(bench.told(ObserverStuck.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExecutorThatKeepsItsCallerDoesNotDelayOthers(boolean runs) throws Exception {
        try (var bench = new DispatcherFixture(
                with(4),
                b -> task -> {
                    if (runs) {
                        task.run();
                    } else {
                        stuckSaw.add("s0");
                        uninterruptibly(gate);
                        throw new RejectedExecutionException("late");
                    }
                },
                async("slow", String.class, hangingOn("s0"::equals)),
                sync("**", String.class, 2, seen::add))) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);

            deliver(bench, "fast", names("f", 0, 20));

            await().untilAsserted(() -> assertThat(bench.handled).containsExactlyElementsOf(names("f", 0, 20)));
            gate.countDown();
            await().untilAsserted(() -> assertThat(bench.handled).hasSize(21));
        }
    }

    @Test
    void aLongQueueOnAnExecutorThatRunsAtOnceNeedsNoDeepStack() throws Exception {
        try (var bench = new DispatcherFixture(
                new DispatchSettings(20_000, 16 << 20, WARN_AFTER, null),
                b -> Runnable::run,
                async("slow", String.class, hangingOn("s0"::equals)),
                sync("**", String.class, 2, seen::add))) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);
            deliver(bench, "slow", names("s", 1, 10_000));
            await().until(() -> seen.size() == 10_000);

            gate.countDown();

            await().untilAsserted(() -> assertThat(bench.handled).hasSize(10_000));
            assertThat(stuckSaw).containsExactly(names("s", 0, 10_000).toArray());
        }
    }

    @Test
    void whereThereIsNoThreadToTakeOverItIsTriedAgain() throws Exception {
        var refused = new AtomicInteger();
        try (var bench = new DispatcherFixture(
                with(4),
                b -> b.pool,
                told -> told,
                (name, task) -> {
                    if (name.equals("observers-1") && refused.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("pretended: no thread");
                    }
                    return start(name, task);
                },
                sync("slow", String.class, 1, hangingOn("s0"::equals)),
                sync("**", String.class, 2, seen::add))) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.contains("s0"));
            bench.pass(WARN_AFTER);

            await().until(() -> refused.get() == 1);
            gate.countDown();
            await().until(() -> bench.handled.contains("s0"));
            bench.deliver("fast", "f0");

            await().untilAsserted(() -> assertThat(bench.handled).containsExactly("s0", "f0"));
            assertThat(bench.log.of("RTH0425")).hasSize(1);
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStopInterruptsEveryObserverThatIsStuck() throws Exception {
        var interrupted = new CountDownLatch(3);
        DispatcherFixture.Body forEver = (@Nullable Object payload) -> {
            stuckSaw.add(payload);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        try (var bench = new DispatcherFixture(
                8,
                async("slow", String.class, forEver),
                sync("slow", String.class, 1, forEver),
                sync("slow", String.class, 2, forEver))) {
            bench.deliver("slow", "s0");
            await().until(() -> stuckSaw.size() == 2);
            bench.pass(WARN_AFTER);
            await().until(() -> stuckSaw.size() == 3);

            assertThat(bench.dispatcher.stop(Duration.ofMillis(10))).isFalse();

            assertThat(interrupted.await(30, SECONDS)).isTrue();
            assertThat(bench.handled).isEmpty();
        }
    }
}
