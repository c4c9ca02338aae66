package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Following.Phase;
import io.github.rethinkemitter.ChannelStatus.Link.State;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status of a channel says from before its start to after its end. */
@Timeout(60)
class EmitterStatusTest {

    private final ChannelFixture fixture = new ChannelFixture();

    @AfterEach
    void nothingIsLeft() throws Exception {
        fixture.close();
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.threads).noneMatch(Thread::isAlive));
    }

    private static void awaitStatus(Channels channels, Consumer<ChannelStatus> assertions) {
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertions.accept(channels.of("").status().now()));
    }

    private static void assertReady(ChannelStatus now) {
        assertThat(now.problems()).isEmpty();
        assertThat(now.ready()).isTrue();
        assertThat(now.live()).isTrue();
        assertThat(now.started()).isTrue();
        assertThat(now.link().state()).isEqualTo(State.CONNECTED);
        assertThat(now.link().host()).contains("fake:28015");
        assertThat(now.link().attempts()).isZero();
        assertThat(now.link().lastFailure()).isEmpty();
    }

    @Test
    void beforeTheStartTheChannelIsNotReadyAndSaysWhatItWaitsFor() {
        var now = fixture.prepare("beep").of("").status().now();

        assertThat(now.channel()).isEmpty();
        assertThat(now.link().state()).isEqualTo(State.CONNECTING);
        assertThat(now.link().host()).isEmpty();
        assertThat(now.started()).isFalse();
        assertThat(now.ready()).isFalse();
        assertThat(now.live()).isTrue();
        assertThat(now.following().orElseThrow().phase()).isEqualTo(Phase.STARTING);
        assertThat(now.following().orElseThrow().handledUpTo()).isEmpty();
        assertThat(now.observers())
                .singleElement()
                .isEqualTo(new ChannelStatus.Observer("Observers.beep", "beep", 0, 0, 0, 0, 0, 0));
        assertThat(now.problems())
                .containsExactly("The default channel has not been started: it connects when the application has"
                        + " started, or when its first event is triggered");
        assertThat(fixture.threads).as("looking starts nothing").isEmpty();
    }

    @Test
    void aChannelThatOnlyPublishesBeforeTheStartSaysThatItCallsNoObserversYet() throws Exception {
        var channels = fixture.prepare("beep");

        channels.of("").emitter().trigger("beep", "early").toCompletableFuture().get();

        awaitStatus(channels, now -> {
            assertThat(now.started()).isTrue();
            assertThat(now.ready()).isFalse();
            assertThat(now.publishing().stored()).isEqualTo(1);
            assertThat(now.problems())
                    .containsExactly("The default channel calls no observers yet: it does when the application has"
                            + " started");
        });
    }

    @Test
    void aConnectedChannelIsReadyAndCountsItsEvents() throws Exception {
        fixture.options.put("subscriber", "shop");
        var channels = fixture.start("beep");
        awaitStatus(channels, EmitterStatusTest::assertReady);

        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get();

        awaitStatus(channels, now -> {
            assertReady(now);
            var following = now.following().orElseThrow();
            assertThat(following.subscriber()).contains("shop");
            assertThat(following.phase()).isEqualTo(Phase.LIVE);
            assertThat(following.received()).isEqualTo(1);
            assertThat(following.waiting()).isZero();
            assertThat(following.lastEvent()).contains(Instant.EPOCH);
            assertThat(following.provenUpTo()).contains(Instant.EPOCH);
            assertThat(now.publishing().stored()).isEqualTo(1);
            assertThat(now.observers())
                    .singleElement()
                    .satisfies(one -> assertThat(one.calls()).isEqualTo(1));
        });
    }

    @Test
    void aChannelWithoutObserversIsReadyWithItsSessionAlone() {
        var channels = fixture.start();

        awaitStatus(channels, EmitterStatusTest::assertReady);
        assertThat(channels.of("").status().now().following()).isEmpty();
        assertThat(channels.of("").status().now().observers()).isEmpty();
    }

    @Test
    void aChannelWithoutObserversIsNotReadyWithoutItsSession() {
        var channels = fixture.start();
        awaitStatus(channels, EmitterStatusTest::assertReady);
        fixture.store.sessionsFail("RTH0202 cannot be reached");

        fixture.store.cut("RTH0211 cut");

        awaitStatus(channels, now -> {
            assertThat(now.link().state()).isEqualTo(State.INTERRUPTED);
            assertThat(now.ready()).isFalse();
            assertThat(now.problems()).hasSize(1);
        });
    }

    @Test
    void aDatabaseThatWasNeverReachedIsToldWithTheReasonAndTheAttempts() {
        fixture.store.sessionsFail("RTH0202 cannot be reached");
        var channels = fixture.start("beep");

        awaitStatus(channels, now -> {
            assertThat(now.link().state()).isEqualTo(State.CONNECTING);
            assertThat(now.link().attempts()).isGreaterThan(1);
            assertThat(now.link().lastFailure()).contains("RTH0202 cannot be reached");
            assertThat(now.started()).isFalse();
            assertThat(now.ready()).isFalse();
            assertThat(now.live()).isTrue();
            assertThat(now.problems())
                    .containsExactly("The default channel cannot be connected: RTH0202 cannot be reached. Triggered"
                            + " events wait, and it tries again");
        });
    }

    @Test
    void anInterruptionIsToldWithItsReasonAndItsBeginUntilItIsOver() {
        var channels = fixture.start("beep");
        awaitStatus(channels, EmitterStatusTest::assertReady);
        var connectedSince = channels.of("").status().now().link().since();
        fixture.store.sessionsFail("RTH0202 cannot be reached");

        fixture.store.cut("RTH0211 cut");

        awaitStatus(channels, now -> {
            assertThat(now.link().state()).isEqualTo(State.INTERRUPTED);
            assertThat(now.link().since()).isAfterOrEqualTo(connectedSince);
            assertThat(now.link().host()).isEmpty();
            assertThat(now.link().lastFailure()).contains("RTH0202 cannot be reached");
            assertThat(now.started()).isTrue();
            assertThat(now.ready()).isFalse();
            assertThat(now.live()).isTrue();
            assertThat(now.problems())
                    .containsExactly("The default channel has been interrupted since "
                            + now.link().since() + ": RTH0202 cannot be reached. Triggered events wait, and it tries to"
                            + " connect again");
        });
        var interruptedSince = channels.of("").status().now().link().since();
        fixture.store.sessionsOpenAgain();
        awaitStatus(channels, EmitterStatusTest::assertReady);
        assertThat(channels.of("").status().now().link().since()).isAfterOrEqualTo(interruptedSince);
    }

    // The feeds of this fixture are proven once, when they are opened.
    @ParameterizedTest
    @CsvSource({"1s, 5", "3s, 6"})
    void aFeedThatIsNotProvenAnyMoreIsNotReady(String interval, int usual) {
        fixture.options.put("heartbeat.interval", interval);
        var channels = fixture.start("beep");
        awaitStatus(channels, EmitterStatusTest::assertReady);

        awaitStatus(channels, now -> {
            assertThat(now.link().state()).isEqualTo(State.CONNECTED);
            assertThat(now.ready()).isFalse();
            assertThat(now.live()).isTrue();
            assertThat(now.problems())
                    .singleElement()
                    .asString()
                    .matches("The changefeed of the default channel has not been proven to be whole for \\d s, where "
                            + usual + " s are usual at most. See why the database or the observers take so long");
        });
    }

    @Test
    void aCatchUpIsToldUntilItIsOver() {
        fixture.options.put("heartbeat.interval", "1h"); // the last proof still counts
        var channels = fixture.start("beep");
        awaitStatus(channels, EmitterStatusTest::assertReady);

        var next = fixture.store.readers.get(0);
        next.waitsWithReady = true;
        next.overflowFeeds();

        awaitStatus(channels, now -> {
            assertThat(now.following().orElseThrow().phase()).isEqualTo(Phase.CATCHING_UP);
            assertThat(now.link().state()).isEqualTo(State.CONNECTED);
            assertThat(now.ready()).isFalse();
            assertThat(now.problems())
                    .singleElement()
                    .asString()
                    .startsWith("The default channel observes events that were stored while it did not follow the"
                            + " table, and is behind by ");
        });
        next.readyNow();
        awaitStatus(channels, EmitterStatusTest::assertReady);
    }

    @Test
    void anEventThatWaitsForAnEarlierOneOfItsPublisherIsToldAsWaitingAndHeld() {
        var channels = fixture.start("beep");
        awaitStatus(channels, EmitterStatusTest::assertReady);

        for (int number : List.of(1, 3)) {
            fixture.store.store(new StoredEvent(
                    "id-" + number, Instant.EPOCH, "other", number, "beep", "[\"beep\",\"boop\"]", true, null));
        }

        awaitStatus(channels, now -> {
            var following = now.following().orElseThrow();
            assertThat(following.received()).isEqualTo(1);
            assertThat(following.held()).isEqualTo(1);
            assertThat(following.waiting()).isEqualTo(1);
        });
    }

    @Test
    void aStoppedChannelIsLiveAndNotReady() {
        var channels = fixture.start("beep");
        awaitStatus(channels, EmitterStatusTest::assertReady);

        channels.close();

        var now = channels.of("").status().now();
        assertThat(now.link().state()).isEqualTo(State.STOPPED);
        assertThat(now.link().host()).isEmpty();
        assertThat(now.ready()).isFalse();
        assertThat(now.started()).isTrue();
        assertThat(now.live()).isTrue();
        assertThat(now.problems()).containsExactly("The application has stopped, and the default channel with it");
    }

    @Test
    void aStageThatFailsAndRunsAgainIsLive() {
        fixture.store.thenThrow(new IllegalStateException("a mistake"));
        fixture.options.put("reconnect.delay", "1h");
        fixture.options.put("reconnect.max-delay", "1h");
        var channels = fixture.start("beep");

        awaitStatus(channels, now -> {
            assertThat(now.link().lastFailure()).contains("a mistake");
            assertThat(now.live()).isTrue();
        });
    }

    @Test
    void aThreadThatHasEndedIsNotLive() {
        fixture.endingThreads.add("rethink-emitter-feed");
        var channels = fixture.start("beep");

        awaitStatus(channels, now -> {
            assertThat(now.live()).isFalse();
            assertThat(now.problems())
                    .containsExactly(
                            "The threads [rethink-emitter-feed] of the default channel have ended. Start the application"
                                    + " again, and report this with its log",
                            "The default channel is being connected for the first time");
        });
        channels.close();
        assertThat(channels.of("").status().now().live()).isTrue();
    }

    @Test
    void aChannelThatIsSwitchedOffIsReadyAndHasNothingStored() {
        fixture.options.put("enabled", "false");
        var status = fixture.prepare("beep").of("").status();

        var now = status.now();

        assertThat(now.link().state()).isEqualTo(State.DISABLED);
        assertThat(now.link().since()).isEqualTo(Instant.EPOCH);
        assertThat(List.of(now.started(), now.ready(), now.live())).containsOnly(true);
        assertThat(now.problems()).isEmpty();
        assertThat(now.following()).isEmpty();
        assertThatThrownBy(status::stored)
                .isInstanceOf(EmitterException.class)
                .hasMessage("RTH0632 stored status cannot be reached, because the channel is switched off. Set"
                        + " rethink.emitter.enabled=true");
    }

    @Test
    void whatIsStoredIsAskedOfTheDatabase() {
        var session = new InMemorySession();
        session.status = new StoredStatus(Instant.EPOCH, List.of(), List.of());
        fixture.store.thenOpen(session);

        assertThat(fixture.prepare().of("").status().stored()).isSameAs(session.status);
    }

    @Test
    void aFailureToReadWhatIsStoredIsTold() {
        fixture.store.thenOpen(new InMemorySession());
        var status = fixture.prepare().of("").status();

        assertThatThrownBy(status::stored)
                .isInstanceOf(EmitterException.class)
                .hasMessage("RTH0631 the stored status of the default channel cannot be read: RTH0220 no right to read."
                        + " See the cause, and call again")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void withoutAConnectionOrAfterTheStopWhatIsStoredCannotBeAsked() {
        fixture.options.put("query-timeout", "100ms");
        fixture.store.sessionsFail("RTH0202 cannot be reached");
        var channels = fixture.prepare();
        var status = channels.of("").status();

        assertThatThrownBy(status::stored)
                .hasMessage("RTH0630 the default channel has had no connection for 100 ms, so its stored status cannot"
                        + " be reached: RTH0202 cannot be reached. Mend that, and call again");
        channels.close();
        assertThatThrownBy(status::stored)
                .hasMessage("RTH0633 the application has stopped, and with it the connection to the stored status of"
                        + " the default channel. Ask for it in a @PreDestroy method at the latest");
    }
}
