package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.Reconnecting;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    private final ChannelFixture bench = new ChannelFixture();

    @AfterEach
    void nothingIsLeft() throws Exception {
        bench.close();
        // Those on which callbacks run end by themselves.
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.threads).noneMatch(Thread::isAlive));
        assertThat(bench.store.sessions).allSatisfy(session -> {
            assertThat(session.isOpen()).isFalse();
        });
        assertThat(bench.store.timelines).allMatch(timeline -> timeline.closed);
        assertThat(bench.store.feeds()).allMatch(feed -> feed.closed);
    }

    @Test
    void whatIsTriggeredIsStoredAndObserved() throws Exception {
        var channels = bench.start("beep");
        bench.told(1);

        var receipt = channels.emitter("")
                .trigger("beep", "boop")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(receipt.topic()).isEqualTo("beep");
        await().atMost(ChannelFixture.PATIENCE).until(() -> bench.observed.equals(List.of("beep=boop")));
    }

    @Test
    void connectedIsToldOnceAndNothingElse() {
        bench.start("beep");

        assertThat(bench.told(1)).containsExactly("Connected");
        assertThat(bench.news).containsExactly(new Connected(""));
    }

    @Test
    void channelsStartOnceHoweverOftenTheyAreTold() {
        var channels = bench.start("beep");
        bench.told(1);

        channels.start();

        // The thread that watches the observers is started by the one that calls them.
        await().untilAsserted(() -> assertThat(bench.threads)
                .hasSize(ThreadRole.values().length + 1)
                .extracting(Thread::getName)
                .doesNotHaveDuplicates());
    }

    @Test
    void channelsThatAreStoppedBeforeTheirStartStayStopped() {
        var channels = bench.prepare("beep");

        channels.close();
        channels.start();

        assertThat(bench.threads).isEmpty();
    }

    @Test
    void aChannelWithoutObserversOpensNoFeed() {
        bench.start();

        assertThat(bench.told(1)).containsExactly("Connected");
        assertThat(bench.store.timelines).isEmpty();
    }

    @Test
    void aChannelWithoutObserversComesBackAfterALoss() {
        bench.start();
        bench.told(1);

        bench.store.cut("gone");

        assertThat(bench.told(3)).containsExactly("Connected", "Disconnected", "Reconnected");
    }

    @Test
    void aLostLinkIsToldWithItsCauseEachTime() {
        bench.start("beep");
        bench.told(1);

        bench.store.cut("gone once");
        bench.told(4);
        bench.store.cut("gone twice");

        assertThat(bench.told(7))
                .filteredOn(name -> !name.equals("CaughtUp"))
                .containsExactly("Connected", "Disconnected", "Reconnected", "Disconnected", "Reconnected");
        assertThat(bench.all(Disconnected.class))
                .extracting(event -> event.cause().getMessage())
                .containsExactly("gone once", "gone twice");
        assertThat(bench.all(Reconnected.class))
                .noneMatch(event -> event.downtime().isNegative());
        assertThat(bench.all(Reconnecting.class))
                .extracting(Reconnecting::attempt)
                .filteredOn(attempt -> attempt == 1) // either connection may have been the first of two to notice
                .hasSize(2);
    }

    @Test
    void aFeedThatIsAbortedIsFollowedAgainWhileTheSessionStays() {
        bench.start("beep");
        bench.told(1);

        bench.store.timelines.get(0).end("Changefeed aborted (unavailable).");

        assertThat(bench.told(4)).startsWith("Connected", "Disconnected", "Reconnected");
        assertThat(bench.store.sessions).hasSize(1);
        assertThat(bench.store.timelines).hasSize(2);
    }

    @Test
    void aSessionThatIsLostIsReplacedWhileTheFeedGoesOn() throws Exception {
        var channels = bench.start("beep");
        bench.told(1);

        bench.store.session(0).cut("gone");

        assertThat(bench.told(3)).containsExactly("Connected", "Disconnected", "Reconnected");
        channels.emitter("").trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
        await().atMost(ChannelFixture.PATIENCE).until(() -> bench.observed.equals(List.of("beep=boop")));
        assertThat(bench.store.timelines).hasSize(1);
    }

    @Test
    void publishingGoesOnWhileTheTableCannotBeFollowed() throws Exception {
        bench.options.put("reconnect.delay", "1h");
        bench.options.put("reconnect.max-delay", "1h");
        bench.store.thenFailTimeline("RTH0202 cannot be reached");
        var channels = bench.start("beep");

        channels.emitter("").trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(bench.told(1)).containsExactly("EmitterError");
    }

    @Test
    void aFeedThatOverflowedIsFollowedAgainWithoutAnInterruption() {
        bench.start("beep");
        bench.told(1);

        bench.store.timelines.get(0).overflowFeeds();
        await().atMost(ChannelFixture.PATIENCE).until(() -> bench.store.feeds().size() == 2);

        assertThat(bench.told(2)).doesNotContain("Disconnected", "Reconnected", "EmitterError");
        assertThat(bench.store.timelines).hasSize(1);
    }

    @Test
    void failedAttemptsAreToldAndCountedUntilOneSucceeds() {
        bench.store.thenBeUnreachable("RTH0202 cannot be reached");
        bench.store.thenFail("RTH0220 no right to create");
        bench.start("beep");

        assertThat(bench.told(3)).containsExactly("EmitterError", "EmitterError", "Connected");
        assertThat(bench.all(EmitterError.class))
                .extracting(EmitterError::phase)
                .containsExactly(EmitterError.Phase.CONNECT, EmitterError.Phase.SETUP);
        assertThat(bench.all(Reconnecting.class))
                .extracting(Reconnecting::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void attemptsThatFailDuringAnInterruptionAreErrorsAndNoFurtherInterruptions() {
        bench.start("beep");
        bench.told(1);
        bench.store.thenFail("RTH0202 cannot be reached");

        bench.store.cut("gone");

        assertThat(bench.told(4)).startsWith("Connected", "Disconnected", "EmitterError", "Reconnected");
    }

    @Test
    void aFeedThatCannotBeOpenedIsAnErrorOfSubscribing() {
        var timeline = new InMemoryTimeline();
        timeline.feedsFail = true;
        bench.store.thenOpenTimeline(timeline);
        bench.start("beep");

        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.all(Connected.class)).hasSize(1));
        assertThat(bench.all(EmitterError.class))
                .allMatch(error -> error.phase() == EmitterError.Phase.SUBSCRIBE)
                .isNotEmpty();
        assertThat(bench.all(Disconnected.class)).isEmpty();
    }

    @Test
    void eventsTriggeredDuringAnInterruptionAreStoredAfterIt() throws Exception {
        var channels = bench.start("beep");
        bench.told(1);
        bench.store.thenHang();
        bench.store.cut("gone");
        bench.told(2);

        var waiting = channels.emitter("").trigger("beep", "later").toCompletableFuture();
        assertThat(waiting).isNotDone();
        assertThat(bench.thread(ThreadRole.SESSION).isAlive()).isTrue();

        channels.close();
        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(EventDroppedException.class);
    }

    @Test
    void aStopDuringAWaitBetweenAttemptsEndsAtOnceAndTellsNothing() {
        bench.options.put("reconnect.delay", "1h");
        bench.options.put("reconnect.max-delay", "1h");
        bench.store.thenFail("RTH0202 cannot be reached");
        var channels = bench.start("beep");
        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> !bench.all(Reconnecting.class).isEmpty());

        channels.close();

        assertThat(bench.told(1)).containsExactly("EmitterError");
    }

    @Test
    void aStopDuringAnAttemptInterruptsIt() {
        bench.store.thenHang();
        var channels = bench.start("beep");

        channels.close();

        assertThat(bench.news).isEmpty();
    }

    @Test
    void anOrderlyStopTellsNothingAndMayComeTwice() {
        var channels = bench.start("beep");
        bench.told(1);

        channels.close();
        channels.close();

        assertThat(bench.news).containsExactly(new Connected(""));
        assertThatThrownBy(() -> channels.emitter("")
                        .trigger("beep")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(EventDroppedException.class);
    }

    @Test
    void aLifecycleObserverMayStopTheChannels() {
        var stopped = new CountDownLatch(1);
        var channels = bench.prepare("beep");
        bench.listener = event -> {
            channels.close();
            stopped.countDown();
        };

        channels.start();

        await().atMost(ChannelFixture.PATIENCE).until(() -> stopped.getCount() == 0);
        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> bench.threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aLifecycleObserverThatThrowsIsOnlyLogged() {
        bench.listener = event -> {
            throw new IllegalStateException("of the application");
        };
        bench.start("beep");
        bench.told(1);

        bench.store.cut("gone");

        assertThat(bench.told(3)).startsWith("Connected", "Disconnected", "Reconnected");
    }

    @Test
    void aRequiredDatabaseThatDoesNotAnswerFailsTheStartAndSaysWhy() {
        bench.options.put("startup", "require");
        bench.options.put("startup-timeout", "100ms");
        bench.options.put("reconnect.delay", "1h");
        bench.options.put("reconnect.max-delay", "1h");
        bench.store.thenFail("RTH0202 db1:28015 cannot be reached");

        assertThatThrownBy(() -> bench.start("beep"))
                .isInstanceOf(EmitterException.class)
                .hasMessageStartingWith("RTH0602")
                .hasMessageContaining("RTH0202 db1:28015 cannot be reached")
                .hasMessageContaining("rethink.emitter.startup=background");
    }

    @Test
    void anAwaitedDatabaseThatDoesNotAnswerLetsTheApplicationStart() {
        bench.options.put("startup", "wait");
        bench.options.put("startup-timeout", "100ms");
        bench.store.thenHang();

        bench.start("beep");

        assertThat(bench.news).isEmpty();
    }

    @Test
    void aChannelThatIsSwitchedOffStartsNothingAndSaysSoToWhoTriggers() {
        bench.options.put("enabled", "false");
        var channels = bench.start("beep");

        var stage = channels.emitter("").trigger("beep", "boop").toCompletableFuture();

        assertThatThrownBy(stage::join)
                .hasCauseInstanceOf(EventDroppedException.class)
                .hasMessageContaining("RTH0603")
                .hasMessageContaining("Set rethink.emitter.enabled=true");
        assertThat(bench.threads).isEmpty();
    }

    @Test
    void anUnknownChannelIsRefusedWithThoseThereAre() {
        var channels = bench.prepare();

        assertThatThrownBy(() -> channels.emitter("audit"))
                .hasMessage("RTH0601 there is no channel \"audit\" but []. Configure it by"
                        + " rethink.emitter.channel.audit.table");
    }

    @Test
    void whatIsQueuedIsStoredBeforeAStop() {
        var channels = bench.start("beep");
        var stages = IntStream.range(0, 500)
                .mapToObj(i -> channels.emitter("").trigger("beep", "n" + i).toCompletableFuture())
                .toList();

        channels.close();

        assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompleted());
    }

    @Test
    void waitsDoubleUpToTheMaximumAndChanceShortensThemByHalfAtMost() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));
        var longest = new ExponentialBackoff(backoff, () -> 1);
        var shortest = new ExponentialBackoff(backoff, () -> 0);

        assertThat(List.of(longest.next(), longest.next(), longest.next(), longest.next()))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 350L, 350L);
        assertThat(List.of(shortest.next(), shortest.next(), shortest.next()))
                .extracting(Duration::toMillis)
                .containsExactly(50L, 100L, 175L);
    }
}
