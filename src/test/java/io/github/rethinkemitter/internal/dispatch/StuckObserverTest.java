package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.bufferOf;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static io.github.rethinkemitter.internal.dispatch.HangingObservers.names;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StuckObserverTest {

    private final HangingObservers hanging = new HangingObservers();
    private final List<Object> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void letAllReturn() {
        hanging.letReturn();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatHangsDoesNotDelayOthers(boolean async) throws Exception {
        try (var fixture = hanging.besideAnother(async, 4, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);

            fixture.deliver("fast", names("f", 0, 20));

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyElementsOf(names("f", 0, 20)));
            assertThat(seen).startsWith("s0", "f0").hasSize(21);
            assertThat(fixture.leftUnhandled).isEmpty();
            hanging.letReturn();
            await().untilAsserted(
                            () -> assertThat(fixture.handled).contains("s0").hasSize(21));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatHangsIsReportedOnceAndAgainWhenItReturns(boolean async) throws Exception {
        try (var fixture = hanging.besideAnother(async, 4, seen::add)) {
            fixture.letPass(Duration.ofSeconds(7));
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));

            fixture.letPass(WARN_AFTER);

            await().untilAsserted(() -> assertThat(fixture.lifecycleEvents(ObserverStuck.class))
                    .singleElement()
                    .satisfies(stuck -> {
                        assertThat(stuck.channel()).isEqualTo("audit");
                        assertThat(stuck.observer()).isEqualTo("Slow.hangs");
                        assertThat(stuck.event().id()).isEqualTo("s0");
                        assertThat(stuck.since()).isEqualTo(Instant.EPOCH.plusSeconds(7));
                    }));
            assertThat(fixture.log.of("RTH0419"))
                    .singleElement()
                    .asString()
                    .contains(
                            "Slow.hangs",
                            "\"s0\"",
                            "\"slow\"",
                            "1970-01-01T00:00:07Z",
                            async ? "pool-" : "dispatch-under-test");
            assertThat(fixture.lifecycleEvents(ObserverReturned.class)).isEmpty();

            fixture.letPass(Duration.ofSeconds(3));
            hanging.letReturn();

            await().untilAsserted(() -> assertThat(fixture.lifecycleEvents(ObserverReturned.class))
                    .singleElement()
                    .satisfies(back -> {
                        assertThat(back.observer()).isEqualTo("Slow.hangs");
                        assertThat(back.event().id()).isEqualTo("s0");
                        assertThat(back.since()).isEqualTo(Instant.EPOCH.plusSeconds(7));
                        assertThat(back.duration()).isEqualTo(WARN_AFTER.plusSeconds(3));
                    }));
            assertThat(fixture.lifecycleEvents(ObserverStuck.class)).hasSize(1);
            assertThat(fixture.log.of("RTH0420")).hasSize(1);
        }
    }

    @Test
    void aSynchronousObserverThatHungGetsTheEventsItMissedInOrderAndOneAtATime() throws Exception {
        var inside = new AtomicInteger();
        var together = new AtomicBoolean();
        var body = hanging.on("s0"::equals);
        try (var fixture = new DispatcherFixture(
                8,
                sync("slow", String.class, 1, payload -> {
                    together.compareAndSet(false, inside.incrementAndGet() > 1);
                    body.call(payload);
                    inside.decrementAndGet();
                }),
                sync("**", String.class, 2, seen::add))) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            fixture.deliver("slow", names("s", 1, 5));
            await().untilAsserted(() ->
                    assertThat(seen).containsExactly(names("s", 0, 5).toArray()));
            assertThat(fixture.handled).isEmpty();

            hanging.letReturn();
            await().until(() -> fixture.handled.contains("s0")); // until then events that do not fit are left unhandled
            fixture.deliver("slow", names("s", 5, 50));

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(50));
            assertThat(hanging.called).containsExactly(names("s", 0, 50).toArray());
            assertThat(seen).containsExactly(names("s", 0, 50).toArray());
            assertThat(together).isFalse();
        }
    }

    @Test
    void aSynchronousObserverThatReturnedIsCalledBeforeThoseOfLaterPrioritiesAgain() throws Exception {
        try (var fixture = hanging.besideAnother(false, 8, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            await().until(() -> seen.contains("s0"));
            hanging.letReturn();
            await().until(() -> fixture.handled.contains("s0"));
            fixture.deliver("slow", "between");
            await().until(() -> fixture.handled.contains("between"));

            var order = new ArrayList<>();
            for (var text : names("s", 1, 20)) {
                fixture.deliver("slow", text);
                await().until(() -> fixture.handled.contains(text));
                order.add(hanging.called.get(hanging.called.size() - 1));
                assertThat(seen.get(seen.size() - 1)).isEqualTo(text);
            }

            assertThat(order).isEqualTo(names("s", 1, 20));
            assertThat(fixture.threads).as("the watch, and one that took over").hasSize(2);
        }
    }

    @Test
    void twoSynchronousObserversMayHangAtOnce() throws Exception {
        try (var fixture = new DispatcherFixture(
                4,
                sync("slow", String.class, 1, hanging.on("s0"::equals)),
                sync("slow", String.class, 2, hanging.on("s0"::equals)),
                sync("**", String.class, 3, seen::add))) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.size() == 1);
            fixture.letPass(WARN_AFTER);
            await().until(() -> hanging.called.size() == 2);
            fixture.letPass(WARN_AFTER);

            fixture.deliver("fast", names("f", 0, 20));

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyElementsOf(names("f", 0, 20)));
            hanging.letReturn();
            await().until(() -> fixture.handled.contains("s0"));
            assertThat(fixture.lifecycleEvents(ObserverStuck.class)).hasSize(2);
            assertThat(fixture.lifecycleEvents(ObserverReturned.class)).hasSize(2);
        }
    }

    @Test
    void anAsynchronousObserverThatHangsOnOnePublisherGetsTheEventsOfOthers() throws Exception {
        try (var fixture = hanging.besideAnother(true, 4, seen::add)) {
            fixture.deliver("slow", "s0", "A", 1);
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            await().until(() -> !fixture.lifecycleEvents(ObserverStuck.class).isEmpty());

            for (var text : names("b", 0, 20)) {
                fixture.deliver("slow", text, "B", 1);
            }

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyElementsOf(names("b", 0, 20)));
            assertThat(hanging.called).startsWith("s0").hasSize(21).endsWith("b19");
            hanging.letReturn();
        }
    }

    @Test
    void aThreadThatTakesOverIsRequestedAgainWhenTheServerHadNone() throws Exception {
        var refused = new AtomicInteger();
        try (var fixture = new DispatcherFixture(
                bufferOf(4),
                b -> b.pool,
                UnaryOperator.identity(),
                (name, task) -> {
                    if (name.equals("observers-1") && refused.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("pretended: no thread");
                    }
                    return start(name, task);
                },
                sync("slow", String.class, 1, hanging.on("s0"::equals)),
                sync("**", String.class, 2, seen::add))) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);

            await().until(() -> refused.get() == 1);
            hanging.letReturn();
            await().until(() -> fixture.handled.contains("s0"));
            fixture.deliver("fast", "f0");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("s0", "f0"));
            assertThat(fixture.log.of("RTH0425")).hasSize(1);
        }
    }

    @Test
    void aStopInterruptsEveryObserverThatIsStuck() throws Exception {
        var interrupted = new CountDownLatch(3);
        DispatcherFixture.Body forEver = (@Nullable Object payload) -> {
            hanging.called.add(payload);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        try (var fixture = new DispatcherFixture(
                8,
                async("slow", String.class, forEver),
                sync("slow", String.class, 1, forEver),
                sync("slow", String.class, 2, forEver))) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.size() == 2);
            fixture.letPass(WARN_AFTER);
            await().until(() -> hanging.called.size() == 3);

            assertThat(fixture.dispatcher.stop(Duration.ofMillis(10))).isFalse();

            assertThat(interrupted.await(30, SECONDS)).isTrue();
            assertThat(fixture.handled).isEmpty();
        }
    }
}
