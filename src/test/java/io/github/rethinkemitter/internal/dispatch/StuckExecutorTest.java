package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.bufferOf;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static io.github.rethinkemitter.internal.dispatch.HangingObservers.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverReturned;
import io.github.rethinkemitter.ObserverStuck;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors that do not begin calls, or that hold up the dispatching thread. */
@Timeout(60)
class StuckExecutorTest {

    private final HangingObservers hanging = new HangingObservers();
    private final List<Object> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void letAllReturn() {
        hanging.letReturn();
    }

    @Test
    void anExecutorThatBeginsNothingDoesNotDelayOthers() throws Exception {
        var kept = new CopyOnWriteArrayList<Runnable>();
        try (var fixture = new DispatcherFixture(
                bufferOf(2),
                b -> kept::add,
                async("slow", String.class, "Slow.waits", hanging.called::add),
                sync("fast", String.class, 1, seen::add))) {
            fixture.deliver("slow", "s0");
            await().until(() -> kept.size() == 1);
            fixture.letPass(WARN_AFTER);

            fixture.deliver("fast", names("f", 0, 9));

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyElementsOf(names("f", 0, 9)));
            await().untilAsserted(() ->
                    assertThat(fixture.lifecycleEvents(ObserverStuck.class)).hasSize(1));
            assertThat(fixture.log.of("RTH0424")).singleElement().asString().contains("Slow.waits");
            kept.get(0).run();
            assertThat(hanging.called).containsExactly("s0");
            assertThat(fixture.lifecycleEvents(ObserverReturned.class)).hasSize(1);
        }
    }

    @Test
    void anExecutorWithALongQueueIsNotStuck() throws Exception {
        var kept = new CopyOnWriteArrayList<Runnable>();
        try (var fixture =
                new DispatcherFixture(bufferOf(8), b -> kept::add, async("slow", String.class, hanging.called::add))) {
            for (var publisher : names("P", 0, 8)) {
                fixture.deliver("slow", publisher, publisher, 1);
            }
            await().until(() -> kept.size() == 8);
            for (var next : List.copyOf(kept)) {
                fixture.letPass(WARN_AFTER.dividedBy(2));
                fixture.awaitNextLook();
                next.run();
            }

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(8));
            assertThat(fixture.lifecycleEvents(ObserverStuck.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExecutorThatBlocksItsCallerDoesNotDelayOthers(boolean runs) throws Exception {
        try (var fixture = new DispatcherFixture(
                bufferOf(4),
                b -> task -> {
                    if (runs) {
                        task.run();
                    } else {
                        hanging.called.add("s0");
                        hanging.await();
                        throw new RejectedExecutionException("late");
                    }
                },
                async("slow", String.class, hanging.on("s0"::equals)),
                sync("**", String.class, 2, seen::add))) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);

            fixture.deliver("fast", names("f", 0, 20));

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyElementsOf(names("f", 0, 20)));
            hanging.letReturn();
            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(21));
        }
    }

    @Test
    void aLongLaneNeedsNoDeepStackOnAnExecutorThatRunsCallsInItsCaller() throws Exception {
        try (var fixture = new DispatcherFixture(
                DispatcherFixture.settings(20_000, 16 << 20, WARN_AFTER, null, DispatcherFixture.ONCE),
                b -> Runnable::run,
                async("slow", String.class, hanging.on("s0"::equals)),
                sync("**", String.class, 2, seen::add))) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            fixture.deliver("slow", names("s", 1, 10_000));
            await().until(() -> seen.size() == 10_000);

            hanging.letReturn();

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(10_000));
            assertThat(hanging.called).containsExactly(names("s", 0, 10_000).toArray());
        }
    }
}
