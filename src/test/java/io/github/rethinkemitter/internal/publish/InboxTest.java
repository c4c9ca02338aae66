package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.publish.Inbox.Offer;
import io.github.rethinkemitter.internal.publish.Inbox.Sent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Inbox inbox = new Inbox(PublisherFixture.settings(100, Overflow.FAIL, Duration.ZERO, 10, 4));
    private Thread worker = new Thread(() -> {});

    @Test
    void whoBringsAnEventWhileTheThreadSleepsSendsItHimself() throws Exception {
        sleepWanting(true);

        assertThat(inbox.offer(event(1))).isInstanceOf(Offer.Wanted.class);
        assertThat(inbox.offer(event(2))).isInstanceOf(Offer.Waits.class);
        inbox.take();
        inbox.sent(Sent.AND_TAKES_MORE);

        assertThat(inbox.offer(event(3))).isInstanceOf(Offer.Wanted.class);
    }

    @Test
    void aThreadThatWaitsForAnswersIsNotReplaced() throws Exception {
        sleepWanting(false);

        assertThat(inbox.offer(event(1))).isInstanceOf(Offer.Waits.class);
    }

    @Test
    void whoIsSlowToTellThatHeHasSentDoesNotKeepAThreadAsleepThatHadTheAnswerMeanwhile() throws Exception {
        sleepWanting(true);
        assertThat(inbox.offer(event(1))).isInstanceOf(Offer.Wanted.class);
        inbox.take();
        inbox.wake();
        worker.join();
        sleepWanting(true);

        inbox.sent(Sent.AND_TAKES_NO_MORE);

        assertThat(inbox.offer(event(2))).isInstanceOf(Offer.Wanted.class);
    }

    @Test
    void whoCouldNotSendWakesTheThread() throws Exception {
        sleepWanting(true);
        assertThat(inbox.offer(event(1))).isInstanceOf(Offer.Wanted.class);

        inbox.sent(Sent.NOTHING);

        worker.join(30_000);
        assertThat(worker.isAlive()).isFalse();
    }

    // As the publisher's thread, until something comes.
    private void sleepWanting(boolean wantsEvents) {
        worker = new Thread(() -> {
            try {
                inbox.await(wantsEvents, Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        worker.start();
        await().until(() -> worker.getState() == Thread.State.TIMED_WAITING);
    }

    private static QueuedEvent event(long ordinal) {
        var content = new EncodedEvent(new Topic("beep"), "[\"beep\"]", null, null);
        return new QueuedEvent(ordinal, content, false, new CompletableFuture<>());
    }

    @AfterEach
    void endThread() throws InterruptedException {
        worker.interrupt();
        worker.join(30_000);
    }
}
