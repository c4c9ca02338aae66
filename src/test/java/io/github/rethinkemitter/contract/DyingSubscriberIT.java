package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.runtime.HaltingSubscriber;
import io.github.rethinkemitter.internal.runtime.HaltingSubscriber.Step;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.JavaProcess;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a process ends, an event is handled, parked, or comes again. */
@ContractTest
@Timeout(240)
class DyingSubscriberIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static ChildProcess start(TestDb db, Step halt) {
        var options = EmitterOptions.of(db.url().toString())
                .with("subscriber", "orders")
                .with("observer.max-attempts", 3)
                .with("observer.delay", "10ms");
        return JavaProcess.start(
                HaltingSubscriber.class, List.of("-Dhalt=" + halt), TestApplication.arguments(options));
    }

    private static List<String> trigger(TestApplication a, String... texts) throws Exception {
        var stages = new ArrayList<CompletableFuture<io.github.rethinkemitter.Receipt>>();
        for (var text : texts) {
            stages.add(a.emitter().trigger("beep", text).toCompletableFuture());
        }
        var ids = new ArrayList<String>();
        for (var stage : stages) {
            ids.add(stage.get().id());
        }
        return ids;
    }

    private static void awaitHandled(ChildProcess process, List<String> texts) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(process.lines())
                        .containsAll(
                                texts.stream().map(text -> "handled " + text).toList()));
    }

    private static List<ParkedEvent> parked(TestApplication a) {
        return a.parkedEvents().find(ParkedQuery.all()).toList();
    }

    /** Kills the process at every step from the last failure to the position behind the event. */
    @Test
    void anEventThatFailsIsParkedOnceWhereverTheProcessIsKilled(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).started()) {
            begin(db);
            int before = 0;
            for (var step : Step.values()) {
                if (step == Step.NEVER) {
                    continue;
                }
                var first = "first at " + step;
                var last = "last at " + step;
                String failing;
                try (var killed = start(db, step)) {
                    killed.awaitLine("connected"::equals, "connected", TIMEOUT);
                    failing = trigger(a, first, "fail", last).get(1);
                    assertThat(killed.awaitExit()).as("killed at " + step).isEqualTo(HaltingSubscriber.EXIT_CODE);
                    assertThat(killed.lines()).contains("called fail");
                    try (var next = start(db, Step.NEVER)) {
                        next.awaitLine("connected"::equals, "connected", TIMEOUT);
                        int expected = ++before;
                        await().atMost(TIMEOUT)
                                .untilAsserted(() -> assertThat(parked(a))
                                        .as("after " + step)
                                        .hasSize(expected)
                                        .allSatisfy(entry ->
                                                assertThat(entry.state()).isEqualTo(ParkedState.PARKED)));
                        assertThat(parked(a))
                                .extracting(entry -> entry.event().id())
                                .contains(failing);
                        await().atMost(TIMEOUT).untilAsserted(() -> {
                            var all = new ArrayList<>(killed.lines());
                            all.addAll(next.lines());
                            assertThat(all).contains("handled " + first, "handled " + last);
                        });
                        assertThat(next.lines().contains("called fail"))
                                .as("given again although it is parked, after " + step)
                                .isEqualTo(step == Step.BEFORE_PARK);
                        stop(next);
                    }
                }
            }
        }
    }

    // The position is written, so that each later process continues there.
    private static void begin(TestDb db) {
        try (var first = start(db, Step.NEVER)) {
            first.awaitLine("connected"::equals, "connected", TIMEOUT);
            stop(first);
        }
    }

    private static void stop(ChildProcess process) {
        process.say("end");
        assertThat(process.awaitExit()).as(() -> process.lines().toString()).isZero();
    }

    @Test
    void aPayloadThatEndsTheProcessIsParkedByItselfAndTheEventsBesideItAreHandled(TestDb db) throws Exception {
        var before = List.of("b1", "b2", "b3");
        var after = List.of("a1", "a2", "a3");
        try (var a = TestApplication.on(db).started()) {
            begin(db);
            var texts = new ArrayList<>(before);
            texts.add("halt");
            texts.addAll(after);
            var ids = trigger(a, texts.toArray(String[]::new));
            int crashes = 0;
            boolean alive = false;
            while (!alive && crashes < 10) {
                try (var process = start(db, Step.NEVER)) {
                    alive = outlives(process, a);
                    crashes += alive ? 0 : 1;
                    if (alive) {
                        awaitHandled(process, after);
                        assertThat(process.lines()).doesNotContain("called halt");
                        stop(process);
                    }
                }
            }
            assertThat(crashes).isEqualTo(3); // as many as there may be attempts
            assertThat(parked(a)).singleElement().satisfies(entry -> {
                assertThat(entry.event().id()).isEqualTo(ids.get(3));
                assertThat(entry.state()).isEqualTo(ParkedState.PARKED);
                assertThat(entry.reason()).isEqualTo(ParkedReason.CRASH);
                assertThat(entry.attempts()).isEqualTo(3);
                assertThat(entry.cause()).isEmpty();
            });
        }
    }

    // Until the event is parked, or the process has ended.
    private static boolean outlives(ChildProcess process, TestApplication a) {
        await().atMost(TIMEOUT)
                .until(() ->
                        !process.isAlive() || a.parkedEvents().count(ParkedQuery.inState(ParkedState.PARKED)) == 1);
        if (!process.isAlive()) {
            assertThat(process.awaitExit()).isEqualTo(HaltingSubscriber.EXIT_CODE);
        }
        return process.isAlive();
    }
}
