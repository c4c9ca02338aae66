package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.publish.PublisherSleep.Inline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which thread sends a lone event: the one that triggers it, or the publisher thread. */
class PublisherSleepTest {

    private final EventQueue queue =
            new EventQueue(PublisherFixture.settings(100, Overflow.FAIL, Duration.ZERO, 10, 4));
    private final PublisherSleep sleep = new PublisherSleep(queue);
    private Thread publisherThread = new Thread(() -> {});

    @Test
    void theFirstThreadThatTriggersWhileThePublisherThreadIsIdleSends() throws Exception {
        publisherThreadSleeps(true);

        assertThat(isToSend(1)).isTrue();
        assertThat(isToSend(2)).isFalse();
        queue.take();
        sleep.handBack(Inline.SENT_AND_IDLE);

        assertThat(isToSend(3)).isTrue();
    }

    @Test
    void noThreadThatTriggersSendsWhileAnAnswerIsAwaited() throws Exception {
        publisherThreadSleeps(false);

        assertThat(isToSend(1)).isFalse();
    }

    @Test
    void aThreadThatIsSlowToHandBackDoesNotChangeHowThePublisherThreadSleepsByThen() throws Exception {
        publisherThreadSleeps(true);
        assertThat(isToSend(1)).isTrue();
        queue.take();
        sleep.wake();
        publisherThread.join();
        publisherThreadSleeps(true);

        sleep.handBack(Inline.SENT_AND_AWAITING_ANSWER);

        assertThat(isToSend(2)).isTrue();
    }

    @Test
    void aThreadThatCouldNotSendWakesThePublisherThread() throws Exception {
        publisherThreadSleeps(true);
        assertThat(isToSend(1)).isTrue();

        sleep.handBack(Inline.SENT_NOTHING);

        assertPublisherThreadWakes();
    }

    @Test
    void aThreadThatLeavesEventsInTheQueueWakesThePublisherThread() throws Exception {
        publisherThreadSleeps(true);
        assertThat(isToSend(1)).isTrue();
        queue.take();
        assertThat(isToSend(2)).isFalse();

        sleep.handBack(Inline.SENT_AND_IDLE);

        assertPublisherThreadWakes();
    }

    // Until something wakes it.
    private void publisherThreadSleeps(boolean takesEvents) {
        publisherThread = new Thread(() -> {
            try {
                sleep.await(takesEvents, Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        publisherThread.start();
        await().until(() -> publisherThread.getState() == Thread.State.TIMED_WAITING);
    }

    private void assertPublisherThreadWakes() throws InterruptedException {
        publisherThread.join(30_000);
        assertThat(publisherThread.isAlive()).isFalse();
    }

    // Queues an event, and says whether the thread that did so is to send.
    private boolean isToSend(long ordinal) {
        var content = new EncodedEvent(new Topic("beep"), "[\"beep\"]", null, null);
        assertThat(queue.offer(new QueuedEvent(ordinal, 0, content, false, new CompletableFuture<>())))
                .isNull();
        return sleep.handOver();
    }

    @AfterEach
    void endPublisherThread() throws InterruptedException {
        publisherThread.interrupt();
        publisherThread.join(30_000);
    }
}
