package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a trigger does when the queue is full, and when it is. */
class FullQueueTest extends PublisherFixture {

    @Test
    void aFullQueueFailsEventsAndIsReportedOnce() throws Exception {
        offline(settings(2, Overflow.FAIL, SOON, 10, 1));
        var first = trigger(1);
        trigger(2);

        Throwable problem = failure(trigger(3));
        failure(trigger(4));

        assertThat(problem)
                .isInstanceOfSatisfying(
                        EventDroppedException.class,
                        dropped -> assertThat(dropped.outcomeUnknown()).isFalse())
                .hasMessageContaining("RTH0110");
        assertThat(listener.errors).containsExactly(problem);
        goOnline();
        session.next().store();
        stored(first);
    }

    @Test
    void aFullQueueBlocksUntilThereIsRoom() throws Exception {
        offline(settings(1, Overflow.BLOCK, SOON, 1, 1));
        trigger(1);
        var blocked = new Thread(() -> trigger(2));
        blocked.start();
        await().atMost(SOON).until(() -> blocked.getState() == Thread.State.TIMED_WAITING);

        goOnline();
        session.next().store();
        Insert second = session.next();
        second.store();
        blocked.join();

        assertThat(second.args()).containsExactly("[2]");
    }

    @Test
    void aFullQueueBlocksNoLongerThanTheBlockTimeout() throws Exception {
        offline(settings(1, Overflow.BLOCK, Duration.ofMillis(10), 1, 1));
        trigger(1);

        assertThat(failure(trigger(2))).hasMessageContaining("RTH0110").hasMessageContaining("PT0.01S");
    }

    @Test
    void anEventFailsWhenItsThreadIsInterruptedWhileWaitingForRoomAndTheThreadStaysInterrupted() throws Exception {
        offline(settings(1, Overflow.BLOCK, SOON, 1, 1));
        trigger(1);

        Thread.currentThread().interrupt();
        var stage = trigger(2);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure(stage)).hasMessageContaining("RTH0111");
    }

    @Test
    void theQueueIsFullWhenItHasTooManyEvents() throws Exception {
        offline(settings(1, Overflow.FAIL, SOON, 10, 1));
        trigger(1);

        assertThat(failure(trigger(2))).hasMessageContainingAll("RTH0110", "the 1 events", "publish.buffer-size");
    }

    private static PublishSettings bytes(int bytes, Overflow overflow) {
        return new PublishSettings(
                100,
                bytes,
                overflow,
                SOON,
                Pack.NEVER,
                10,
                1 << 20,
                2,
                1 << 20,
                LATE,
                new SweepSettings(SOON, null, false));
    }

    @Test
    void theQueueIsFullWhenItsEventsHaveTooManyBytes() throws Exception {
        offline(bytes(100, Overflow.FAIL));
        var first = trigger("x".repeat(50));

        Throwable problem = failure(trigger("y".repeat(50)));

        assertThat(problem).hasMessageContainingAll("RTH0110", "100 bytes", "this one has 52", "publish.buffer-bytes");
        assertThat(listener.errors).containsExactly(problem);
        goOnline();
        session.next().store();
        stored(first);
        var second = trigger("y".repeat(50));
        session.next().store();
        stored(second);
    }

    @Test
    void anEventThatIsSentTakesUpRoomUntilItsStageCompletes() throws Exception {
        online(bytes(100, Overflow.BLOCK));
        var first = trigger("x".repeat(50));
        Insert insert = session.next();
        var second = new CompletableFuture<Receipt>();
        Thread blocked = start("blocked", () -> trigger("y".repeat(50)).thenAccept(second::complete));
        await().atMost(SOON).until(() -> blocked.getState() == Thread.State.TIMED_WAITING);
        assertThat(session.hasNoInsert()).isTrue();

        insert.store();
        session.next().store();

        stored(first);
        stored(second);
    }

    @Test
    void anEventThatIsLargerThanTheWholeQueueIsSentAlone() throws Exception {
        offline(bytes(10, Overflow.FAIL));
        var large = trigger("x".repeat(50));

        assertThat(failure(trigger(1))).hasMessageContaining("RTH0110");
        goOnline();
        session.next().store();

        stored(large);
    }
}
