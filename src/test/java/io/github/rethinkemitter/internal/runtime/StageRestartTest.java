package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a stage throws is reported, unless the stage recovers by itself, and events flow again. */
class StageRestartTest {

    @AutoClose
    private final ChannelFixture fixture = new ChannelFixture();

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("a thrown"),
                new NoClassDefFoundError("a class"),
                new InternalError("on purpose"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureToOpenASessionIsReportedAndEventsFlowAgain(Throwable thrown) throws Exception {
        fixture.store.thenThrow(thrown);

        var channels = fixture.start("beep");

        assertReportedAndEventsFlow(channels, EmitterError.Phase.CONNECT, thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureToFollowTheTableIsReportedAndEventsFlowAgain(Throwable thrown) throws Exception {
        fixture.store.thenThrowReader(thrown);

        var channels = fixture.start("beep");

        assertReportedAndEventsFlow(channels, EmitterError.Phase.SUBSCRIBE, thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureInTheMiddleOfAFeedIsReportedAndEventsFlowAgain(Throwable thrown) throws Exception {
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.readers.get(0).pollsThrow.add(thrown);
        fixture.store.store(event("other", 1));

        assertReportedAndEventsFlow(channels, EmitterError.Phase.SUBSCRIBE, thrown);
        assertThat(fixture.awaitLifecycle(4)).contains("Disconnected", "Reconnected");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureOfALookUpIsReportedAndEventsFlowAgain(Throwable thrown) throws Exception {
        var reader = new InMemoryReader();
        reader.findsThrow.add(thrown);
        fixture.store.thenOpenReader(reader);
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.store(event("other", 5)); // of an unknown publisher, so that missing events are looked up

        assertReportedAndEventsFlow(channels, EmitterError.Phase.SUBSCRIBE, thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void anInsertThatThrowsIsRepeatedAndEventsFlowAgain(Throwable thrown) throws Exception {
        var session = new InMemorySession();
        session.insertsThrow.add(thrown);
        fixture.store.thenOpen(session);
        var channels = fixture.prepare("beep");

        var first = channels.of("").emitter().trigger("beep", "first").toCompletableFuture();
        channels.start();

        // An insert that throws has an uncertain outcome, and is repeated like any other insert of that kind.
        assertThat(first.get(30, TimeUnit.SECONDS).topic()).isEqualTo("beep");
        assertEventsFlow(channels);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureOfASweepIsReportedAndEventsFlowAgain(Throwable thrown) throws Exception {
        fixture.options.put("persist", "false");
        fixture.options.put("ephemeral-grace", "1s");
        var session = new InMemorySession();
        session.sweepsThrow.add(thrown);
        fixture.store.thenOpen(session);

        var channels = fixture.start("beep");

        await().atMost(ChannelFixture.PATIENCE).until(() -> session.sweeps.get() >= 2);
        assertReportedAndEventsFlow(channels, EmitterError.Phase.PUBLISH, thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureOfALifecycleObserverDoesNotStopTheFlowOfEvents(Throwable thrown) throws Exception {
        fixture.listener = event -> {
            if (event instanceof Connected) {
                InMemorySession.throwNow(thrown);
            }
        };
        var channels = fixture.start("beep");
        fixture.awaitLifecycle(1);

        fixture.store.cut("gone");

        assertThat(fixture.awaitLifecycle(3)).contains("Connected", "Disconnected", "Reconnected");
        assertEventsFlow(channels);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aFailureOfAnObserverIsReportedAndEventsFlowAgain(Throwable thrown) throws Exception {
        fixture.observer = payload -> {
            if (payload.equals("bad")) {
                InMemorySession.throwNow(thrown);
            }
        };
        var channels = fixture.start("beep");

        channels.of("").emitter().trigger("beep", "bad");

        assertEventsFlow(channels);
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.lifecycleEvents(ObserverFailed.class))
                        .singleElement()
                        .satisfies(failure -> assertThat(failure.cause()).isEqualTo(thrown)));
    }

    private static StoredEvent event(String src, long seq) {
        return new StoredEvent("id-" + seq, Instant.EPOCH, src, seq, "boop", "[\"boop\"]", false, null);
    }

    private void assertReportedAndEventsFlow(Channels channels, EmitterError.Phase phase, Throwable thrown)
            throws Exception {
        assertEventsFlow(channels);
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.lifecycleEvents(EmitterError.class))
                        .anySatisfy(error -> {
                            assertThat(error.phase()).isEqualTo(phase);
                            assertThat(error.cause())
                                    .hasMessageStartingWith("RTH")
                                    .hasRootCause(thrown);
                        }));
    }

    private void assertEventsFlow(Channels channels) throws Exception {
        channels.of("").emitter().trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.observed).containsSequence(List.of("beep=boop")));
    }
}
