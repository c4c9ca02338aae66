package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.WARN_AFTER;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.async;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.start;
import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BufferBoundsTest {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final DispatcherFixture.Body waitsForTheGate =
            payload -> assertThat(gate.await(60, SECONDS)).isTrue();

    @AfterEach
    void openTheGate() {
        gate.countDown();
    }

    @Test
    void noMoreEventsAreTakenThanTheBufferHolds() throws Exception {
        try (var fixture = new DispatcherFixture(2, async("beep", String.class, waitsForTheGate))) {
            fixture.deliver("beep", "a");
            fixture.deliver("beep", "b");
            var third = fixture.deliverOnOwnThread("beep", "c");
            await().until(() -> third.getState() == Thread.State.WAITING);

            gate.countDown();
            third.join(30_000);

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b", "c"));
        }
    }

    @Test
    void noMoreBytesAreTakenThanTheBufferHolds() throws Exception {
        var big = "x".repeat(300_000);
        try (var fixture = new DispatcherFixture(
                DispatcherFixture.settings(1_000, 1 << 20, WARN_AFTER, null, DispatcherFixture.ONCE),
                sync("beep", String.class, 1, waitsForTheGate))) {
            for (int i = 0; i < 3; i++) {
                fixture.deliver("beep", big + i);
            }
            var fourth = fixture.deliverOnOwnThread("beep", big + 3);
            await().until(() -> fourth.getState() == Thread.State.WAITING);

            gate.countDown();
            fourth.join(30_000);

            await().untilAsserted(() -> assertThat(fixture.handled).hasSize(4));
        }
    }

    @Test
    void oneEventFitsHoweverLargeItIs() throws Exception {
        var huge = "x".repeat(3_000_000);
        try (var fixture = new DispatcherFixture(
                DispatcherFixture.settings(1_000, 1 << 10, WARN_AFTER, null, DispatcherFixture.ONCE),
                sync("beep", String.class, 1, waitsForTheGate))) {
            fixture.deliver("beep", huge);
            var small = fixture.deliverOnOwnThread("beep", "small");
            await().until(() -> small.getState() == Thread.State.WAITING);

            gate.countDown();
            small.join(30_000);

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly(huge, "small"));
        }
    }

    @Test
    void anEventThatIsHandledMakesSpaceThoughAnEarlierOneIsNotHandledYet() throws Exception {
        var one = new Semaphore(0);
        try (var fixture = new DispatcherFixture(
                2,
                async("stays", String.class, waitsForTheGate),
                async("returns", String.class, payload -> one.acquire()))) {
            fixture.deliver("stays", "a");
            fixture.deliver("returns", "b");
            var third = fixture.deliverOnOwnThread("other", "c");
            // At once, while the delivering thread still waits for space for many events.
            one.release();

            third.join(30_000);
            await().untilAsserted(() -> assertThat(fixture.handled).contains("b", "c"));
            gate.countDown();
        }
    }

    @Test
    void anInterruptWhileWaitingForSpaceLosesNoEvent() throws Exception {
        var interrupted = new AtomicReference<Throwable>();
        try (var fixture = new DispatcherFixture(1, sync("beep", String.class, 1, waitsForTheGate))) {
            fixture.deliver("beep", "a");
            var second = start("delivering", () -> {
                try {
                    fixture.deliver("beep", "b");
                } catch (InterruptedException e) {
                    interrupted.set(e);
                }
            });
            await().until(() -> second.getState() == Thread.State.WAITING);

            second.interrupt();
            second.join(30_000);
            gate.countDown();
            fixture.deliver("beep", "b");

            await().untilAsserted(() -> assertThat(fixture.handled).containsExactly("a", "b"));
            assertThat(interrupted.get()).isInstanceOf(InterruptedException.class);
        }
    }
}
