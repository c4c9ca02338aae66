package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.HangingObservers.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverStuck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many events may wait behind stuck calls, and what becomes of the others. */
@Timeout(60)
class HeldEventsTest {

    private final HangingObservers hanging = new HangingObservers();
    private final List<Object> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void letAllReturn() {
        hanging.letReturn();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsThatDoNotFitBehindAStuckCallAreLeftUnhandledThoughOthersGotThem(boolean async) throws Exception {
        try (var fixture = hanging.besideAnother(async, 4, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            await().until(() -> !fixture.lifecycleEvents(ObserverStuck.class).isEmpty());

            fixture.deliver("slow", names("s", 1, 30));

            await().untilAsserted(() -> assertThat(fixture.leftUnhandled).containsExactlyElementsOf(names("s", 4, 30)));
            assertThat(seen).containsExactly(names("s", 0, 30).toArray());
            assertThat(fixture.handled).isEmpty();
            await().untilAsserted(() -> assertThat(fixture.log.of("RTH0421")).isNotEmpty());
            assertThat(fixture.log.of("RTH0421").get(0)).contains("Slow.hangs did not get ");

            hanging.letReturn();
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactlyElementsOf(names("s", 0, 4)));
            fixture.deliver("slow", "later");
            await().untilAsserted(() -> assertThat(fixture.handled).contains("later"));
            assertThat(hanging.called).containsExactly("s0", "s1", "s2", "s3", "later");
            assertThat(fixture.dispatcher.stop(Duration.ofSeconds(30)))
                    .as("all were handled")
                    .isFalse();
        }
    }

    @Test
    void theNumberOfEventsThatAnObserverDidNotGetIsLoggedOnceAMinute() throws Exception {
        try (var fixture = hanging.besideAnother(true, 1, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            await().until(() -> !fixture.lifecycleEvents(ObserverStuck.class).isEmpty());
            fixture.deliver("slow", "s1");
            await().until(() -> fixture.log.of("RTH0421").size() == 1);

            fixture.deliver("slow", names("s", 2, 9));
            await().until(() -> fixture.leftUnhandled.size() == 8);
            fixture.letPass(Duration.ofSeconds(59));
            fixture.deliver("slow", "s9");
            await().until(() -> fixture.leftUnhandled.size() == 9);
            fixture.awaitNextLook();
            assertThat(fixture.log.of("RTH0421")).hasSize(1);
            fixture.letPass(Duration.ofSeconds(1));

            await().until(() -> fixture.log.of("RTH0421").size() == 2);
            assertThat(fixture.log.of("RTH0421").get(1)).contains("did not get 9 events");
            hanging.letReturn();
        }
    }

    @Test
    void theWeightOfEventsBehindAStuckCallIsBounded() throws Exception {
        var big = "x".repeat(600_000);
        try (var fixture = hanging.besideAnother(true, 100, seen::add)) {
            fixture.deliver("slow", "s0");
            await().until(() -> hanging.called.contains("s0"));
            fixture.letPass(WARN_AFTER);
            await().until(() -> !fixture.lifecycleEvents(ObserverStuck.class).isEmpty());

            fixture.deliver("slow", big + 1);
            fixture.deliver("slow", big + 2);
            fixture.deliver("slow", "small, but behind one that was left");

            await().untilAsserted(() ->
                    assertThat(fixture.leftUnhandled).containsExactly(big + 2, "small, but behind one that was left"));
            hanging.letReturn();
        }
    }

    @Test
    void eventsWaitForAnObserverThatIsMerelySlow() throws Exception {
        var permits = new Semaphore(0);
        try (var fixture = new DispatcherFixture(2, async("slow", String.class, payload -> {
            permits.acquire();
            hanging.called.add(payload);
        }))) {
            fixture.deliver("slow", List.of("s0", "s1"));
            var third = fixture.deliverOnOwnThread("slow", "s2");
            await().until(() -> DispatcherFixture.isWaiting(third));
            for (int i = 0; i < 3; i++) {
                fixture.letPass(WARN_AFTER.dividedBy(2));
                fixture.awaitNextLook();
                int called = i + 1;
                permits.release();
                await().until(() -> hanging.called.size() == called);
            }
            third.join(30_000);

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("s0", "s1", "s2"));
            assertThat(fixture.leftUnhandled).isEmpty();
            assertThat(fixture.lifecycleEvents(ObserverStuck.class)).isEmpty();
        }
    }

    @Test
    void aThreadThatWaitsForSpaceGoesOnWhenTheObserverTurnsOutToBeStuck() throws Exception {
        try (var fixture = hanging.besideAnother(false, 2, seen::add)) {
            fixture.deliver("slow", List.of("s0", "s1"));
            var third = fixture.deliverOnOwnThread("fast", "f0");
            await().until(() -> DispatcherFixture.isWaiting(third) && hanging.called.contains("s0"));

            fixture.letPass(WARN_AFTER);

            third.join(30_000);
            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("f0"));
            hanging.letReturn();
        }
    }

    @Test
    void anObserverThatHangsOnEveryPublisherHoldsFewThreadsAndDoesNotDelayOthers() throws Exception {
        try (var fixture = new DispatcherFixture(
                2, async("slow", String.class, hanging.on(payload -> true)), async("fast", String.class, seen::add))) {
            for (int i = 0; i < 12; i++) {
                var publisher = "P" + i;
                var next = start("delivering", () -> deliver(fixture, publisher));
                await().until(() -> {
                    fixture.letPass(WARN_AFTER);
                    return !next.isAlive();
                });
            }
            fixture.letPass(WARN_AFTER);
            fixture.deliver("fast", "f0");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("f0"));
            assertThat(hanging.called.size()).isLessThanOrEqualTo(7);
            assertThat(fixture.leftUnhandled).hasSize(12 - hanging.called.size());
            hanging.letReturn();
        }
    }

    private static void deliver(DispatcherFixture fixture, String publisher) {
        try {
            fixture.deliver("slow", publisher, publisher, 1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
