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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    private final ChannelFixture fixture = new ChannelFixture();

    @AfterEach
    void nothingIsLeft() throws Exception {
        fixture.close();
        assertThat(fixture.store.sessions).allSatisfy(session -> {
            assertThat(session.isOpen()).isFalse();
        });
        assertThat(fixture.store.readers).allMatch(reader -> reader.closed);
        assertThat(fixture.store.feeds()).allMatch(feed -> feed.closed);
    }

    @Test
    void aTriggeredEventIsStoredAndObserved() throws Exception {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        var receipt = channels.of("")
                .emitter()
                .trigger("beep", "boop")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(receipt.topic()).isEqualTo("beep");
        await().atMost(ChannelFixture.PATIENCE).until(() -> fixture.observed.equals(List.of("beep=boop")));
    }

    @Test
    void connectedIsFiredOnceAndNothingElse() {
        fixture.start("beep");

        assertThat(fixture.awaitLifecycle(1)).containsExactly("Connected");
        assertThat(fixture.lifecycle).containsExactly(new Connected(""));
    }

    @Test
    void channelsStartOnlyOnce() {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        channels.start();

        // There is one that watches the observers, started by the one that calls them; and none that stores failed
        // events.
        await().untilAsserted(() -> assertThat(fixture.threads)
                .hasSize(ThreadRole.values().length)
                .extracting(Thread::getName)
                .doesNotHaveDuplicates());
    }

    @Test
    void channelsThatAreStoppedBeforeTheirStartStayStopped() {
        var channels = fixture.prepare("beep");

        channels.close();
        channels.start();

        assertThat(fixture.threads).isEmpty();
    }

    @Test
    void aChannelWithoutObserversOpensNoFeed() {
        fixture.start();

        assertThat(fixture.awaitLifecycle(1)).containsExactly("Connected");
        assertThat(fixture.store.readers).isEmpty();
    }

    @Test
    void aChannelWithoutObserversComesBackAfterALoss() {
        fixture.start();
        fixture.awaitLifecycle(1);

        fixture.store.cut("gone");

        assertThat(fixture.awaitLifecycle(3)).containsExactly("Connected", "Disconnected", "Reconnected");
    }

    @Test
    void eachLossOfTheConnectionsIsReportedWithItsCause() {
        fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.cut("gone once");
        fixture.awaitLifecycle(4);
        fixture.store.cut("gone twice");

        assertThat(fixture.awaitLifecycle(7))
                .filteredOn(name -> !name.equals("CaughtUp"))
                .containsExactly("Connected", "Disconnected", "Reconnected", "Disconnected", "Reconnected");
        assertThat(fixture.lifecycleEvents(Disconnected.class))
                .extracting(event -> event.cause().getMessage())
                .containsExactly("gone once", "gone twice");
        assertThat(fixture.lifecycleEvents(Reconnected.class))
                .noneMatch(event -> event.downtime().isNegative());
        assertThat(fixture.lifecycleEvents(Reconnecting.class))
                .extracting(Reconnecting::attempt)
                .filteredOn(attempt -> attempt == 1) // either connection may have been the first of two to notice
                .hasSize(2);
    }

    @Test
    void anAbortedFeedIsOpenedAgainWhileTheSessionStays() {
        fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.readers.get(0).end("Changefeed aborted (unavailable).");

        assertThat(fixture.awaitLifecycle(4)).startsWith("Connected", "Disconnected", "Reconnected");
        assertThat(fixture.store.sessions).hasSize(1);
        assertThat(fixture.store.readers).hasSize(2);
    }

    @Test
    void aSessionThatIsLostIsReplacedWhileTheFeedGoesOn() throws Exception {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.session(0).cut("gone");

        assertThat(fixture.awaitLifecycle(3)).containsExactly("Connected", "Disconnected", "Reconnected");
        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
        await().atMost(ChannelFixture.PATIENCE).until(() -> fixture.observed.equals(List.of("beep=boop")));
        assertThat(fixture.store.readers).hasSize(1);
    }

    @Test
    void publishingGoesOnWhileTheTableCannotBeFollowed() throws Exception {
        fixture.options.put("reconnect.delay", "1h");
        fixture.options.put("reconnect.max-delay", "1h");
        fixture.store.thenFailReader("RTH0202 cannot be reached");
        var channels = fixture.start("beep");

        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(fixture.awaitLifecycle(1)).containsExactly("EmitterError");
    }

    @Test
    void anOverflowedFeedIsOpenedAgainWithoutAnInterruption() {
        fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.readers.get(0).overflowFeeds();
        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> fixture.store.feeds().size() == 2);

        assertThat(fixture.awaitLifecycle(2)).doesNotContain("Disconnected", "Reconnected", "EmitterError");
        assertThat(fixture.store.readers).hasSize(1);
    }

    @Test
    void failedAttemptsAreReportedAndCountedUntilOneSucceeds() {
        fixture.store.thenBeUnreachable("RTH0202 cannot be reached");
        fixture.store.thenFail("RTH0220 no right to create");
        fixture.start("beep");

        assertThat(fixture.awaitLifecycle(3)).containsExactly("EmitterError", "EmitterError", "Connected");
        assertThat(fixture.lifecycleEvents(EmitterError.class))
                .extracting(EmitterError::phase)
                .containsExactly(EmitterError.Phase.CONNECT, EmitterError.Phase.SETUP);
        assertThat(fixture.lifecycleEvents(Reconnecting.class))
                .extracting(Reconnecting::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void attemptsThatFailDuringAnInterruptionAreErrorsAndNoFurtherInterruptions() {
        fixture.start("beep");
        fixture.awaitLifecycle(1);
        fixture.store.thenBeUnreachable("RTH0202 cannot be reached");

        fixture.store.cut("gone");

        assertThat(fixture.awaitLifecycle(4)).startsWith("Connected", "Disconnected", "EmitterError", "Reconnected");
    }

    @Test
    void aFeedThatCannotBeOpenedIsAnErrorOfSubscribing() {
        var reader = new InMemoryReader();
        reader.feedsFail = true;
        fixture.store.thenOpenReader(reader);
        fixture.start("beep");

        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() ->
                        assertThat(fixture.lifecycleEvents(Connected.class)).hasSize(1));
        assertThat(fixture.lifecycleEvents(EmitterError.class))
                .allMatch(error -> error.phase() == EmitterError.Phase.SUBSCRIBE)
                .isNotEmpty();
        assertThat(fixture.lifecycleEvents(Disconnected.class)).isEmpty();
    }

    @Test
    void eventsTriggeredDuringAnInterruptionAreStoredAfterIt() throws Exception {
        fixture.options.put("stop-timeout", "100ms");
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);
        fixture.store.thenHang();
        fixture.store.cut("gone");
        fixture.awaitLifecycle(2);

        var waiting = channels.of("").emitter().trigger("beep", "later").toCompletableFuture();
        assertThat(waiting).isNotDone();
        assertThat(fixture.thread(ThreadRole.SESSION).isAlive()).isTrue();

        channels.close();
        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(EventDroppedException.class);
    }

    @Test
    void aStopBetweenTwoAttemptsEndsAtOnceAndFiresNothing() {
        fixture.options.put("reconnect.delay", "1h");
        fixture.options.put("reconnect.max-delay", "1h");
        fixture.store.thenBeUnreachable("RTH0202 cannot be reached");
        var channels = fixture.start("beep");
        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> !fixture.lifecycleEvents(Reconnecting.class).isEmpty());

        channels.close();

        assertThat(fixture.awaitLifecycle(1)).containsExactly("EmitterError");
    }

    @Test
    void aStopDuringAnAttemptInterruptsIt() {
        fixture.store.thenHang();
        var channels = fixture.start("beep");

        channels.close();

        assertThat(fixture.lifecycle).isEmpty();
    }

    @Test
    void aStopFiresNothingAndMayBeRepeated() {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        channels.close();
        channels.close();

        assertThat(fixture.lifecycle).containsExactly(new Connected(""));
        assertThatThrownBy(() -> channels.of("")
                        .emitter()
                        .trigger("beep")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(EventDroppedException.class);
    }

    @Test
    void aLifecycleObserverMayStopTheChannels() {
        var stopped = new CountDownLatch(1);
        var channels = fixture.prepare("beep");
        fixture.listener = event -> {
            channels.close();
            stopped.countDown();
        };

        channels.start();

        await().atMost(ChannelFixture.PATIENCE).until(() -> stopped.getCount() == 0);
        await().atMost(ChannelFixture.PATIENCE)
                .until(() -> fixture.threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aLifecycleObserverThatThrowsIsOnlyLogged() {
        fixture.listener = event -> {
            throw new IllegalStateException("of the application");
        };
        fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.cut("gone");

        assertThat(fixture.awaitLifecycle(3)).startsWith("Connected", "Disconnected", "Reconnected");
    }

    @Test
    void aRequiredDatabaseThatDoesNotAnswerFailsTheStartAndSaysWhy() {
        fixture.options.put("startup", "require");
        fixture.options.put("startup-timeout", "100ms");
        fixture.options.put("reconnect.delay", "1h");
        fixture.options.put("reconnect.max-delay", "1h");
        fixture.store.thenFail("RTH0202 db1:28015 cannot be reached");

        assertThatThrownBy(() -> fixture.start("beep"))
                .isInstanceOf(EmitterException.class)
                .hasMessageStartingWith("RTH0602")
                .hasMessageContaining("RTH0202 db1:28015 cannot be reached")
                .hasMessageContaining("rethink.emitter.startup=background");
    }

    @Test
    void anAwaitedDatabaseThatDoesNotAnswerLetsTheApplicationStart() {
        fixture.options.put("startup", "wait");
        fixture.options.put("startup-timeout", "100ms");
        fixture.store.thenHang();

        fixture.start("beep");

        assertThat(fixture.lifecycle).isEmpty();
    }

    @Test
    void aChannelThatIsSwitchedOffStartsNothingAndDropsTriggeredEventsSayingWhy() {
        fixture.options.put("enabled", "false");
        var channels = fixture.start("beep");

        var stage = channels.of("").emitter().trigger("beep", "boop").toCompletableFuture();

        assertThatThrownBy(stage::join)
                .hasCauseInstanceOf(EventDroppedException.class)
                .hasMessageContaining("RTH0603")
                .hasMessageContaining("Set rethink.emitter.enabled=true");
        assertThat(channels.of("").emitter().withKey("order-7").trigger("beep").toCompletableFuture())
                .isCompletedExceptionally();
        assertThatThrownBy(() -> channels.of("").emitter().withKey("")).hasMessageStartingWith("RTH0132");
        assertThat(fixture.threads).isEmpty();
    }

    @Test
    void anUnknownChannelIsRefusedWithTheNamesOfTheKnownOnes() {
        var channels = fixture.prepare();

        assertThatThrownBy(() -> channels.of("audit").emitter())
                .hasMessage("RTH0601 there is no channel \"audit\" but []. Configure it by"
                        + " rethink.emitter.channel.audit.table");
    }

    @Test
    void queuedEventsAreStoredBeforeAStop() {
        var channels = fixture.start("beep");
        var stages = IntStream.range(0, 500)
                .mapToObj(
                        i -> channels.of("").emitter().trigger("beep", "n" + i).toCompletableFuture())
                .toList();

        channels.close();

        assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompleted());
    }
}
